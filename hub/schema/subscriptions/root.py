"""The subscriptions: what happens to a case or a plan, as it happens, resumable after a reconnect.

Each event is read from the outbox by hub/schema/live.py, which asks the database at each look whether the viewer may
still see the case. What is selected of `case` and `plan` is read anew at each event, with the viewer's own rights.
"""

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry.scalars import JSON

from hub.domain.access import Capability, Service
from hub.domain.plan import PlanNode
from hub.reads.faults import BadInput
from hub.reads.ids import global_id, number_of
from hub.schema.context import Context
from hub.schema.refusal import Code, Refused
from hub.schema.types.case import Case
from hub.schema.types.plan import SentencePlan
from hub.store.watching.happenings import Happening

Info = strawberry.Info[Context, None]

NODE_TYPES: dict[PlanNode, str] = {
    PlanNode.PLAN: "SentencePlan",
    PlanNode.OBJECTIVE: "Objective",
    PlanNode.INTERVENTION: "Intervention",
    PlanNode.STEP: "Step",
    PlanNode.PROPOSAL: "Proposal",
}

_AFTER = (
    "The `id` of the last event that you have: what happened since comes first. Events are kept for 7 days; an older "
    "id answers RESYNC_NEEDED: read anew, then subscribe without it."
)
_CASE = "The case, by its global id. One that you may not see answers like one that does not exist, now and later."


def _about(description: str) -> object:
    return strawberry.argument(description=description)


@strawberry.type
class Happened:
    """What every event holds. Not a type of the contract by itself."""

    happening: strawberry.Private[Happening]

    @property
    def case_ids(self) -> tuple[int, ...]:
        """The cases that the event tells of, for the audit."""
        return (self.happening.case_id,)

    @strawberry.field(description="The event's place; give it as `after` to go on from here.")
    def id(self) -> strawberry.ID:
        """Opaque."""
        return strawberry.ID(event_id(self.happening.case_id, self.happening.sequence))

    @strawberry.field(description="Grows by one with each event of the case.")
    def sequence(self) -> int:
        """The case's own count."""
        return self.happening.sequence

    @strawberry.field(description="What happened, by name, like `InterventionCompleted` or `CustodyChanged`; stable.")
    def type(self) -> str:
        """The event's type as published."""
        return self.happening.type

    @strawberry.field(description="When it happened.")
    def occurred_at(self) -> datetime:
        """The transaction's moment."""
        return self.happening.occurred_at

    @strawberry.field(description="The service that it came from; null where neither did.")
    def service(self) -> Service | None:
        """As published."""
        named = str(self.happening.payload.get("service"))
        return Service(named) if named in Service.__members__ else None

    @strawberry.field(description="Who did it: a role and a staff code, or the system; never a person's name.")
    def actor(self) -> str:
        """As published."""
        return actor_label(self.happening.payload.get("actor"))

    @strawberry.field(
        graphql_type=Case | None,
        description="The case as it is now; null where you may not see it any more, and then the subscription ends.",
    )
    async def case(self, info: Info) -> Any:
        """Read anew at each event."""
        return await info.context.load(info, self.happening.case_id)


@strawberry.type(description="Something happened to a case: to its custody, team, phase, sentences, plan, identity.")
class CaseChanged(Happened):
    """An event of `caseChanged`."""


@strawberry.type(description="A plan was changed: one node of it, at one version of the plan.")
class PlanChanged(Happened):
    """An event of `planChanged`."""

    @strawberry.field(description="The plan's version that the change made.")
    def plan_version(self) -> int:
        """Counts all changes of the plan."""
        return int(self.happening.payload["planVersion"])

    @strawberry.field(description="The kind of node that changed.")
    def node(self) -> PlanNode:
        """As published."""
        return PlanNode(self.happening.payload["node"])

    @strawberry.field(description="The global id of the node that changed.")
    def node_id(self) -> strawberry.ID:
        """As `node(id:)` takes it."""
        payload = self.happening.payload
        return strawberry.ID(global_id(NODE_TYPES[PlanNode(payload["node"])], int(payload["nodeId"])))

    @strawberry.field(description="The node's version that the change made.")
    def node_version(self) -> int:
        """The version to send as `expectedVersion` next."""
        return int(self.happening.payload["nodeVersion"])

    @strawberry.field(description="The whole node before the change; null where it is new.")
    def before(self) -> JSON | None:
        """As published on Kafka."""
        found: JSON | None = self.happening.payload.get("before")
        return found

    @strawberry.field(description="The whole node after the change.")
    def after(self) -> JSON | None:
        """As published on Kafka."""
        found: JSON | None = self.happening.payload.get("after")
        return found

    @strawberry.field(graphql_type=SentencePlan | None, description="The plan as it is now; null like `case`.")
    async def plan(self, info: Info) -> Any:
        """Read anew at each event."""
        return await info.context.load(info, int(self.happening.payload["planId"]))


@strawberry.type
class HubSubscription:
    """What can be followed."""

    @strawberry.subscription(description="Everything that happens to a case, in order.")
    async def case_changed(
        self,
        info: Info,
        case_id: Annotated[strawberry.ID, _about(_CASE)],
        after: Annotated[str | None, _about(_AFTER)] = strawberry.UNSET,
    ) -> AsyncGenerator[CaseChanged, None]:
        """Events of the case; those of its plan only for who may read plans."""
        actor = info.context.viewer
        number = _number("Case", case_id)
        kinds = {"case", "plan"} if actor.may(Capability.READ_PLAN) else {"case"}
        async for happening in info.context.live.follow(actor, number, _sequence(after, number)):
            if happening.aggregatetype in kinds:
                yield CaseChanged(happening=happening)

    @strawberry.subscription(
        description=f"Every change of a sentence plan, in order. Give one of caseId and planId. "
        f"Needs {Capability.READ_PLAN}."
    )
    async def plan_changed(
        self,
        info: Info,
        case_id: Annotated[strawberry.ID | None, _about(f"{_CASE} All its plans are followed.")] = strawberry.UNSET,
        plan_id: Annotated[strawberry.ID | None, _about("One plan, by its global id.")] = strawberry.UNSET,
        after: Annotated[str | None, _about(_AFTER)] = strawberry.UNSET,
    ) -> AsyncGenerator[PlanChanged, None]:
        """Events of the case's plans, or of one of them."""
        actor = info.context.viewer
        if not actor.may(Capability.READ_PLAN):
            raise Refused(Code.FORBIDDEN, f"This needs {Capability.READ_PLAN}, which you do not have.")
        number, wanted = await _case_to_follow(info.context, case_id, plan_id)
        async for happening in info.context.live.follow(actor, number, _sequence(after, number)):
            if happening.aggregatetype == "plan" and wanted(happening):
                yield PlanChanged(happening=happening)


async def _case_to_follow(
    context: Context, case_id: str | None, plan_id: str | None
) -> tuple[int, Callable[[Happening], bool]]:
    """The case, and which of its plan events are wanted. Raises Refused."""
    by_case, by_plan = (given is not None and given is not strawberry.UNSET for given in (case_id, plan_id))
    if case_id is not None and by_case and not by_plan:
        return _number("Case", case_id), lambda _: True
    if plan_id is not None and by_plan and not by_case:
        plan = _number("SentencePlan", plan_id)
        case = await context.live.case_of_plan(context.viewer, plan)
        return case, lambda happening: happening.payload.get("planId") == str(plan)
    raise Refused(Code.BAD_USER_INPUT, "Give exactly one of caseId and planId.")


def event_id(case_id: int, sequence: int) -> str:
    """The id of an event, from which a subscription can go on."""
    return b64encode(f"{case_id}:{sequence}".encode()).decode()


def _sequence(after: str | None, case_id: int) -> int | None:
    """The sequence that an event's id names. Raises Refused(BAD_USER_INPUT) for other text, or another case's id."""
    if after is None or after is strawberry.UNSET:
        return None
    try:
        case, _, sequence = b64decode(after, validate=True).decode("ascii").partition(":")
        if case == str(case_id) and sequence.isdecimal() and len(sequence) < 19:
            return int(sequence)
    except (Error, ValueError):
        pass
    raise Refused(Code.BAD_USER_INPUT, "`after` is not the id of an event of this case: send one as it came, whole.")


def _number(type_name: str, text: str) -> int:
    try:
        return number_of(type_name, text)
    except BadInput as fault:
        raise Refused(Code.BAD_USER_INPUT, str(fault)) from None


def actor_label(actor: Any) -> str:
    """`{"role": "OFFENDER_MANAGER", "staffCode": "Z1"}` -> `Offender Manager Z1`; a system's name stays."""
    if isinstance(actor, dict):
        role = str(actor.get("role") or "").replace("_", " ").title()
        return " ".join(part for part in (role, actor.get("staffCode")) if part) or "unknown"
    return str(actor) if actor else "unknown"

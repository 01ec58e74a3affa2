"""The mutations of handovers in two hands: map the input, run one action, answer with the case. No rule stands here."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from hub.actions.handover.handover import Command, hand_over
from hub.domain.access import Capability, Service
from hub.domain.allocation.offender_supervisor import case_not_found
from hub.domain.handover import HandoverTask
from hub.domain.handover import asked as ask
from hub.domain.handover.in_two_hands import LONGEST_REASON, HandoverKind
from hub.domain.staffing import canonical_code
from hub.reads.faults import BadInput
from hub.reads.ids import number_of
from hub.schema.context import Context
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import BrokenRules, VersionConflict, or_refusal
from hub.schema.types.case import Case

Info = strawberry.Info[Context, None]
_HANDOVER = "The handover."
_TEXT = f"At most {LONGEST_REASON} characters."


@strawberry.input(description="Plan a handover of a case.")
class PlanHandoverInput(Repeatable):
    """`PlanHandover`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    kind: HandoverKind = strawberry.field(description="What changes hands.")
    on: date = strawberry.field(description="For which day: today or a later one.")
    reason: str = strawberry.field(description=f"Why. {_TEXT}")
    staff_code: str | None = strawberry.field(
        default=None, description="Who is to take over; left out from custody to community: the Offender Manager does."
    )
    service: Service | None = strawberry.field(
        default=None, description="The service of a new Offender Supervisor; null: the prison's."
    )
    override: str | None = strawberry.field(
        default=None,
        description="Why the rule on grades is set aside for a new Offender Manager; only a team manager may, and it "
        f"is recorded and flagged. {_TEXT}",
    )

    def command(self) -> ask.PlanHandover:
        """The command in the domain's words; raises BrokenRule."""
        try:
            case_id = number_of("Case", self.case_id)
        except BadInput:
            raise case_not_found() from None
        code = canonical_code(self.staff_code or "") or None
        return ask.PlanHandover(case_id, self.kind, self.on, self.reason, self.service, code, self.override)


@strawberry.input(description="One handover.")
class HandoverInput(Repeatable):
    """`AcceptHandover`."""

    id: strawberry.ID = strawberry.field(description=_HANDOVER)


@strawberry.input(description="Give the snapshot of a handover.")
class GiveHandoverSnapshotInput(HandoverInput):
    """`GiveSnapshot`."""

    note: str | None = strawberry.field(default=None, description=f"A word to who takes over. {_TEXT}")


@strawberry.input(description="One handover, with a reason.")
class HandoverReasonInput(HandoverInput):
    """`RefuseHandover`, `WithdrawHandover`."""

    reason: str = strawberry.field(description=f"Why. {_TEXT}")


@strawberry.input(description="A handover that has happened.")
class CompleteHandoverInput(HandoverInput):
    """`CompleteHandover`."""

    at: datetime | None = strawberry.field(
        default=None, description="When the case changed hands; not ahead, and not before it was accepted. Null: now."
    )


@strawberry.input(description="A task of the checklist that your side has done.")
class TickHandoverTaskInput(HandoverInput):
    """`TickTask`."""

    task: HandoverTask = strawberry.field(description="The task.")
    evidence: str | None = strawberry.field(default=None, description=f"By what. {_TEXT}")


@strawberry.input(description="What was done about a handover that nobody planned, or nobody accepted.")
class RecordHandoverFollowUpInput(HandoverInput):
    """`FollowUp`."""

    done: str = strawberry.field(description=f"What was done. {_TEXT}")


@strawberry.type(description="The handover is as asked.")
class HandoverChanged:
    """Success of the mutations about handovers."""

    case_number: strawberry.Private[int]

    @strawberry.field(
        graphql_type=Case | None,
        description="The case as it is now, with its handovers; null where it has left your reach with the change.",
    )
    async def case(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.case_number)


HandoverPayload = Annotated[
    HandoverChanged | VersionConflict | BrokenRules,
    strawberry.union("HandoverPayload", description="The case with its handovers, or why nothing was changed."),
]


def _number(asked: HandoverInput) -> int:
    try:
        return number_of("Handover", asked.id)
    except BadInput:
        raise ask.refused("HandoverNotFound", "id") from None


async def _run(info: Info, command: Command, key: str | None) -> HandoverChanged:
    context = info.context
    cause, now = context.cause, context.now()
    case_id = await hand_over(context.database, context.viewer, command, cause=cause, now=now, idempotency_key=key)
    return HandoverChanged(case_number=case_id)


async def _plan(info: Info, asked: PlanHandoverInput) -> HandoverChanged:
    return await _run(info, asked.command(), asked.idempotency_key)


async def _step(info: Info, asked: HandoverInput, make: Any) -> HandoverChanged:
    return await _run(info, make(_number(asked)), asked.idempotency_key)


@strawberry.type
class HandoverMutations:
    """The part of the root type Mutation about handovers."""

    @strawberry.mutation(
        description="Plan a handover for a day, with a reason: of the Offender Manager (needs "
        f"{Capability.ALLOCATE_OFFENDER_MANAGER}, and the higher level or a team manager), of the Offender Supervisor "
        f"(needs {Capability.ALLOCATE_OFFENDER_SUPERVISOR}), or from custody to community (needs "
        f"{Capability.CHANGE_TEAM}). Who is to take the case over reads it from now on, until the handover ends."
    )
    async def plan_handover(self, info: Info, input: PlanHandoverInput) -> HandoverPayload:
        """At most one of a kind is open."""
        return await or_refusal(info.context, _plan(info, input))

    @strawberry.mutation(
        description="Give the plan, open actions and risks as they stand now; only who hands over gives them."
    )
    async def give_handover_snapshot(self, info: Info, input: GiveHandoverSnapshotInput) -> HandoverPayload:
        """A later one takes its place until the handover is answered."""
        make = _step(info, input, lambda number: ask.GiveSnapshot(number, input.note))
        return await or_refusal(info.context, make)

    @strawberry.mutation(description="Take the case over; only who is to take over answers.")
    async def accept_handover(self, info: Info, input: HandoverInput) -> HandoverPayload:
        """Once."""
        return await or_refusal(info.context, _step(info, input, ask.AcceptHandover))

    @strawberry.mutation(description="Refuse to take the case over, with a reason.")
    async def refuse_handover(self, info: Info, input: HandoverReasonInput) -> HandoverPayload:
        """The case stays where it is."""
        make = _step(info, input, lambda number: ask.RefuseHandover(number, input.reason))
        return await or_refusal(info.context, make)

    @strawberry.mutation(description="Take a handover back before it is completed, with a reason.")
    async def withdraw_handover(self, info: Info, input: HandoverReasonInput) -> HandoverPayload:
        """The case stays where it is."""
        make = _step(info, input, lambda number: ask.WithdrawHandover(number, input.reason))
        return await or_refusal(info.context, make)

    @strawberry.mutation(
        description="The case changed hands: the old holder ends at the instant at which the new one begins. Needs "
        f"{Capability.CHANGE_TEAM}."
    )
    async def complete_handover(self, info: Info, input: CompleteHandoverInput) -> HandoverPayload:
        """Never two, never none."""
        make = _step(info, input, lambda number: ask.CompleteHandover(number, input.at))
        return await or_refusal(info.context, make)

    @strawberry.mutation(
        description="Your side has done a task of the checklist of a handover from custody to community. Needs "
        f"{Capability.CHANGE_TEAM}."
    )
    async def tick_handover_task(self, info: Info, input: TickHandoverTaskInput) -> HandoverPayload:
        """Each side ticks for itself."""
        make = _step(info, input, lambda number: ask.TickTask(number, input.task, input.evidence))
        return await or_refusal(info.context, make)

    @strawberry.mutation(
        description="Follow up a handover that nobody planned, or that nobody accepted. Needs "
        f"{Capability.CHANGE_TEAM}."
    )
    async def record_handover_follow_up(self, info: Info, input: RecordHandoverFollowUpInput) -> HandoverPayload:
        """Once."""
        make = _step(info, input, lambda number: ask.FollowUp(number, input.done))
        return await or_refusal(info.context, make)

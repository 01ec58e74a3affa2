"""The mutations about who holds a case as Offender Manager: map the input, run one action. No rule stands here."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from hub.actions.team.offender_manager import decide_manager
from hub.domain.access import Capability
from hub.domain.allocation.offender_manager_allocation import (
    LONGEST_REASON,
    AllocateOffenderManager,
    EndCause,
    EndOffenderManager,
)
from hub.domain.staffing import canonical_code
from hub.schema.case_named import case_number
from hub.schema.context import Context
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import BrokenRules, VersionConflict, or_refusal
from hub.schema.types.case import Case

Info = strawberry.Info[Context, None]
_NEEDS = f"Needs {Capability.ALLOCATE_OFFENDER_MANAGER}, and the higher level (profile 55) or to be a team manager."
_VERSION = "The case's version that you have read. Only a decision on the Offender Manager since then is a conflict."


@strawberry.input(description="Allocate an Offender Manager to a case.")
class AllocateOffenderManagerInput(Repeatable):
    """`AllocateOffenderManager`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    expected_version: int = strawberry.field(description=_VERSION)
    staff_code: str = strawberry.field(description="Their staff code in the probation service.")
    at: datetime | None = strawberry.field(
        default=None, description="From when on; not ahead, and not before the span began. Null: now."
    )
    reason: str | None = strawberry.field(default=None, description=f"Why; at most {LONGEST_REASON} characters.")
    override: str | None = strawberry.field(
        default=None,
        description="Why the rule on grades is set aside; only a team manager may, and it is recorded and flagged.",
    )

    def command(self) -> AllocateOffenderManager:
        """The command in the domain's words; raises BrokenRule."""
        return AllocateOffenderManager(
            case_id=case_number(self.case_id),
            staff_code=canonical_code(self.staff_code),
            expected_version=self.expected_version,
            reason=self.reason,
            at=self.at,
            override=self.override,
        )


@strawberry.input(description="End the time of an Offender Manager who can't go on: a handover that nobody planned.")
class EndOffenderManagerInput(Repeatable):
    """`EndOffenderManager`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    expected_version: int = strawberry.field(description=_VERSION)
    cause: EndCause = strawberry.field(description="Why they can't go on.")
    reason: str = strawberry.field(description=f"In words; at most {LONGEST_REASON} characters.")
    at: datetime | None = strawberry.field(default=None, description="From when on; not ahead. Null: now.")
    staff_code: str | None = strawberry.field(
        default=None,
        description="Who follows, by their code in the probation service; null: nobody yet.",
    )

    def command(self) -> EndOffenderManager:
        """The command in the domain's words; raises BrokenRule."""
        number, follower = case_number(self.case_id), canonical_code(self.staff_code or "") or None
        return EndOffenderManager(number, self.cause, self.expected_version, self.reason, self.at, follower)


@strawberry.type(description="Who holds the case is decided; the one before ended at the same instant.")
class OffenderManagerDecided:
    """Success of the mutations about the Offender Manager."""

    case_number: strawberry.Private[int]

    @strawberry.field(
        graphql_type=Case | None,
        description="The case as it is now; null where it has left your reach with the change.",
    )
    async def case(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.case_number)


OffenderManagerPayload = Annotated[
    OffenderManagerDecided | VersionConflict | BrokenRules,
    strawberry.union("OffenderManagerPayload", description="The case with its team, or why nothing was changed."),
]
Asked = AllocateOffenderManagerInput | EndOffenderManagerInput


async def _decide(info: Info, asked: Asked) -> OffenderManagerDecided:
    context = info.context
    case_id = await decide_manager(
        context.database,
        context.viewer,
        asked.command(),
        cause=context.cause,
        now=context.now(),
        idempotency_key=asked.idempotency_key,
    )
    return OffenderManagerDecided(case_number=case_id)


@strawberry.type
class OffenderManagerMutations:
    """The part of the root type Mutation about the Offender Manager."""

    @strawberry.mutation(
        description="Allocate an Offender Manager: community staff, of a grade that covers the risk. The community "
        f"record stays a source: until it says so too, the allocation is flagged NOT_CONFIRMED. {_NEEDS}"
    )
    async def allocate_offender_manager(
        self, info: Info, input: AllocateOffenderManagerInput
    ) -> OffenderManagerPayload:
        """Never two, never none: the one before ends as this one begins."""
        return await or_refusal(info.context, _decide(info, input))

    @strawberry.mutation(
        description="End the time of an Offender Manager who resigned, died or is ill for long: a handover that nobody "
        f"planned, to be followed up. Where nobody follows the case is unallocated, with its due time. {_NEEDS}"
    )
    async def end_offender_manager(self, info: Info, input: EndOffenderManagerInput) -> OffenderManagerPayload:
        """An unplanned change, to be followed up."""
        return await or_refusal(info.context, _decide(info, input))

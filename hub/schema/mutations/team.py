"""The team's mutations: map the input, run one action, answer with the case. No rule stands here."""

from typing import Annotated, Any

import strawberry

from hub.actions.team.team import allocate_offender_supervisor
from hub.domain.access import Capability, Service
from hub.domain.allocation.offender_supervisor import LONGEST_REASON, AllocateOffenderSupervisor
from hub.domain.staffing import canonical_code
from hub.schema.case_named import case_number
from hub.schema.context import Context
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import BrokenRules, VersionConflict, or_refusal
from hub.schema.types.case import Case

Info = strawberry.Info[Context, None]


@strawberry.input(description="Allocate an Offender Supervisor to a case.")
class AllocateOffenderSupervisorInput(Repeatable):
    """`AllocateOffenderSupervisor`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    expected_version: int = strawberry.field(
        description="The case's version that you have read. Only a change of the Offender Supervisor since then is a "
        "conflict."
    )
    service: Service = strawberry.field(description="The service of the member of staff.")
    staff_code: str = strawberry.field(description="Their staff code in that service.")
    reason: str | None = strawberry.field(
        default=None,
        description="Why; needed for somebody of the community who is not the Offender Manager. At most "
        f"{LONGEST_REASON} characters.",
    )

    def command(self) -> AllocateOffenderSupervisor:
        """The command in the domain's words; raises BrokenRule."""
        return AllocateOffenderSupervisor(
            case_id=case_number(self.case_id),
            service=self.service,
            staff_code=canonical_code(self.staff_code),
            expected_version=self.expected_version,
            reason=self.reason,
        )


@strawberry.type(description="The Offender Supervisor was allocated; the former allocation ended at the same moment.")
class OffenderSupervisorAllocated:
    """Success of allocateOffenderSupervisor."""

    case_number: strawberry.Private[int]

    @strawberry.field(graphql_type=Case, description="The case as it is now.")
    async def case(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.case_number)


AllocateOffenderSupervisorPayload = Annotated[
    OffenderSupervisorAllocated | VersionConflict | BrokenRules,
    strawberry.union(
        "AllocateOffenderSupervisorPayload", description="The case with its new team, or why nothing was changed."
    ),
]


async def _allocate(info: Info, asked: AllocateOffenderSupervisorInput) -> OffenderSupervisorAllocated:
    context = info.context
    case_id = await allocate_offender_supervisor(
        context.database,
        context.viewer,
        asked.command(),
        cause=context.cause,
        now=context.now(),
        idempotency_key=asked.idempotency_key,
    )
    return OffenderSupervisorAllocated(case_number=case_id)


@strawberry.type
class TeamMutations:
    """The part of the root type Mutation that changes teams."""

    @strawberry.mutation(
        description="Allocate an Offender Supervisor: in custody somebody of the prison where the person is, in the "
        "community the Offender Manager or somebody else with the reason. "
        f"Needs {Capability.ALLOCATE_OFFENDER_SUPERVISOR}, and the higher level (profile 55) or a team manager; a "
        "grade that nobody knows is allowed and flagged."
    )
    async def allocate_offender_supervisor(
        self, info: Info, input: AllocateOffenderSupervisorInput
    ) -> AllocateOffenderSupervisorPayload:
        """At most one at a time."""
        return await or_refusal(info.context, _allocate(info, input))

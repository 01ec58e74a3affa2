"""The mutations about contributions to cases of high risk: map the input, run one action. No rule stands here."""

from datetime import date
from typing import Annotated, Any

import strawberry

from hub.actions.team.contribution import change_contribution
from hub.domain.access import Capability
from hub.domain.allocation import contributing as do
from hub.domain.allocation.duties import DecidedBy
from hub.domain.staffing import canonical_code
from hub.reads.faults import BadInput
from hub.reads.ids import number_of
from hub.schema.case_named import case_number
from hub.schema.context import Context
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import BrokenRules, VersionConflict, or_refusal
from hub.schema.types.case import Case

Info = strawberry.Info[Context, None]
_NEEDS = f"Needs {Capability.DECIDE_ON_CASE} and reach of the case."


@strawberry.input(description="Let somebody of profile 54 contribute to a case of high or very high risk.")
class DecideContributionInput(Repeatable):
    """`DecideContribution`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    staff_code: str = strawberry.field(description="Who contributes, by their staff code.")
    decided_by: DecidedBy = strawberry.field(description="Who decided it.")
    aspects: str = strawberry.field(description=f"To which aspects; at most {do.LONGEST_TEXT} characters.")
    reason: str = strawberry.field(description=f"Why; at most {do.LONGEST_TEXT} characters.")
    decider_code: str | None = strawberry.field(
        default=None,
        description="The team manager who decided it, by staff code in the probation service; null: you, who must be "
        "one. Left out for MAPPA.",
    )
    decided_on: date | None = strawberry.field(
        default=None, description="The day of the decision; null: today. For MAPPA the day of the meeting, needed."
    )

    def command(self) -> do.DecideContribution:
        """The command in the domain's words; raises BrokenRule."""
        return do.DecideContribution(
            case_id=case_number(self.case_id),
            staff_code=canonical_code(self.staff_code),
            decided_by=self.decided_by,
            aspects=self.aspects,
            reason=self.reason,
            decider_code=canonical_code(self.decider_code or "") or None,
            decided_on=self.decided_on,
        )


@strawberry.input(description="End a contribution, or take its decision back.")
class EndContributionInput(Repeatable):
    """`EndContribution`."""

    id: strawberry.ID = strawberry.field(description="The contribution.")
    reason: str = strawberry.field(description=f"Why; at most {do.LONGEST_TEXT} characters.")
    withdrawn: bool = strawberry.field(
        default=False, description="Whether the decision is taken back, rather than the contribution over."
    )

    def command(self) -> do.EndContribution:
        """The command in the domain's words; raises BrokenRule."""
        try:
            return do.EndContribution(number_of("Contribution", self.id), self.reason, self.withdrawn)
        except BadInput:
            raise do.broken("ContributionNotFound") from None


@strawberry.type(description="The contribution is kept, or ended.")
class ContributionSettled:
    """Success of the mutations about contributions."""

    case_number: strawberry.Private[int]

    @strawberry.field(graphql_type=Case | None, description="The case as it is now.")
    async def case(self, info: Info) -> Any:
        """Read with the mutation's own selection; null where who asked has left the case with it."""
        return await info.context.load(info, self.case_number)


ContributionPayload = Annotated[
    ContributionSettled | VersionConflict | BrokenRules,
    strawberry.union("ContributionPayload", description="The case with who contributes, or why nothing was changed."),
]


async def _settle(info: Info, asked: DecideContributionInput | EndContributionInput) -> ContributionSettled:
    context = info.context
    case_id = await change_contribution(
        context.database,
        context.viewer,
        asked.command(),
        cause=context.cause,
        now=context.now(),
        idempotency_key=asked.idempotency_key,
    )
    return ContributionSettled(case_number=case_id)


@strawberry.type
class ContributionMutations:
    """The part of the root type Mutation about contributions."""

    @strawberry.mutation(
        description="Record that a team manager or MAPPA decided that somebody of profile 54 contributes to aspects of "
        f"a case of high or very high risk; they read the case while it lasts. {_NEEDS}"
    )
    async def decide_contribution(self, info: Info, input: DecideContributionInput) -> ContributionPayload:
        """Who decided is kept."""
        return await or_refusal(info.context, _settle(info, input))

    @strawberry.mutation(
        description="End a contribution, or take its decision back; the history keeps it. It ends by itself with the "
        f"last sentence of the case. {_NEEDS}"
    )
    async def end_contribution(self, info: Info, input: EndContributionInput) -> ContributionPayload:
        """What it gave ends with it."""
        return await or_refusal(info.context, _settle(info, input))

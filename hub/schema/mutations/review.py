"""The mutations by which named persons decide who is who: map the input, run one action. No rule stands here."""

from datetime import datetime
from typing import Annotated, Any, Protocol, TypeVar

import strawberry

from hub.actions.identity.deciding import Decided
from hub.actions.identity.parting import part_case
from hub.actions.identity.review import assign_review, decide_review, reopen_review
from hub.domain.access import Actor, Capability
from hub.domain.override import OverrideVerdict
from hub.domain.review import LONGEST_REASON, AssignReview, DecideReview, PartCase, ReopenReview, nothing_to_decide
from hub.reads.faults import BadInput
from hub.reads.ids import number_of
from hub.schema.context import Context
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.outcomes import BrokenRules, VersionConflict, or_refusal
from hub.schema.types.case import Case
from hub.store.database import Database

Info = strawberry.Info[Context, None]
Asked = TypeVar("Asked", contravariant=True)
REASON = f"Why, in a sentence; at most {LONGEST_REASON} characters."
NEEDS = f"Needs {Capability.DECIDE_IDENTITY} and reach of both cases."


@strawberry.input(description="The answer to a review of two cases.")
class DecideIdentityReviewInput(Repeatable):
    """`DecideReview`."""

    review_id: strawberry.ID = strawberry.field(description="The review.")
    verdict: OverrideVerdict = strawberry.field(description="One person, or two.")
    reason: str = strawberry.field(description=REASON)


@strawberry.input(description="Who is to decide a review.")
class AssignIdentityReviewInput(Repeatable):
    """`AssignReview`."""

    review_id: strawberry.ID = strawberry.field(description="The review.")
    staff_code: str | None = strawberry.field(
        default=None, description="A member of staff of your own service, by code; you, where it is left out."
    )


@strawberry.input(description="Take a decision back.")
class ReopenIdentityReviewInput(Repeatable):
    """`ReopenReview`."""

    review_id: strawberry.ID = strawberry.field(description="The review.")
    reason: str = strawberry.field(description=REASON)


@strawberry.input(description="Bring back what a change of a case's identity brought to it.")
class PartCaseInput(Repeatable):
    """`PartCase`."""

    change_id: strawberry.ID = strawberry.field(description="The change, from the case's identity history.")
    reason: str = strawberry.field(description=REASON)


@strawberry.type(description="It was decided who is who.")
class IdentityDecided:
    """Success of the mutations on identity."""

    case_number: strawberry.Private[int]
    awaits_second_person: bool = strawberry.field(
        description="True where a second person must ask the same before anything is parted."
    )

    @strawberry.field(graphql_type=Case, description="The case as it is now.")
    async def case(self, info: Info) -> Any:
        """Read with the mutation's own selection."""
        return await info.context.load(info, self.case_number)


IdentityDecisionPayload = Annotated[
    IdentityDecided | VersionConflict | BrokenRules,
    strawberry.union("IdentityDecisionPayload", description="The case, or why nothing was changed."),
]


class Action(Protocol[Asked]):
    """An action that decides who is who."""

    async def __call__(
        self,
        database: Database,
        actor: Actor,
        command: Asked,
        *,
        cause: str,
        now: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> Decided:
        """What was decided; raises BrokenRule."""


def number_in(kind: str, text: strawberry.ID, field: str) -> int:
    """The number of an id of that kind; raises BrokenRule NothingToDecide for anything else."""
    try:
        return number_of(kind, text)
    except BadInput:
        raise nothing_to_decide(field) from None


async def decided(info: Info, action: Action[Asked], command: Asked, key: str | None) -> IdentityDecided:
    """Run the action; its answer as a payload."""
    context = info.context
    done = await action(
        context.database, context.viewer, command, cause=context.cause, now=context.now(), idempotency_key=key
    )
    return IdentityDecided(case_number=done.case_id, awaits_second_person=done.awaits_second)


async def _decide(info: Info, asked: DecideIdentityReviewInput) -> IdentityDecided:
    number = number_in("IdentityReview", asked.review_id, "reviewId")
    command = DecideReview(number, asked.verdict, asked.reason)
    return await decided(info, decide_review, command, asked.idempotency_key)


async def _assign(info: Info, asked: AssignIdentityReviewInput) -> IdentityDecided:
    command = AssignReview(number_in("IdentityReview", asked.review_id, "reviewId"), asked.staff_code)
    return await decided(info, assign_review, command, asked.idempotency_key)


async def _reopen(info: Info, asked: ReopenIdentityReviewInput) -> IdentityDecided:
    command = ReopenReview(number_in("IdentityReview", asked.review_id, "reviewId"), asked.reason)
    return await decided(info, reopen_review, command, asked.idempotency_key)


async def _part(info: Info, asked: PartCaseInput) -> IdentityDecided:
    command = PartCase(number_in("IdentityChange", asked.change_id, "changeId"), asked.reason)
    return await decided(info, part_case, command, asked.idempotency_key)


@strawberry.type
class ReviewMutations:
    """The part of the root type Mutation that decides who is who."""

    @strawberry.mutation(description=f"Say whether two cases are one person; it wins over every score. {NEEDS}")
    async def decide_identity_review(self, info: Info, input: DecideIdentityReviewInput) -> IdentityDecisionPayload:
        """One person: the cases are joined, with their plans. Two: they are kept apart."""
        return await or_refusal(info.context, _decide(info, input))

    @strawberry.mutation(description=f"Name who is to decide a review. {NEEDS}")
    async def assign_identity_review(self, info: Info, input: AssignIdentityReviewInput) -> IdentityDecisionPayload:
        """The list of whoever is named shows it; they must reach both cases."""
        return await or_refusal(info.context, _assign(info, input))

    @strawberry.mutation(description=f"Take back that two cases are different people; the review waits again. {NEEDS}")
    async def reopen_identity_review(self, info: Info, input: ReopenIdentityReviewInput) -> IdentityDecisionPayload:
        """A join is parted with partCase."""
        return await or_refusal(info.context, _reopen(info, input))

    @strawberry.mutation(
        description="Part what was joined: a whole case, records that came without their case, or a booking that moved "
        "go back to where they were; cases and records are kept apart from then on. The first who asks is noted, the "
        f"second carries it out. Needs {Capability.DECIDE_IDENTITY} and reach of the case."
    )
    async def part_case(self, info: Info, input: PartCaseInput) -> IdentityDecisionPayload:
        """A second pair of eyes for a split."""
        return await or_refusal(info.context, _part(info, input))

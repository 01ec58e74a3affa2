"""The mutations by which named persons look at a case whose records do not hang together. No rule stands here."""

import strawberry

from hub.actions.identity.cluster_review import assign_cluster_review, decide_cluster_review, reopen_cluster_review
from hub.domain.access import Capability
from hub.domain.cluster_review import AssignClusterReview, DecideClusterReview, ReopenClusterReview
from hub.domain.override import OverrideVerdict
from hub.schema.mutations.plan_inputs import Repeatable
from hub.schema.mutations.review import (
    REASON,
    IdentityDecided,
    IdentityDecisionPayload,
    Info,
    decided,
    number_in,
)
from hub.schema.outcomes import or_refusal

NEEDS = f"Needs {Capability.DECIDE_IDENTITY} and reach of the case."


@strawberry.input(description="The answer to a review of a case whose records do not hang together.")
class DecideClusterReviewInput(Repeatable):
    """`DecideClusterReview`."""

    review_id: strawberry.ID = strawberry.field(description="The review.")
    verdict: OverrideVerdict = strawberry.field(description="One person, or of different people.")
    reason: str = strawberry.field(description=REASON)


@strawberry.input(description="Who is to look at a case whose records do not hang together.")
class AssignClusterReviewInput(Repeatable):
    """`AssignClusterReview`."""

    review_id: strawberry.ID = strawberry.field(description="The review.")
    staff_code: str | None = strawberry.field(
        default=None, description="A member of staff of your own service, by code; you, where it is left out."
    )


@strawberry.input(description="Take an answer to such a review back.")
class ReopenClusterReviewInput(Repeatable):
    """`ReopenClusterReview`."""

    review_id: strawberry.ID = strawberry.field(description="The review.")
    reason: str = strawberry.field(description=REASON)


async def _decide(info: Info, asked: DecideClusterReviewInput) -> IdentityDecided:
    number = number_in("ClusterReview", asked.review_id, "reviewId")
    command = DecideClusterReview(number, asked.verdict, asked.reason)
    return await decided(info, decide_cluster_review, command, asked.idempotency_key)


async def _assign(info: Info, asked: AssignClusterReviewInput) -> IdentityDecided:
    command = AssignClusterReview(number_in("ClusterReview", asked.review_id, "reviewId"), asked.staff_code)
    return await decided(info, assign_cluster_review, command, asked.idempotency_key)


async def _reopen(info: Info, asked: ReopenClusterReviewInput) -> IdentityDecided:
    command = ReopenClusterReview(number_in("ClusterReview", asked.review_id, "reviewId"), asked.reason)
    return await decided(info, reopen_cluster_review, command, asked.idempotency_key)


@strawberry.type
class ClusterMutations:
    """The part of the root type Mutation that answers for the records of one case."""

    @strawberry.mutation(
        description="Say whether the records of a case are one person's; it wins over every score. Nothing is parted: "
        f"what is ruled to be of different people, a second person parts with partRecord. {NEEDS}"
    )
    async def decide_cluster_review(self, info: Info, input: DecideClusterReviewInput) -> IdentityDecisionPayload:
        """One person: all records that were looked at. Different people: those of different groups."""
        return await or_refusal(info.context, _decide(info, input))

    @strawberry.mutation(description=f"Name who is to look at a case whose records do not hang together. {NEEDS}")
    async def assign_cluster_review(self, info: Info, input: AssignClusterReviewInput) -> IdentityDecisionPayload:
        """The list of whoever is named shows it; they must reach the case."""
        return await or_refusal(info.context, _assign(info, input))

    @strawberry.mutation(
        description="Take an answer to such a review back: its ruling is withdrawn, and the review waits again where "
        f"a person must look still. {NEEDS}"
    )
    async def reopen_cluster_review(self, info: Info, input: ReopenClusterReviewInput) -> IdentityDecisionPayload:
        """What was parted since is joined again by a ruling, not by this."""
        return await or_refusal(info.context, _reopen(info, input))

"""Cases whose records do not hang together, or stand against a ruling: what those who decide identity work through."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry.types.info import Info

from hub.domain.access import Capability
from hub.domain.cluster import Because, ClusterEnd
from hub.domain.matching.regroup import Attention
from hub.domain.override import OverrideVerdict
from hub.domain.review import ReviewState
from hub.reads.declare import column, entity, found_by, global_id, scoped_pages, to_many, to_one
from hub.schema.connections import AFTER, BEFORE, FIRST, LAST, Connection
from hub.schema.context import Context
from hub.schema.enums.scopes import ClusterReviewScope
from hub.schema.node import ID_ABOUT, Node, later
from hub.schema.source import SourceRecord
from hub.schema.team import Staff

Asking = Info[Context, None]


def _about(description: str) -> object:
    return strawberry.argument(description=description)


@entity("cluster_member", order=("place", "id"), needs=Capability.DECIDE_IDENTITY)
@strawberry.type(description="A record of the case as it was looked at.")
class ClusterMember:
    """One of the records that a review of a case is about."""

    place: int = strawberry.field(
        description="The group that it hangs together with: records of one number hang together, 1 is the largest.",
        metadata=column("place"),
    )
    record: SourceRecord = strawberry.field(
        description="The record.", metadata=to_one(by="source_record_id", unproved=True)
    )


@entity("cluster_review", order=("since", "id"), needs=Capability.DECIDE_IDENTITY)
@strawberry.type(
    description="A person must look at whether the records of a case are one person's. Nothing is taken apart until "
    f"somebody decides. Needs {Capability.DECIDE_IDENTITY}."
)
class ClusterReview(Node):
    """It ends by itself where the records hang together again."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    reason: Attention = strawberry.field(description="Why, in one word.", metadata=column("reason"))
    because: Because = strawberry.field(description="What exactly.", metadata=column("because"))
    members: list[ClusterMember] | None = strawberry.field(
        description="The records that were looked at and are of the case still.",
        metadata=to_many(of="cluster_review_id"),
    )
    since: datetime = strawberry.field(description="When that was found.", metadata=column("since"))
    ended_at: datetime | None = strawberry.field(
        description="When nobody had to look any more; null while it is open.", metadata=column("ended_at")
    )
    ended_because: ClusterEnd | None = strawberry.field(
        description="Why nobody has to look any more.", metadata=column("ended_because")
    )
    ended_by: Staff | None = strawberry.field(
        description="Who decided, where somebody did.", metadata=to_one(by="ended_by_id")
    )
    state: ReviewState = strawberry.field(description="How far it is.", metadata=column("state"))
    owner: Staff | None = strawberry.field(
        description="Who is to look, or was; null where nobody was named.", metadata=to_one(by="owner_id")
    )
    decision: OverrideVerdict | None = strawberry.field(
        description="What was answered to it; null while it is open, and where something else ended it.",
        metadata=column("decision"),
    )
    comment: str | None = strawberry.field(
        description="The reason given by who answered it.", metadata=column("comment")
    )
    case: Any = strawberry.field(
        graphql_type=later("Case", "case"), description="The case.", metadata=to_one(by="case_id")
    )


@strawberry.type
class ClusterQuery:
    """What those who decide who is who work through besides reviews of two cases."""

    @strawberry.field(
        description="Cases that you reach whose records a person must look at, the longest waiting first. Needs "
        f"{Capability.DECIDE_IDENTITY}.",
        metadata=scoped_pages(OPEN="open_cluster_reviews", MINE="own_cluster_reviews", ENDED="ended_cluster_reviews"),
    )
    async def cluster_reviews(
        self,
        info: Asking,
        scope: Annotated[ClusterReviewScope, _about("Which of them.")] = ClusterReviewScope.OPEN,
        first: Annotated[int | None, _about(FIRST)] = strawberry.UNSET,
        after: Annotated[str | None, _about(AFTER)] = strawberry.UNSET,
        last: Annotated[int | None, _about(LAST)] = strawberry.UNSET,
        before: Annotated[str | None, _about(BEFORE)] = strawberry.UNSET,
    ) -> Connection[ClusterReview] | None:
        """The list to work through."""
        found: Connection[ClusterReview] | None = await info.context.read(info)
        return found

    @strawberry.field(
        description=f"One such review; null where there is none that you can see. Needs {Capability.DECIDE_IDENTITY}.",
        metadata=found_by(id="number"),
    )
    async def cluster_review(
        self, info: Asking, id: Annotated[strawberry.ID, _about(ID_ABOUT)]
    ) -> ClusterReview | None:
        """By its id."""
        found: ClusterReview | None = await info.context.read(info)
        return found

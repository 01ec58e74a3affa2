"""Cases whose records do not hang together, or stand against a ruling: what those who decide identity work through."""

from datetime import datetime
from typing import Any

import strawberry

from hub.domain.access import Capability
from hub.domain.cluster import Because, ClusterEnd
from hub.domain.matching.regroup import Attention
from hub.domain.override import OverrideVerdict
from hub.domain.review import ReviewState
from hub.reads.declare import column, entity, global_id, to_many, to_one
from hub.schema.node import ID_ABOUT, Node, later
from hub.schema.types.source import SourceRecord
from hub.schema.types.team import Staff


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

"""Who is who: reviews that a person decides, what was ruled, and what became of the case."""

from datetime import datetime
from typing import Any

import strawberry

from hub.domain.access import Capability, Service
from hub.domain.cluster import Because, ClusterState
from hub.domain.matching.regroup import Attention
from hub.domain.merge import ChangeKind
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.review import ReviewState, Withdrawn
from hub.reads.declare import column, entity, global_id, rows, to_many, to_one
from hub.schema.node import ID_ABOUT, Node, later
from hub.schema.types.cluster import ClusterReview
from hub.schema.types.source import SourceRecord
from hub.schema.types.team import Staff


@strawberry.type(description="What one comparison of two people says of whether they are one.")
class IdentityFinding:
    """Evidence: the level that held, and its weight."""

    comparison: str = strawberry.field(description="What was compared.", metadata=column("comparison"))
    level: str = strawberry.field(description="How far the two agree in it.", metadata=column("level"))
    weight: float = strawberry.field(
        description="What that weighs, in bits: above 0 speaks for one person, below 0 against.",
        metadata=column("weight"),
    )


@entity("identity_review", order=("since", "id"))
@strawberry.type(description="Another case that may be about the same person; a person decides.")
class IdentityReview(Node):
    """Two cases that the hub does not join by itself."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    reason: str = strawberry.field(description="Why they may be one.", metadata=column("reason"))
    findings: list[IdentityFinding] = strawberry.field(
        description="Where they look alike: the comparisons that weigh anything; none where a number raised the "
        "review.",
        metadata=rows("findings"),
    )
    since: datetime = strawberry.field(description="When that was found.", metadata=column("since"))
    state: ReviewState = strawberry.field(description="How far it is.", metadata=column("state"))
    decision: OverrideVerdict | None = strawberry.field(
        description="What was decided; null while it is open.", metadata=column("decision")
    )
    comment: str | None = strawberry.field(description="The reason given by who decided.", metadata=column("comment"))
    owner: Staff | None = strawberry.field(
        description="Who is to decide, or was; null where nobody was named.", metadata=to_one(by="owner_id")
    )
    decided_by: Staff | None = strawberry.field(description="Who decided.", metadata=to_one(by="decided_by_id"))
    decided_at: datetime | None = strawberry.field(description="When.", metadata=column("decided_at"))
    withdrawn_at: datetime | None = strawberry.field(
        description="When the hub asked no more; null while it asks, and once it is decided.",
        metadata=column("withdrawn_at"),
    )
    withdrawn_because: Withdrawn | None = strawberry.field(
        description="Why the hub asks no more.", metadata=column("withdrawn_because")
    )
    case: Any = strawberry.field(
        graphql_type=later("Case", "case"),
        description="The case that it is seen from.",
        metadata=to_one(by="case_id"),
    )
    other_case: Any = strawberry.field(
        graphql_type=later("Case", "case") | None,
        description="The other case; null where you can't see it.",
        metadata=to_one(by="other_case_id", crosses=True),
    )


@entity("identity_override", order=("since", "id"))
@strawberry.type(description="A ruling that a record of the case and another record are of one person, or are not.")
class IdentityRuling(Node):
    """It wins over every score and every shared identifier, until it is withdrawn."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    verdict: OverrideVerdict = strawberry.field(description="What was ruled.", metadata=column("verdict"))
    scope: OverrideScope = strawberry.field(description="How far it goes.", metadata=column("scope"))
    reason: str = strawberry.field(description="The reason given.", metadata=column("reason"))
    decided_by: Staff | None = strawberry.field(
        description="Who ruled; null where a service's own word did.", metadata=to_one(by="decided_by_id")
    )
    since: datetime = strawberry.field(description="Since when.", metadata=column("since"))
    withdrawn_at: datetime | None = strawberry.field(
        description="Until when; null: it stands.", metadata=column("withdrawn_at")
    )
    record: SourceRecord = strawberry.field(
        description="The record of this case.", metadata=to_one(by="source_record_id", unproved=True)
    )


@entity("identity_change", order=("at", "id"))
@strawberry.type(description="What became of the case as one person's: another joined it, records came or went.")
class IdentityChange(Node):
    """Kept for ever, with what moved; one that was wrong is undone by another."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    kind: ChangeKind = strawberry.field(description="What it did.", metadata=column("kind"))
    why: str = strawberry.field(description="Why.", metadata=column("why"))
    actor: str = strawberry.field(
        description="Who did it: a service's record, or a member of staff by code.", metadata=column("actor")
    )
    service: Service = strawberry.field(description="Whose word it was.", metadata=column("service"))
    at: datetime = strawberry.field(description="When.", metadata=column("at"))
    undone_by: Any = strawberry.field(
        graphql_type=later("IdentityChange", "identity") | None,
        description="The change that took it back, where that one is of this case.",
        metadata=to_one(by="undone_by_id"),
    )
    parting_asked_by: Staff | None = strawberry.field(
        description="Who asked that it be parted; a second person must ask the same.",
        metadata=to_one(by="asked_by_id"),
    )


@strawberry.type(description="Who the hub takes the case to be, and on whose word.")
class Identity:
    """Stands in the row of the case."""

    state: ClusterState = strawberry.field(
        description="Whether the records of the case hang together as one person's.", metadata=column("cluster_state")
    )
    reason: Attention | None = strawberry.field(
        description="Why a person must look at them; null where nobody must.", metadata=column("cluster_reason")
    )
    because: Because | None = strawberry.field(
        description="What exactly a person must look at.", metadata=column("cluster_because")
    )
    cluster_reviews: list[ClusterReview] | None = strawberry.field(
        description="Whenever a person had to look, the oldest first. "
        f"Needs {Capability.DECIDE_IDENTITY}: without it, null and an error FORBIDDEN.",
        metadata=to_many(of="case_id"),
    )

    reviews: list[IdentityReview] = strawberry.field(
        description="Other cases that may be about the same person, and what was decided.",
        metadata=to_many(of="case_id"),
    )
    rulings: list[IdentityRuling] = strawberry.field(
        description="What was ruled of the case's records.", metadata=to_many(of="case_id")
    )
    history: list[IdentityChange] = strawberry.field(
        description="What joined the case, came to it, or parted from another to become it, the oldest first.",
        metadata=to_many(of="case_id"),
    )

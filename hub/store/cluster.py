"""Cases whose records do not hang together, or stand against a ruling: each a review for those who decide identity."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, insert, update
from sqlalchemy import text as sql

from hub.domain.cluster import Because, ClusterEnd, Finding
from hub.domain.matching.regroup import Attention
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

# At most one review of a case is open.
cluster_review = Table(
    "cluster_review",
    metadata,
    key(),
    of_case(),
    text("reason"),
    text("because"),
    instant("since"),
    instant("ended_at", nullable=True),
    text("ended_because", nullable=True),
    of("staff", "ended_by_id", nullable=True, index=False),
    Index("ix_cluster_review_open", "case_id", unique=True, postgresql_where=sql("ended_at is null")),
    closed_list("reason", Attention),
    closed_list("because", Because),
    closed_list("ended_because", ClusterEnd),
)

# The records that were looked at; those of one `place` hang together. A row goes where its record goes.
cluster_member = Table(
    "cluster_member",
    metadata,
    key(),
    of_case(),
    Column("cluster_review_id", BigInteger, nullable=False, index=True),
    of("source_record"),
    Column("place", Integer, nullable=False),
)


async def open_review(tx: Transaction, case_id: int, found: Finding) -> None:
    """Ask for a person's look at a case that has no open review."""
    what = {"reason": found.reason, "because": found.because, "since": tx.now}
    review = await tx.execute(insert(cluster_review).values(case_id=case_id, **what).returning(cluster_review.c.id))
    at = {"case_id": case_id, "cluster_review_id": review.scalar_one()}
    places = [(record, place) for place, group in enumerate(found.groups, start=1) for record in group]
    if places:
        rows = [{**at, "source_record_id": record, "place": place} for record, place in places]
        await tx.execute(insert(cluster_member), rows)


async def end_review(tx: Transaction, case_id: int, because: ClusterEnd, staff_id: int | None = None) -> None:
    """Nobody must look any more; `staff_id` is who decided, where somebody did."""
    row = cluster_review.c
    values = {"ended_at": tx.now, "ended_because": because, "ended_by_id": staff_id}
    await tx.execute(update(cluster_review).where(row.case_id == case_id, row.ended_at.is_(None)).values(values))

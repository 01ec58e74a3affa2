"""Cases whose records do not hang together, or stand against a ruling: each a review for those who decide identity."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BigInteger, Column, Computed, Index, Integer, Table, Text, Uuid, and_, insert, select, update
from sqlalchemy import text as sql

from hub.domain.cluster import Because, ClusterEnd, Finding
from hub.domain.matching.regroup import Attention
from hub.domain.override import OverrideVerdict
from hub.domain.review import ReviewState
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.records.identity import source_record
from hub.store.transaction import Transaction

STATE = """
case when ended_at is null and owner_id is null then 'OPEN'
  when ended_at is null then 'ASSIGNED'
  when ended_because = 'DECIDED' then 'DECIDED'
  else 'WITHDRAWN'
end
"""

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
    # Who is to look, and what was answered here; who ended it by something else gave no answer here.
    of("staff", "owner_id", nullable=True, index=False),
    text("decision", nullable=True),
    text("comment", nullable=True),
    Column("ruling", Uuid),
    Column("state", Text, Computed(STATE, persisted=True), nullable=False),
    Index("ix_cluster_review_open", "case_id", unique=True, postgresql_where=sql("ended_at is null")),
    closed_list("reason", Attention),
    closed_list("because", Because),
    closed_list("ended_because", ClusterEnd),
    closed_list("decision", OverrideVerdict),
    closed_list("state", ReviewState),
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


@dataclass(frozen=True)
class HeldClusterReview:
    """A review of a case as it is kept; `decision` and `ruling` are those of an answer given here."""

    id: int
    case_id: int
    because: Because
    state: ReviewState
    decision: OverrideVerdict | None
    ruling: UUID | None


async def find(tx: Transaction, review_id: int) -> HeldClusterReview | None:
    """The review of that id."""
    row = await tx.one(select(cluster_review).where(cluster_review.c.id == review_id))
    if row is None:
        return None
    decision = OverrideVerdict(row.decision) if row.decision else None
    return HeldClusterReview(row.id, row.case_id, Because(row.because), ReviewState(row.state), decision, row.ruling)


async def groups(tx: Transaction, review_id: int, case_id: int) -> list[list[int]]:
    """The records that were looked at and are of the case still, those that hang together in one list."""
    member, record = cluster_member.c, source_record.c
    here = and_(record.id == member.source_record_id, record.case_id == case_id)
    looked = select(member.place, record.id).join_from(cluster_member, source_record, here)
    found: dict[int, list[int]] = {}
    for row in await tx.rows(looked.where(member.cluster_review_id == review_id).order_by(member.place, record.id)):
        found.setdefault(row.place, []).append(row.id)
    return list(found.values())


async def asks(tx: Transaction, case_id: int) -> Because | None:
    """What the open review of the case asks, None where none is open."""
    row = cluster_review.c
    open_now = await tx.one(select(row.because).where(row.case_id == case_id, row.ended_at.is_(None)))
    return Because(open_now.because) if open_now else None


async def answered_by(tx: Transaction, ruling: UUID) -> bool:
    """Whether the ruling is the answer to a review of a case."""
    found = select(cluster_review.c.id).where(cluster_review.c.ruling == ruling).limit(1)
    return bool(await tx.rows(found))


async def note_owner(tx: Transaction, review_id: int, owner_id: int) -> None:
    """Keep who is to look."""
    await tx.execute(update(cluster_review).where(cluster_review.c.id == review_id).values(owner_id=owner_id))


async def note_decided(
    tx: Transaction, review_id: int, verdict: OverrideVerdict, comment: str, ruling: UUID, staff_id: int | None
) -> None:
    """Keep the answer; nobody must look any more because of this review."""
    answer = {"decision": verdict, "comment": comment, "ruling": ruling}
    ended = {"ended_at": tx.now, "ended_because": ClusterEnd.DECIDED, "ended_by_id": staff_id}
    await tx.execute(update(cluster_review).where(cluster_review.c.id == review_id).values({**answer, **ended}))


async def reopen(tx: Transaction, review_id: int, case_id: int) -> None:
    """The review waits again, without owner and answer, in the place of any other that is open."""
    await end_review(tx, case_id, ClusterEnd.OTHERWISE)
    nothing = ("decision", "comment", "ruling", "owner_id", "ended_at", "ended_because", "ended_by_id")
    values = dict.fromkeys(nothing)
    await tx.execute(update(cluster_review).where(cluster_review.c.id == review_id).values(values))


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

"""Reviews of two cases that may be one person: seen from both, one row each, which always say the same."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, or_, select, update

from hub.domain.override import OverrideVerdict
from hub.domain.review import WAITING, ReviewState
from hub.store.fetching import rows_of
from hub.store.records.identity import identity_review
from hub.store.transaction import Transaction

# What a review holds once it does not wait any more.
ANSWER = (
    *("decision", "decided_by_id", "decided_at", "comment", "ruling", "owner_id"),
    *("withdrawn_at", "withdrawn_because"),
)


@dataclass(frozen=True)
class HeldReview:
    """A review, from the side of one of its cases."""

    case_id: int
    other_case_id: int
    state: ReviewState
    decision: str | None
    ruling: UUID | None


async def find(tx: Transaction, review_id: int) -> HeldReview | None:
    """The review of that id."""
    row = await tx.one(select(identity_review).where(identity_review.c.id == review_id))
    if row is None:
        return None
    return HeldReview(row.case_id, row.other_case_id, ReviewState(row.state), row.decision, row.ruling)


async def scored(tx: Transaction, case_id: int) -> list[int]:
    """The cases that somebody is asked to compare with this one because a score says so."""
    rows = (await rows_of(tx, identity_review, case_id)).of_case(case_id)
    return [row["other_case_id"] for row in rows if row["state"] in WAITING and "comparisons" in row["evidence"]]


async def numbered(tx: Transaction, case_id: int) -> dict[int, datetime | None]:
    """The cases that somebody is asked to compare with this one because of a number, and when an event told it."""
    rows = (await rows_of(tx, identity_review, case_id)).of_case(case_id)
    asked = {row["other_case_id"]: row["evidence"] for row in rows if row["state"] in WAITING}
    told = {other: evidence.get("toldAt") for other, evidence in asked.items() if "numbers" in evidence}
    return {other: datetime.fromisoformat(at) if at else None for other, at in told.items()}


async def note(tx: Transaction, case_id: int, other_case_id: int, **values: Any) -> None:
    """Keep how far the review of the two cases is, on both sides."""
    line = identity_review.c
    one = and_(line.case_id == case_id, line.other_case_id == other_case_id)
    other = and_(line.case_id == other_case_id, line.other_case_id == case_id)
    await tx.execute(update(identity_review).where(or_(one, other)).values(values))


async def drop_open(tx: Transaction, from_case: int) -> None:
    """The case went into another: what waited is found again with the next message; what was decided stays known."""
    review = identity_review.c
    mine = or_(review.case_id == from_case, review.other_case_id == from_case)
    await tx.execute(delete(identity_review).where(mine, review.state.in_(WAITING)))


async def waits(tx: Transaction, case_id: int, other_case_id: int) -> bool:
    """Whether a review of the two cases waits."""
    rows = (await rows_of(tx, identity_review, case_id)).of_case(case_id)
    return any(row["other_case_id"] == other_case_id and row["state"] in WAITING for row in rows)


async def note_waiting(tx: Transaction, case_id: int, other_case_id: int, **values: Any) -> None:
    """Keep the answer to the review of the two cases, if one waits."""
    if await waits(tx, case_id, other_case_id):
        await note(tx, case_id, other_case_id, **values)


async def note_overruled(tx: Transaction, rulings: Collection[UUID], **values: Any) -> list[tuple[int, int]]:
    """Keep the new answer to the reviews that these rulings answered with one person; their cases, from both sides."""
    line = identity_review.c
    decided = line.state == ReviewState.DECIDED, line.decision == OverrideVerdict.SAME_PERSON
    answered = line.ruling.in_(rulings), *decided
    changed = update(identity_review).where(*answered).values(values).returning(line.case_id, line.other_case_id)
    return [(row.case_id, row.other_case_id) for row in await tx.rows(changed)] if rulings else []


async def answered_by(tx: Transaction, ruling: UUID) -> bool:
    """Whether the ruling is the answer to a review."""
    found = select(identity_review.c.id).where(identity_review.c.ruling == ruling).limit(1)
    return bool(await tx.rows(found))

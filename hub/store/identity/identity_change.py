"""What became of the identity of people: each join, parting, move of a booking, with what moved and on whose word.

Nothing of it is ever lost: a change that was wrong is undone by another, which names it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Table, insert, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.access import Service
from hub.domain.merge import CAN_BE_UNDONE, ChangeKind
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

# The facts went from `other_case_id` to `case_id`; `moved` names them by table and id, with what they were before.
identity_change = Table(
    "identity_change",
    metadata,
    key(),
    of_case(),
    of("offender_case", "other_case_id", nullable=True),
    text("kind"),
    Column("moved", JSONB, nullable=False, server_default=sql("'{}'")),
    text("why"),
    text("actor"),
    text("service"),
    text("cause"),
    instant("at", server_default=sql("now()")),
    of("identity_change", "undone_by_id", nullable=True, index=False),
    # Who asked that it be taken back; a second person must ask the same.
    of("staff", "asked_by_id", nullable=True, index=False),
    text("asked_reason", nullable=True),
    Index("ix_identity_change_moved_records", sql("(moved -> 'source_record') jsonb_path_ops"), postgresql_using="gin"),
    Index("ix_identity_change_booking", sql("(moved ->> 'booking')"), postgresql_where=sql("kind = 'BOOKING_MOVED'")),
    closed_list("kind", ChangeKind),
    closed_list("service", Service),
)


@dataclass(frozen=True)
class HeldChange:
    """A change as it is kept; `undone` says that another took it back."""

    id: int
    case_id: int
    other_case_id: int | None
    kind: ChangeKind
    moved: Mapping[str, Any]
    undone: bool
    asked_by_id: int | None
    at: datetime

    @property
    def brings_case(self) -> bool:
        """Whether a whole case came, which stands by itself again once this is taken back."""
        return self.kind is ChangeKind.JOINED

    @property
    def can_be_undone(self) -> bool:
        """Whether people can take it back."""
        return self.kind in CAN_BE_UNDONE


async def note(
    tx: Transaction,
    kind: ChangeKind,
    *,
    case_id: int,
    other_case_id: int | None,
    moved: Mapping[str, Any],
    why: str,
    by: Mapping[str, Any],
) -> int:
    """Keep a change; `by` has actor, service and cause. The id."""
    what = {"kind": kind, "case_id": case_id, "other_case_id": other_case_id, "moved": dict(moved), "why": why}
    statement = insert(identity_change).values(**what, **by, at=tx.now).returning(identity_change.c.id)
    return int((await tx.execute(statement)).scalar_one())


async def note_undone(tx: Transaction, changes: Sequence[int], by_change: int) -> None:
    """Keep that changes were taken back, and by which."""
    where = identity_change.c.id.in_(list(changes))
    await tx.execute(update(identity_change).where(where).values(undone_by_id=by_change))


async def note_asked(tx: Transaction, change_id: int, staff_id: int | None, reason: str) -> None:
    """Keep who asked that a change be taken back, and why."""
    values = {"asked_by_id": staff_id, "asked_reason": reason}
    await tx.execute(update(identity_change).where(identity_change.c.id == change_id).values(values))


async def find(tx: Transaction, change_id: int) -> HeldChange | None:
    """The change of that id."""
    row = await tx.one(select(identity_change).where(identity_change.c.id == change_id))
    return _held(row) if row else None


async def brought(tx: Transaction, record_id: int) -> list[HeldChange]:
    """The changes that moved the source record from one case to another and stand, the newest first."""
    change = identity_change.c
    named = sql("moved -> 'source_record' @> to_jsonb(cast(:record as bigint))")
    statement = select(identity_change).where(named, change.undone_by_id.is_(None)).order_by(change.id.desc())
    return [_held(row) for row in await tx.rows(statement, {"record": record_id})]


async def booking_told_at(tx: Transaction, booking_id: str) -> datetime | None:
    """When the source last told that the booking moved, of what became a change; None where nothing did."""
    change = identity_change.c
    booking = (change.kind == ChangeKind.BOOKING_MOVED, sql("moved ->> 'booking' = :booking"))
    told = select(sql("max((moved ->> 'toldAt')::timestamptz)")).select_from(identity_change).where(*booking)
    row = await tx.one(told, {"booking": booking_id})
    return row[0] if row else None


def _held(row: Any) -> HeldChange:
    undone = row.undone_by_id is not None
    kind = ChangeKind(row.kind)
    return HeldChange(row.id, row.case_id, row.other_case_id, kind, row.moved, undone, row.asked_by_id, row.at)

"""Custody: what the prison record says, and the movements seen."""

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.custody import CustodyState, Direction, MovementKind, Place
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.fetching import rows_of, rows_with
from hub.store.transaction import Transaction
from hub.store.working_set import Row, keep

# `told` is what the last snapshot said, as it said it; `state` to `movement_reason` follow from it and from the
# movements (hub/domain/custody.py `standing`), whichever is newer; `source_time` is when that was so.
custody_record = Table(
    "custody_record",
    metadata,
    Column("source_record_id", BigInteger, ForeignKey("source_record.id"), primary_key=True),
    of_case(),
    Column("current", Boolean, nullable=False, server_default=sql("true")),
    text("state"),
    text("status_text", nullable=True),
    text("booking_id", nullable=True),
    text("prison_code", nullable=True),
    text("prison_name", nullable=True),
    text("location", nullable=True),
    text("movement_type", nullable=True),
    text("movement_reason", nullable=True),
    text("legal_status", nullable=True),
    Column("recall", Boolean, nullable=False, server_default=sql("false")),
    text("category", nullable=True),
    Column("release_on", Date),
    instant("source_time"),
    Column("time_assumed", Boolean, nullable=False),
    Column("told", JSONB),
    closed_list("state", CustodyState),
    Index("uq_custody_record_current", "case_id", unique=True, postgresql_where=sql("current")),
)


# A movement is the same movement when prison number, direction, type, agency and local minute are the same;
# a second report is kept as evidence (pitfall: two publishers, 45 minutes apart).
movement = Table(
    "movement",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    text("direction"),
    text("kind"),
    text("reason_code", nullable=True),
    text("agency"),
    Column("local_minute", DateTime(timezone=False), nullable=False),
    instant("occurred_at"),
    Column("evidence", JSONB, nullable=False, server_default=sql("'[]'")),
    UniqueConstraint("source_record_id", "direction", "kind", "agency", "local_minute"),
    closed_list("direction", Direction),
    closed_list("kind", MovementKind),
)


def _give_way(before: Row, after: Row | None) -> Row | None:
    """Of two records of a case, the one that counts no more gives way first."""
    return {**before, "current": False} if before["current"] and after and not after["current"] else None


keep(custody_record, meanwhile=_give_way)
keep(movement)


async def save_told(
    tx: Transaction,
    *,
    case_id: int,
    record_id: int,
    told: Place,
    booking_id: str | None = None,
    legal_status: str | None = None,
    recall: bool = False,
    category: str | None = None,
    release_on: date | None = None,
) -> None:
    """What the newest snapshot said. Where the person is, and until when, follows (hub/domain/consequences.py)."""
    values = {
        "booking_id": booking_id,
        "legal_status": legal_status,
        "recall": recall,
        "category": category,
        "told": msgspec.to_builtins(told),
    }
    rows = await rows_of(tx, custody_record, case_id)
    if rows.get(record_id):
        rows.change(record_id, **values)
    else:
        rows.put({**_new(case_id, record_id), **_standing(told), **values, "release_on": release_on})


async def save_standing(tx: Transaction, *, case_id: int, record_id: int, place: Place) -> None:
    """Where the person is, as follows from what was told and from the movements."""
    rows = await rows_of(tx, custody_record, case_id)
    if rows.get(record_id):
        rows.change(record_id, **_standing(place))
    else:
        rows.put({**_new(case_id, record_id), **_standing(place)})


async def save_current(tx: Transaction, *, record_id: int, instead_of: int | None) -> None:
    """Which of the case's prison records is the one that counts, and which was until now."""
    rows = await rows_with(tx, custody_record, record_id)
    if instead_of is not None:
        rows.change(instead_of, current=False)
    rows.change(record_id, current=True)


async def save_release_date(tx: Transaction, record_id: int, release_on: date | None) -> None:
    """The earliest release date of the record's current booking."""
    (await rows_with(tx, custody_record, record_id)).change(record_id, release_on=release_on)


def _new(case_id: int, record_id: int) -> dict[str, Any]:
    nothing = dict.fromkeys(("booking_id", "legal_status", "category", "release_on", "told"))
    return {"source_record_id": record_id, "case_id": case_id, "current": False, "recall": False, **nothing}


def _standing(place: Place) -> dict[str, Any]:
    return {
        "state": place.state,
        "status_text": place.status_text,
        "prison_code": place.prison_code,
        "prison_name": place.prison_name,
        "location": place.location,
        "movement_type": place.movement_type,
        "movement_reason": place.movement_reason,
        "source_time": place.at,
        "time_assumed": place.time_assumed,
    }

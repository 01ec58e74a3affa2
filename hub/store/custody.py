"""Custody: what the prison record says, and the movements seen."""

from datetime import date, datetime
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
    and_,
    insert,
    select,
    update,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from hub.domain.custody import CustodyState, Direction, Movement, MovementKind, MovementReport, Place
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

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


async def save_told(
    tx: Transaction,
    *,
    case_id: int,
    record_id: int,
    told: Place,
    booking_id: str | None = None,
    legal_status: str | None = None,
    recall: bool = False,
    release_on: date | None = None,
) -> None:
    """What the newest snapshot said. Where the person is, and until when, follows (hub/domain/consequences.py)."""
    values = {
        "booking_id": booking_id,
        "legal_status": legal_status,
        "recall": recall,
        "told": msgspec.to_builtins(told),
    }
    statement = upsert(custody_record).values(
        source_record_id=record_id, case_id=case_id, current=False, release_on=release_on, **values, **_standing(told)
    )
    await tx.execute(statement.on_conflict_do_update(index_elements=[custody_record.c.source_record_id], set_=values))


async def save_standing(tx: Transaction, *, case_id: int, record_id: int, place: Place) -> None:
    """Where the person is, as follows from what was told and from the movements."""
    values = _standing(place)
    statement = upsert(custody_record).values(source_record_id=record_id, case_id=case_id, current=False, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=[custody_record.c.source_record_id], set_=values))


async def save_current(tx: Transaction, *, record_id: int, instead_of: int | None) -> None:
    """Which of the case's prison records is the one that counts, and which was until now."""
    record = custody_record.c.source_record_id
    if instead_of is not None:
        await tx.execute(update(custody_record).where(record == instead_of).values(current=False))
    await tx.execute(update(custody_record).where(record == record_id).values(current=True))


async def save_release_date(tx: Transaction, record_id: int, release_on: date | None) -> None:
    """The earliest release date of the record's current booking."""
    where = custody_record.c.source_record_id == record_id
    await tx.execute(update(custody_record).where(where).values(release_on=release_on))


async def movement_held(
    tx: Transaction, record_id: int, direction: Direction, kind: MovementKind, agency: str, local_minute: datetime
) -> tuple[int, Movement] | None:
    """The movement that these facts identify, with its reports, and its row's id."""
    same = and_(
        movement.c.source_record_id == record_id,
        movement.c.direction == direction,
        movement.c.kind == kind,
        movement.c.agency == agency,
        movement.c.local_minute == local_minute,
    )
    row = await tx.one(select(movement.c.id, movement.c.evidence).where(same))
    if row is None:
        return None
    reports = msgspec.convert(row.evidence, tuple[MovementReport, ...])
    return row.id, Movement(direction, kind, agency, reports)


async def save_movement(
    tx: Transaction, *, case_id: int, record_id: int, moved: Movement, local_minute: datetime, row: int | None
) -> None:
    """A movement with every report of it: a new one, or one more report of the one in `row`."""
    values = {
        "reason_code": moved.word.reason_code,
        "evidence": msgspec.to_builtins(moved.reports),
        "occurred_at": moved.at,
    }
    if row is not None:
        await tx.execute(update(movement).where(movement.c.id == row).values(values))
        return
    identity = {
        "case_id": case_id,
        "source_record_id": record_id,
        "direction": moved.direction,
        "kind": moved.kind,
        "agency": moved.agency,
        "local_minute": local_minute,
    }
    await tx.execute(insert(movement).values(**identity, **values))


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

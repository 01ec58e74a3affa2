"""What the hub holds of one booking, and its way from one prisoner's record to another's."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Table, and_, delete, insert, literal, select, update

from hub.domain.custody import CustodyState, Place
from hub.domain.identifiers import IdentifierKind
from hub.store.custody import custody_record, movement
from hub.store.identity import identifier
from hub.store.merge import HeldNumber
from hub.store.sentence import sentence
from hub.store.transaction import Transaction


async def move(
    tx: Transaction,
    booking_id: str,
    source: HeldNumber,
    target: HeldNumber,
    began: datetime | None,
    at: datetime,
) -> dict[str, Any]:
    """Bring the booking's sentence, numbers, movements since it began, and its place in custody to the target's record.

    Where the target's own record gave the same fact already, that one stands and the source's goes, kept in what is
    returned: the rows that moved, by table and id, and `replaced`, those that gave way, as they were.
    """
    replaced: dict[str, list[dict[str, Any]]] = {}
    sentences = sentence.c.source_reference == f"booking {booking_id}"
    numbers = and_(identifier.c.kind == IdentifierKind.BOOKING_ID, identifier.c.value == booking_id)
    moved: dict[str, Any] = {
        "sentence": await _move(tx, sentence, sentences, ("source_reference",), source, target, replaced),
        "identifier": await _move(tx, identifier, numbers, ("kind", "raw"), source, target, replaced),
    }
    if began is not None:
        what = ("direction", "kind", "agency", "local_minute")
        since = movement.c.occurred_at >= began
        moved["movement"] = await _move(tx, movement, since, what, source, target, replaced)
    await _move_place(tx, booking_id, source, target, at, replaced)
    return {**moved, **({"replaced": replaced} if replaced else {})}


async def _move(
    tx: Transaction,
    table: Table,
    which: Any,
    unique: tuple[str, ...],
    source: HeldNumber,
    target: HeldNumber,
    replaced: dict[str, list[dict[str, Any]]],
) -> list[int]:
    theirs = table.alias("theirs")
    same = and_(theirs.c.source_record_id == target.id, *(theirs.c[name] == table.c[name] for name in unique))
    held = select(literal(1)).select_from(theirs).where(same).exists()
    mine = and_(table.c.source_record_id == source.id, which)
    given = await tx.rows(delete(table).where(mine, held).returning(table))
    if given:
        replaced[table.name] = [_plain(row) for row in given]
    values: dict[str, Any] = {"source_record_id": target.id, "case_id": target.case_id}
    values |= {"span_id": None} if "span_id" in table.c else {}
    rows = await tx.rows(update(table).where(mine).values(values).returning(table.c.id))
    return [row.id for row in rows]


async def _move_place(
    tx: Transaction,
    booking_id: str,
    source: HeldNumber,
    target: HeldNumber,
    at: datetime,
    replaced: dict[str, list[dict[str, Any]]],
) -> None:
    """Where the booking's person is becomes the target's word, unless the target's record has said more since."""
    row = custody_record.c
    mine = and_(row.source_record_id == source.id, row.booking_id == booking_id)
    held = await tx.one(select(custody_record).where(mine))
    if held is None or held.told is None or msgspec.convert(held.told["at"], datetime) > at:
        return
    replaced["custody_record"] = [_plain(held)]
    nobody = msgspec.to_builtins(Place(CustodyState.NOT_BOOKED, at))
    gone = {"told": nobody, "booking_id": None, "legal_status": None, "recall": False, "release_on": None}
    await tx.execute(update(custody_record).where(mine).values(gone))
    theirs = await tx.one(select(custody_record).where(row.source_record_id == target.id))
    told = {name: held._mapping[name] for name in ("told", "booking_id", "legal_status", "recall", "release_on")}
    if theirs is None:
        kept = {name: value for name, value in held._mapping.items() if name not in ("source_record_id", "case_id")}
        where = {"source_record_id": target.id, "case_id": target.case_id, "current": False}
        await tx.execute(insert(custody_record).values({**kept, **where}))
    elif theirs.told is None or msgspec.convert(theirs.told["at"], datetime) <= msgspec.convert(
        held.told["at"], datetime
    ):
        await tx.execute(update(custody_record).where(row.source_record_id == target.id).values(told))


def _plain(row: Any) -> dict[str, Any]:
    """A row as JSON keeps it."""
    plain: dict[str, Any] = msgspec.to_builtins({name: _value(value) for name, value in row._mapping.items()})
    return plain


def _value(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value

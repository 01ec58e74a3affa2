"""What the hub holds of one booking, and its way from one prisoner's record to another's."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Table, and_, delete, insert, literal, select, update
from sqlalchemy import text as sql

from hub.domain.custody import CustodyState, Place
from hub.domain.identifiers import IdentifierKind
from hub.store.custody.custody import custody_record, movement
from hub.store.custody.sentence import sentence
from hub.store.custody.sentence_terms import sentence_term
from hub.store.identity.merge import HeldNumber
from hub.store.records.identity import identifier
from hub.store.transaction import Transaction

Replaced = dict[str, list[dict[str, Any]]]
# What goes with a booking, and what tells two such facts of one record apart.
KINDS: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (sentence, ("source_reference",)),
    (identifier, ("kind", "raw")),
    (movement, ("direction", "kind", "agency", "local_minute")),
    (sentence_term, ("booking_id", "sentence", "number")),
)
# What a prisoner's record says of custody.
TOLD = ("told", "booking_id", "legal_status", "recall", "category", "release_on")


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
    returned: the rows that moved, by table and id, and `replaced`, those that gave way or were changed, as they were.
    """
    replaced: Replaced = {}
    sentences = sentence.c.source_reference == f"booking {booking_id}"
    numbers = and_(identifier.c.kind == IdentifierKind.BOOKING_ID, identifier.c.value == booking_id)
    terms = sentence_term.c.booking_id == booking_id
    which = {"sentence": sentences, "identifier": numbers, "sentence_term": terms}
    if began is not None:
        which["movement"] = movement.c.occurred_at >= began
    moved = {
        table.name: await _move(tx, table, which[table.name], unique, source, target, replaced)
        for table, unique in KINDS
        if table.name in which
    }
    await _move_place(tx, booking_id, source, target, at, replaced)
    return {**moved, **({"replaced": replaced} if replaced else {})}


async def bring_back(tx: Transaction, moved: Mapping[str, Any], source: HeldNumber, target: HeldNumber) -> None:
    """Bring what `move` brought to the target's record back to the source's; what was read since stands."""
    for table, unique in KINDS:
        which = table.c.id.in_(list(moved.get(table.name, ())))
        await _move(tx, table, which, unique, target, source, {})
    replaced: Replaced = moved.get("replaced", {})
    for table, _ in KINDS:
        for row in replaced.get(table.name, ()):
            await _put_back(tx, table, row, source)
    await _bring_place_back(tx, replaced.get("custody_record", ()), source, target)


async def _put_back(tx: Transaction, table: Table, row: Mapping[str, Any], source: HeldNumber) -> None:
    """Add a row as it was, unless the source's record gives the same again."""
    there: dict[str, Any] = {"source_record_id": source.id, "case_id": source.case_id}
    there |= {"span_id": None} if "span_id" in table.c else {}
    columns = ", ".join(f'"{column.name}"' for column in table.columns if column.computed is None)
    # The names are our own table's and columns'.
    statement = (
        f"insert into {table.name} ({columns}) select {columns} "  # noqa: S608
        f"from jsonb_populate_record(null::{table.name}, cast(:row as jsonb)) on conflict do nothing"
    )
    await tx.execute(sql(statement), {"row": msgspec.json.encode({**row, **there}).decode()})


async def _bring_place_back(
    tx: Transaction, held: Sequence[Mapping[str, Any]], source: HeldNumber, target: HeldNumber
) -> None:
    """Each record's place in custody becomes what it was, where nothing was said of it since."""
    was = {row["source_record_id"]: row for row in held}
    if source.id not in was:
        return
    booking, told = was[source.id]["booking_id"], was[source.id]["told"]
    row = custody_record.c
    left = and_(row.source_record_id == source.id, row.booking_id.is_(None))
    await tx.execute(update(custody_record).where(left).values(_place_of(was[source.id])))
    came = and_(row.source_record_id == target.id, row.booking_id == booking, row.told == told)
    if target.id in was:
        await tx.execute(update(custody_record).where(came).values(_place_of(was[target.id])))
    else:
        await tx.execute(delete(custody_record).where(came))


def _place_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a record said of custody, out of the row as JSON keeps it."""
    release = row["release_on"]
    return {name: row[name] for name in TOLD} | {"release_on": date.fromisoformat(release) if release else None}


async def _move(
    tx: Transaction,
    table: Table,
    which: Any,
    unique: tuple[str, ...],
    source: HeldNumber,
    target: HeldNumber,
    replaced: Replaced,
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
    replaced: Replaced,
) -> None:
    """Where the booking's person is becomes the target's word, unless the target's record has said more since."""
    row = custody_record.c
    mine = and_(row.source_record_id == source.id, row.booking_id == booking_id)
    held = await tx.one(select(custody_record).where(mine))
    if held is None or held.told is None or msgspec.convert(held.told["at"], datetime) > at:
        return
    replaced["custody_record"] = [_plain(held)]
    nobody = msgspec.to_builtins(Place(CustodyState.NOT_BOOKED, at))
    nothing = dict.fromkeys(("booking_id", "legal_status", "category", "release_on"))
    gone = {"told": nobody, "recall": False, **nothing}
    await tx.execute(update(custody_record).where(mine).values(gone))
    theirs = await tx.one(select(custody_record).where(row.source_record_id == target.id))
    replaced["custody_record"] += [_plain(theirs)] if theirs else []
    told = {name: held._mapping[name] for name in TOLD}
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

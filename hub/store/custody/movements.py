"""The movements of a case's records and what no rule explains; the table of movements stands in custody.py."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from sqlalchemy import Table, UniqueConstraint, select

from hub.domain.custody import CustodyState, Direction, Movement, MovementKind, MovementReport
from hub.domain.days import london_minute
from hub.domain.movements import UnknownMovement
from hub.domain.unknown_movement import Acknowledgement
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.custody.custody import movement
from hub.store.fetching import rows_of
from hub.store.transaction import Transaction
from hub.store.working_set import Row, WorkingSet, keep

# Two readings of a record between which something moved that no rule explains: listed for a person to look at, who says
# what they found.
unknown_movement = Table(
    "unknown_movement",
    metadata,
    key(),
    of_case(),
    of("source_record", index=False),  # the unique constraint begins with it
    instant("since"),
    instant("occurred_at"),
    text("was"),
    text("now"),
    instant("noted_at"),
    instant("acknowledged_at", nullable=True),
    of("staff", name="acknowledged_by_id", nullable=True, index=False),
    text("comment", nullable=True),
    UniqueConstraint("source_record_id", "since", "occurred_at", "was", "now"),
    closed_list("was", CustodyState),
    closed_list("now", CustodyState),
)


keep(unknown_movement)


def movements_in(held: WorkingSet, case_id: int, record_id: int) -> list[Movement]:
    """The movements of a source record with every report of each, in the order in which they were stored."""
    rows = (one for one in held.of(movement).of_case(case_id) if one["source_record_id"] == record_id)
    return [_movement(row) for row in sorted(rows, key=lambda row: int(row["id"]))]


def unknown_in(row: Row) -> UnknownMovement:
    """What a row lists."""
    return UnknownMovement(row["since"], row["occurred_at"], CustodyState(row["was"]), CustodyState(row["now"]))


async def movements_of(tx: Transaction, case_id: int, record_id: int) -> list[Movement]:
    """The same, as they stand now in this transaction."""
    await rows_of(tx, movement, case_id)
    return movements_in(tx.working, case_id, record_id)


async def drop(tx: Transaction, case_id: int, movements: Iterable[Movement]) -> None:
    """Forget rows of movements that turned out to be others'."""
    rows = await rows_of(tx, movement, case_id)
    for one in movements:
        rows.remove(one.id)


async def save(tx: Transaction, *, case_id: int, record_id: int, moved: Movement, row: int | None) -> None:
    """A movement with every report of it: a new one, or in the place of what `row` held."""
    values = {
        "direction": moved.direction,
        "kind": moved.kind,
        "agency": moved.agency,
        "local_minute": london_minute(moved.at),
        "reason_code": moved.word.reason_code,
        "evidence": msgspec.to_builtins(moved.reports),
        "occurred_at": moved.at,
    }
    rows = await rows_of(tx, movement, case_id)
    if row is not None:
        rows.change(row, **values)
    else:
        rows.put({"id": await tx.draw(movement), "case_id": case_id, "source_record_id": record_id, **values})


async def save_unknown(
    tx: Transaction,
    *,
    case_id: int,
    record_id: int,
    gone: Iterable[UnknownMovement],
    found: Iterable[UnknownMovement],
) -> None:
    """List what no rule explains, and take from the list what has been explained since."""
    rows = await rows_of(tx, unknown_movement, case_id)
    listed = {unknown_in(one): one["id"] for one in rows.of_case(case_id) if one["source_record_id"] == record_id}
    for one in gone:
        rows.remove(listed[one])
    for one in found:
        values = {"since": one.since, "occurred_at": one.at, "was": one.was, "now": one.now, "noted_at": tx.now}
        row = {"id": await tx.draw(unknown_movement), "case_id": case_id, "source_record_id": record_id}
        rows.put({**row, **values, **dict.fromkeys(("acknowledged_at", "acknowledged_by_id", "comment"))})


@dataclass(frozen=True)
class ListedMovement:
    """An unknown movement as it is listed, and the word of whoever has looked at it."""

    movement: UnknownMovement
    acknowledgement: Acknowledgement | None


async def case_of_unknown(tx: Transaction, number: int) -> int | None:
    """The case of an unknown movement, None where nothing of that number is listed."""
    row = await tx.one(select(unknown_movement.c.case_id).where(unknown_movement.c.id == number))
    return row.case_id if row else None


async def listed_unknown(tx: Transaction, case_id: int, number: int) -> ListedMovement | None:
    """The unknown movement of that number, where the case has it."""
    row = (await rows_of(tx, unknown_movement, case_id)).get(number)
    if row is None or row["case_id"] != case_id:
        return None
    said = Acknowledgement(row["acknowledged_by_id"], row["comment"]) if row["acknowledged_at"] else None
    return ListedMovement(unknown_in(row), said)


async def acknowledge(tx: Transaction, case_id: int, number: int, said: Acknowledgement) -> None:
    """Keep who has looked, and what they found."""
    rows = await rows_of(tx, unknown_movement, case_id)
    rows.change(number, acknowledged_at=tx.now, acknowledged_by_id=said.staff_id, comment=said.comment)


async def wait_again(tx: Transaction, case_id: int, number: int) -> None:
    """Nobody has looked at it, after all."""
    rows = await rows_of(tx, unknown_movement, case_id)
    rows.change(number, acknowledged_at=None, acknowledged_by_id=None, comment=None)


def _movement(row: Row) -> Movement:
    reports = msgspec.convert(row["evidence"], tuple[MovementReport, ...])
    return Movement(Direction(row["direction"]), MovementKind(row["kind"]), row["agency"], reports, row["id"])

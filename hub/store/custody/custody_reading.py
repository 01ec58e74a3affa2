"""What a prison record said of custody, reading by reading: the readings that a movement can follow from.

Of a run of readings that say the same, the first and the last are here; the whole history is in
hub/store/records/reading.py. The rows are what the whole history gives, whatever the order in which it came.
"""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, Column, Table
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.custody import CustodyState
from hub.domain.custody_change import CustodyReading
from hub.domain.freshness import Reading
from hub.domain.movements import turning_points
from hub.domain.records import PrisonerRecord, PrisonerRemoved
from hub.store.base import instant, key, metadata, of, of_case
from hub.store.fetching import rows_of
from hub.store.records.reading import KeptReading, readings_of
from hub.store.transaction import Transaction
from hub.store.working_set import Row, Rows, WorkingSet, keep

custody_reading = Table(
    "custody_reading",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    instant("read_at"),
    Column("source_version", BigInteger),
    Column("topic_offset", BigInteger),
    Column("said", JSONB, nullable=False),
)


keep(custody_reading)


def readings_in(held: WorkingSet, case_id: int, record_id: int) -> list[CustodyReading]:
    """What the record said of custody, in the order of the source, from the rows in memory."""
    return [msgspec.convert(row["said"], CustodyReading) for row in _rows(held.of(custody_reading), case_id, record_id)]


async def keep_custody(
    tx: Transaction, *, case_id: int, record_id: int, topic: str, read: Reading, said: CustodyReading
) -> None:
    """Take in what the newest reading says of custody; the case must be locked.

    `topic` is where the record's history lies. It decides where the newest by version is not the newest by time.
    """
    rows = await rows_of(tx, custody_reading, case_id)
    held = _rows(rows, case_id, record_id)
    row = await _row(tx, case_id, record_id, read, said)
    if held and _place(held[-1]) >= _place(row):
        await rebuild(tx, case_id=case_id, record_id=record_id, topic=topic)
        return
    readings = [msgspec.convert(one["said"], CustodyReading) for one in held]
    if held and readings[-1] not in turning_points([*readings, said]):
        rows.remove(held[-1]["id"])
    rows.put(row)


async def rebuild(tx: Transaction, *, case_id: int, record_id: int, topic: str) -> None:
    """Make the rows what the record's whole history gives; the case must be locked."""
    history = [(kept.read, said) for kept in await readings_of(tx, record_id, topic) if (said := _said(kept))]
    turning = {id(said) for said in turning_points([said for _, said in history])}
    rows = await rows_of(tx, custody_reading, case_id)
    free = {_content(one): one for one in _rows(rows, case_id, record_id)}
    for read, said in history:
        if id(said) in turning:
            row = await _row(tx, case_id, record_id, read, said)
            if free.pop(_content(row), None) is None:
                rows.put(row)
    for one in free.values():
        rows.remove(one["id"])


def _rows(rows: Rows, case_id: int, record_id: int) -> list[Row]:
    return sorted((one for one in rows.of_case(case_id) if one["source_record_id"] == record_id), key=_place)


def _said(kept: KeptReading) -> CustodyReading | None:
    """What a reading of the history says of custody; a removed record says that it is no more."""
    if isinstance(kept.said, PrisonerRemoved):
        return CustodyReading(kept.read.time, CustodyState.REMOVED, time_assumed=kept.read.time_assumed)
    return kept.said.reading if isinstance(kept.said, PrisonerRecord) else None


def _place(row: Row) -> tuple[datetime, int, int]:
    """Where a reading stands in the order of the source, the same as in the history."""
    version, offset = row["source_version"], row["topic_offset"]
    return row["read_at"], -1 if version is None else version, -1 if offset is None else offset


def _content(row: Row) -> tuple[object, ...]:
    """What makes two rows the same: two readings may stand at one place, where a topic was made anew."""
    return *_place(row), msgspec.json.encode(row["said"], order="deterministic")


async def _row(tx: Transaction, case_id: int, record_id: int, read: Reading, said: CustodyReading) -> Row:
    return {
        "id": await tx.draw(custody_reading),
        "case_id": case_id,
        "source_record_id": record_id,
        "read_at": read.time,
        "source_version": read.version,
        "topic_offset": read.offset,
        "said": msgspec.to_builtins(said),
    }

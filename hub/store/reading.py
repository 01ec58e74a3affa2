"""The history of every source record: each reading that the hub ever took in, the late ones too, with what it said.

A reading is kept once, however often it comes, and never changed. What the record said stands in the hub's own words
(`hub/domain/records.py`), so what follows from a run of readings can be decided anew at any time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, Table, UniqueConstraint, delete, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from hub.domain import records
from hub.domain.freshness import Reading
from hub.store.base import instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

reading = Table(
    "reading",
    metadata,
    key(),
    of_case(),
    of("source_record", index=False),  # the unique constraint begins with it
    text("topic"),
    instant("source_time"),
    Column("source_version", BigInteger),
    Column("content_hash", LargeBinary, nullable=False),
    Column("time_assumed", Boolean, nullable=False),
    Column("topic_offset", BigInteger),
    instant("received_at"),
    text("kind"),
    Column("said", JSONB, nullable=False),
    UniqueConstraint(
        "source_record_id", "topic", "source_time", "source_version", "content_hash", postgresql_nulls_not_distinct=True
    ),
)

# The kinds of record that a reading can hold, by the name that `kind` keeps. Their fields only grow, each new one with
# a value that stands where an old reading lacks it.
KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(records.Record)}


@dataclass(frozen=True)
class KeptReading:
    """One reading of a record as it was taken in."""

    read: Reading
    received_at: datetime
    said: records.Record


def row(
    *, case_id: int, record_id: int, topic: str, read: Reading, said: records.Record, now: datetime
) -> dict[str, Any]:
    """A reading as a row of the table, for one insert or for a whole batch.

    `topic` is the one that the freshness guard compares on: one topic may carry several records of one key, then a
    suffix tells them apart.
    """
    return {
        "case_id": case_id,
        "source_record_id": record_id,
        "topic": topic,
        "source_time": read.time,
        "source_version": read.version,
        "content_hash": read.content_hash,
        "time_assumed": read.time_assumed,
        "topic_offset": read.offset,
        "received_at": now,
        "kind": type(said).__name__,
        "said": msgspec.to_builtins(said),
    }


async def keep(tx: Transaction, rows: Sequence[dict[str, Any]]) -> int:
    """Keep readings, each once; how many were not held yet. The cases must be locked."""
    if not rows:
        return 0
    kept = await tx.execute(upsert(reading).values(list(rows)).on_conflict_do_nothing().returning(reading.c.id))
    return len(kept.all())


async def readings_of(tx: Transaction, record_id: int, topic: str) -> list[KeptReading]:
    """Every reading of a source record on one topic, by the time at which the source read it."""
    kept = reading.c
    statement = select(reading).where(kept.source_record_id == record_id, kept.topic == topic)
    order = (kept.source_time, kept.source_version.nulls_first(), kept.topic_offset.nulls_first(), kept.content_hash)
    return [_kept(one) for one in await tx.rows(statement.order_by(*order))]


async def newest_of_kind(tx: Transaction, record_id: int, kind: type) -> datetime | None:
    """When a record was last read as one of that kind (as removed, for example); None where it never was."""
    mine = (reading.c.source_record_id == record_id, reading.c.kind == kind.__name__)
    found: datetime | None = (await tx.execute(select(func.max(reading.c.source_time)).where(*mine))).scalar_one()
    return found


async def forget_readings(tx: Transaction, record_id: int) -> None:
    """Delete everything that a source record ever said: for the erasure of a person's data, never for a correction."""
    await tx.execute(delete(reading).where(reading.c.source_record_id == record_id))


def _kept(one: Any) -> KeptReading:
    read = Reading(one.source_version, one.source_time, one.time_assumed, one.content_hash, one.topic_offset)
    return KeptReading(read, one.received_at, msgspec.convert(one.said, KINDS[one.kind]))

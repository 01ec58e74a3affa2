"""The history of every source record: each reading that the hub ever took in, the late ones too, with what it said.

A reading is kept once, however often it comes, and never changed. What the record said stands in the hub's own words
(`hub/domain/records.py`), so what follows from a run of readings can be decided anew at any time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, Table, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain import records
from hub.domain.access import Service
from hub.domain.freshness import Reading
from hub.store.base import instant, key, metadata, of, of_case, text
from hub.store.fetching import OF_RECORDS, RecordKey, key_of
from hub.store.transaction import Transaction
from hub.store.working_set import Row
from hub.store.working_set import keep as keep_in_memory

IDENTITY = ("source_record_id", "topic", "source_time", "source_version", "content_hash")
KIND = ("source_record_id", "kind")

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
    UniqueConstraint(*IDENTITY, postgresql_nulls_not_distinct=True),
)

HELD = """
select t.source_record_id, t.topic, t.source_time, t.source_version, t.content_hash, t.case_id, t.kind
from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[], $5::bytea[]) as k(service, key, at, version, hash),
  lateral (select id from source_record where service = k.service and key = k.key offset 0) r,
  lateral (
    select * from reading where source_record_id = r.id and source_time = k.at and content_hash = k.hash
      and source_version is not distinct from k.version offset 0
  ) t
"""
HELD_OF_KIND = f"""
select t.source_record_id, t.topic, t.source_time, t.source_version, t.content_hash, t.case_id, t.kind
{OF_RECORDS} lateral (select * from reading where source_record_id = r.id and kind = $3 offset 0) t
"""  # noqa: S608 - our own words

# Not with its case: a history is long, and only whether a reading is in it is asked for each message.
keep_in_memory(reading, key=IDENTITY, lookups=[KIND], of_cases=None)

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
    """A reading as a row of the table.

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
        "said": said,
    }


@dataclass(frozen=True)
class Told:
    """A reading by what tells it from the others of its record, which service and key name."""

    service: Service
    key: str
    source_time: datetime
    source_version: int | None
    content_hash: bytes


async def fetch(tx: Transaction, asked: Collection[Told]) -> None:
    """Read which of these readings are held, for `keep` to ask the memory. The cases must be locked."""
    new = [one for one in asked if ("reading", one) not in tx.working.sought]
    if not new:
        return
    columns = zip(
        *((one.service, one.key, one.source_time, one.source_version, one.content_hash) for one in new), strict=True
    )
    tx.working.of(reading).read(map(dict, await (await tx.driver()).fetch(HELD, *map(list, columns))))
    tx.working.sought.update(("reading", one) for one in new)


async def keep(tx: Transaction, row: Row) -> bool:
    """Keep a reading, once; whether it was not held yet. The case must be locked."""
    record = await key_of(tx, row["source_record_id"])
    told = Told(*record, row["source_time"], row["source_version"], row["content_hash"])
    await fetch(tx, [told])
    rows = tx.working.of(reading)
    if rows.get(tuple(row[name] for name in IDENTITY)) is not None:
        return False
    rows.put(row)
    return True


async def readings_of(tx: Transaction, record_id: int, topic: str) -> list[KeptReading]:
    """Every reading of a source record on one topic, by the time at which the source read it."""
    kept = reading.c
    statement = select(reading).where(kept.source_record_id == record_id, kept.topic == topic)
    order = (kept.source_time, kept.source_version.nulls_first(), kept.topic_offset.nulls_first(), kept.content_hash)
    return [_kept(one) for one in await tx.rows(statement.order_by(*order))]


async def newest_of_kind(tx: Transaction, record_id: int, kind: type) -> datetime | None:
    """When a record was last read as one of that kind (as removed, for example); None where it never was."""
    await fetch_of_kind(tx, [await key_of(tx, record_id)], kind)
    held = tx.working.of(reading).find(KIND, (record_id, kind.__name__))
    return max((row["source_time"] for row in held), default=None)


async def fetch_of_kind(tx: Transaction, records: Collection[RecordKey], kind: type) -> None:
    """Read when these records were read as one of that kind, for `newest_of_kind` to ask the memory."""
    new = [one for one in records if (kind.__name__, one) not in tx.working.sought]
    if not new:
        return
    keys = [service for service, _ in new], [key for _, key in new]
    tx.working.of(reading).read(map(dict, await (await tx.driver()).fetch(HELD_OF_KIND, *keys, kind.__name__)))
    tx.working.sought.update((kind.__name__, one) for one in new)


def _kept(one: Any) -> KeptReading:
    read = Reading(one.source_version, one.source_time, one.time_assumed, one.content_hash, one.topic_offset)
    return KeptReading(read, one.received_at, msgspec.convert(one.said, KINDS[one.kind]))

"""Source records, their identifiers, and how far each source has been read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    Table,
    UniqueConstraint,
    Uuid,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.access import Service
from hub.domain.freshness import Reading
from hub.domain.identifiers import Identifier, IdentifierKind
from hub.domain.override import OverrideVerdict
from hub.domain.review import ReviewState, Withdrawn
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.fetching import Wanted, fetch, rows_of, rows_with
from hub.store.transaction import Transaction
from hub.store.working_set import Row, keep

KEY = ("service", "key")
VALUE = ("kind", "value")

source_record = Table(
    "source_record",
    metadata,
    key(),
    of_case(),
    text("service"),
    text("key"),
    text("linked_by"),
    Column("link_evidence", JSONB, nullable=False, server_default=sql("'{}'")),
    instant("linked_at", server_default=sql("now()")),
    Column("awaiting_snapshot", Boolean, nullable=False, server_default=sql("true")),
    Column("removed", Boolean, nullable=False, server_default=sql("false")),
    # The record that the source merged it into, and when the source last said anything of that: merged, or apart again.
    of("source_record", "merged_into_id", nullable=True),
    instant("merge_told_at", nullable=True),
    # What counts of its assessments and requirements for the rules, beside the rows that it follows from, so that no
    # decision has to read these (hub/store/assessment/assessed.py).
    Column("assessed", JSONB),
    Column("rehabilitative", Boolean, nullable=False, server_default=sql("false")),
    UniqueConstraint(*KEY),
    closed_list("service", Service),
)

# One row for each topic of a record: the version guard compares against it (docs/architecture.md, "Order and truth").
source_version = Table(
    "source_version",
    metadata,
    key(),
    of("source_record"),
    text("topic"),
    Column("source_version", BigInteger),
    instant("source_time"),
    Column("time_assumed", Boolean, nullable=False),
    Column("content_hash", LargeBinary, nullable=False),
    Column("topic_offset", BigInteger),
    instant("received_at", server_default=sql("now()")),
    UniqueConstraint("source_record_id", "topic"),
)

identifier = Table(
    "identifier",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    text("kind"),
    text("value"),
    text("raw"),
    Column("valid", Boolean, nullable=False),
    instant("seen_at", server_default=sql("now()")),
    UniqueConstraint("source_record_id", "kind", "raw"),
    Index("ix_identifier_kind_value", *VALUE),
    closed_list("kind", IdentifierKind),
)

# Two cases that may be one person, where the hub does not join them by itself: a person decides.
identity_review = Table(
    "identity_review",
    metadata,
    key(),
    of_case(),
    of("offender_case", "other_case_id"),
    text("reason"),
    Column("evidence", JSONB, nullable=False, server_default=sql("'{}'")),
    instant("since", server_default=sql("now()")),
    text("state", server_default=ReviewState.OPEN),
    text("decision", nullable=True),
    text("comment", nullable=True),
    of("staff", "decided_by_id", nullable=True, index=False),
    instant("decided_at", nullable=True),
    Column("ruling", Uuid),
    # Who is to decide.
    of("staff", "owner_id", nullable=True, index=False),
    # Why the hub asks no more.
    instant("withdrawn_at", nullable=True),
    text("withdrawn_because", nullable=True),
    UniqueConstraint("case_id", "other_case_id"),
    closed_list("state", ReviewState),
    closed_list("withdrawn_because", Withdrawn),
    closed_list("decision", OverrideVerdict),
)


READINGS_OF_CASES = """
select v.t from unnest($1::bigint[]) as c(id),
  lateral (select id from source_record where case_id = c.id offset 0) r,
  lateral (select t from source_version t where source_record_id = r.id offset 0) v
"""

keep(source_record, lookups=[KEY])
keep(source_version, key=("source_record_id", "topic"), of_cases=READINGS_OF_CASES)
keep(identifier, key=("source_record_id", "kind", "raw"), lookups=[VALUE])
keep(identity_review, key=("case_id", "other_case_id"))


def unknown(tx: Transaction, records: Iterable[tuple[Service, str]]) -> list[tuple[Service, str]]:
    """Those of the records, by service and key, that are not in memory."""
    held = tx.working.of(source_record)
    return [one for one in records if not held.find(KEY, one)]


@dataclass(frozen=True)
class Known:
    """A source record that the hub holds, and the newest reading of one of its topics, if there is one."""

    id: int
    case_id: int
    reading: Reading | None


async def find(tx: Transaction, service: Service, record_key: str, topic: str) -> Known | None:
    """The source record of that key, with the newest reading of that topic."""
    await fetch(tx, Wanted(records=frozenset({(service, record_key)})))
    row = next(iter(tx.working.of(source_record).find(KEY, (service, record_key))), None)
    if row is None:
        return None
    read = tx.working.of(source_version).get((row["id"], topic))
    return Known(row["id"], row["case_id"], _reading(read) if read else None)


def _reading(row: Row) -> Reading:
    return Reading(*(row[name] for name in READING))


READING = ("source_version", "source_time", "time_assumed", "content_hash", "topic_offset")


async def add(
    tx: Transaction, *, case_id: int, service: Service, record_key: str, linked_by: str, evidence: Mapping[str, Any]
) -> int:
    """A source record that the hub did not hold yet, on its case; the id."""
    number = await tx.draw(source_record)
    values = {
        "id": number,
        "case_id": case_id,
        "service": service,
        "key": record_key,
        "linked_by": linked_by,
        "link_evidence": dict(evidence),
        "linked_at": tx.now,
        "assessed": None,
        "rehabilitative": False,
        "awaiting_snapshot": True,
        "removed": False,
        "merged_into_id": None,
        "merge_told_at": None,
    }
    (await rows_of(tx, source_record, case_id)).put(values)
    return number


async def note_link(tx: Transaction, record_id: int, linked_by: str, evidence: Mapping[str, Any]) -> None:
    """Keep why a source record is on a case with the other side's."""
    values = {"linked_by": linked_by, "link_evidence": dict(evidence), "linked_at": tx.now}
    (await rows_with(tx, source_record, record_id)).change(record_id, **values)


async def note_snapshot(tx: Transaction, record_id: int, *, removed: bool) -> None:
    """Keep that the record itself was read, or that its source removed it."""
    rows = await rows_with(tx, source_record, record_id)
    rows.change(record_id, awaiting_snapshot=False, removed=removed)


async def note_removed(tx: Transaction, record_id: int, *, removed: bool) -> None:
    """Keep that the source deleted the record, or brought it back; whether it was read is another matter."""
    (await rows_with(tx, source_record, record_id)).change(record_id, removed=removed)


async def save_reading(tx: Transaction, record_id: int, topic: str, reading: Reading) -> None:
    """Remember how far the record has been read on that topic."""
    values = {
        "source_record_id": record_id,
        "topic": topic,
        "source_version": reading.version,
        "source_time": reading.time,
        "time_assumed": reading.time_assumed,
        "content_hash": reading.content_hash,
        "topic_offset": reading.offset,
        "received_at": tx.now,
    }
    (await rows_with(tx, source_version, record_id)).put(values)


async def save_identifiers(
    tx: Transaction, *, case_id: int, record_id: int, identifiers: Iterable[Identifier]
) -> list[Identifier]:
    """Add the identifiers that the record did not have yet, and return those.

    None is ever taken away: an old one answers for ever.
    """
    rows = await rows_of(tx, identifier, case_id)
    given = {(one.kind, one.raw): one for one in identifiers}
    added = [one for one in given.values() if rows.get((record_id, one.kind, one.raw)) is None]
    for one in added:
        rows.put(
            {
                "case_id": case_id,
                "source_record_id": record_id,
                "kind": one.kind,
                "value": one.value,
                "raw": one.raw,
                "valid": one.valid,
                "seen_at": tx.now,
            }
        )
    return added


async def knows_booking(tx: Transaction, booking_id: str) -> bool:
    """Whether any prison record that the hub holds has this booking."""
    if tx.working.of(identifier).find(VALUE, (IdentifierKind.BOOKING_ID, booking_id)):
        return True
    booking = (identifier.c.kind == IdentifierKind.BOOKING_ID, identifier.c.value == booking_id)
    return bool(await tx.look(select(identifier.c.id).where(*booking).limit(1)))

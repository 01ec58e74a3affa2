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
    and_,
    insert,
    select,
    update,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from hub.domain.access import Service
from hub.domain.freshness import Reading
from hub.domain.identifiers import Identifier, IdentifierKind
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

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
    UniqueConstraint("service", "key"),
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
    Index("ix_identifier_kind_value", "kind", "value"),
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
    UniqueConstraint("case_id", "other_case_id"),
)


@dataclass(frozen=True)
class Known:
    """A source record that the hub holds, and the newest reading of one of its topics, if there is one."""

    id: int
    case_id: int
    reading: Reading | None


async def find(tx: Transaction, service: Service, record_key: str, topic: str) -> Known | None:
    """The source record of that key, with the newest reading of that topic."""
    read = and_(source_version.c.source_record_id == source_record.c.id, source_version.c.topic == topic)
    columns = (source_record.c.id, source_record.c.case_id, *READING)
    statement = select(*columns).select_from(source_record.outerjoin(source_version, read))
    row = await tx.one(statement.where(source_record.c.service == service, source_record.c.key == record_key))
    if row is None:
        return None
    id_, case_id, version, read_at, *rest = row
    return Known(id_, case_id, Reading(version, read_at, *rest) if read_at else None)


READING = (
    source_version.c.source_version,
    source_version.c.source_time,
    source_version.c.time_assumed,
    source_version.c.content_hash,
    source_version.c.topic_offset,
)


async def add(
    tx: Transaction, *, case_id: int, service: Service, record_key: str, linked_by: str, evidence: Mapping[str, Any]
) -> int:
    """A source record that the hub did not hold yet, on its case; the id."""
    values = {
        "case_id": case_id,
        "service": service,
        "key": record_key,
        "linked_by": linked_by,
        "link_evidence": dict(evidence),
        "linked_at": tx.now,
    }
    return int((await tx.execute(insert(source_record).values(values).returning(source_record.c.id))).scalar_one())


async def note_link(tx: Transaction, record_id: int, linked_by: str, evidence: Mapping[str, Any]) -> None:
    """Keep why a source record is on a case with the other side's."""
    values = {"linked_by": linked_by, "link_evidence": dict(evidence), "linked_at": tx.now}
    await tx.execute(update(source_record).where(source_record.c.id == record_id).values(values))


async def note_snapshot(tx: Transaction, record_id: int, *, removed: bool) -> None:
    """Keep that the record itself was read, or that its source removed it."""
    values = {"awaiting_snapshot": False, "removed": removed}
    await tx.execute(update(source_record).where(source_record.c.id == record_id).values(values))


async def note_removed(tx: Transaction, record_id: int, *, removed: bool) -> None:
    """Keep that the source deleted the record, or brought it back; whether it was read is another matter."""
    await tx.execute(update(source_record).where(source_record.c.id == record_id).values(removed=removed))


async def save_reading(tx: Transaction, record_id: int, topic: str, reading: Reading) -> None:
    """Remember how far the record has been read on that topic."""
    values = {
        "source_version": reading.version,
        "source_time": reading.time,
        "time_assumed": reading.time_assumed,
        "content_hash": reading.content_hash,
        "topic_offset": reading.offset,
        "received_at": tx.now,
    }
    statement = upsert(source_version).values(source_record_id=record_id, topic=topic, **values)
    where = [source_version.c.source_record_id, source_version.c.topic]
    await tx.execute(statement.on_conflict_do_update(index_elements=where, set_=values))


async def save_identifiers(
    tx: Transaction, *, case_id: int, record_id: int, identifiers: Iterable[Identifier]
) -> list[Identifier]:
    """Add the identifiers that the record did not have yet, and return those.

    None is ever taken away: an old one answers for ever.
    """
    given = {(one.kind, one.raw): one for one in identifiers}
    rows = [
        {
            "case_id": case_id,
            "source_record_id": record_id,
            "kind": one.kind,
            "value": one.value,
            "raw": one.raw,
            "valid": one.valid,
            "seen_at": tx.now,
        }
        for one in given.values()
    ]
    if not rows:
        return []
    statement = upsert(identifier).on_conflict_do_nothing().returning(identifier.c.kind, identifier.c.raw)
    added = (await tx.execute(statement, rows)).all()
    return [given[IdentifierKind(row.kind), row.raw] for row in added]


async def knows_booking(tx: Transaction, booking_id: str) -> bool:
    """Whether any prison record that the hub holds has this booking."""
    booking = (identifier.c.kind == IdentifierKind.BOOKING_ID, identifier.c.value == booking_id)
    return bool(await tx.rows(select(identifier.c.id).where(*booking).limit(1)))

"""Provenance: which service said something, by which record, when it was read, and under which numbers."""

from datetime import datetime

import strawberry

from hub.domain.access import Service
from hub.domain.identifiers import IdentifierKind
from hub.domain.reports import RecordPart
from hub.reads.declare import column, entity, expression, global_id, pages, to_many, to_one
from hub.schema.connections import Connection, page
from hub.schema.node import ID_ABOUT, Node


@entity("source_version", case=None, order=("topic", "id"))
@strawberry.type(description="How far one topic of a record has been read.")
class SourceReading:
    """A row for each topic of a source record."""

    topic: str = strawberry.field(description="The Kafka topic.", metadata=column("topic"))
    source_time: datetime = strawberry.field(
        description="When the service read the record for the newest message taken.", metadata=column("source_time")
    )
    time_assumed: bool = strawberry.field(
        description="True where the message carried no time and the broker's stands in.",
        metadata=column("time_assumed"),
    )
    source_version: str | None = strawberry.field(
        description="The record's version there, a whole number; null where the service gives none.",
        metadata=expression("version_text"),
    )
    received_at: datetime = strawberry.field(
        description="When the hub received that message.", metadata=column("received_at")
    )


@entity("reading", order=("source_time", "id"), descending=True)
@strawberry.type(description="One reading of a record that the hub took in, in time or late.")
class Reading:
    """The history of a record: what it said stays with the hub, when it said so can be asked."""

    topic: str = strawberry.field(description="The Kafka topic.", metadata=column("topic"))
    source_time: datetime = strawberry.field(
        description="When the service read the record.", metadata=column("source_time")
    )
    time_assumed: bool = strawberry.field(
        description="True where the message carried no time and the broker's stands in.",
        metadata=column("time_assumed"),
    )
    source_version: str | None = strawberry.field(
        description="The record's version there, a whole number; null where the service gives none.",
        metadata=expression("version_text"),
    )
    received_at: datetime = strawberry.field(
        description="When the hub received it; one that came late is received after a newer one.",
        metadata=column("received_at"),
    )


@entity("source_record")
@strawberry.type(description="A record that one of the services holds on the offender, linked to the case.")
class SourceRecord(Node):
    """Where facts come from."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    service: Service = strawberry.field(description="The service that holds it.", metadata=column("service"))
    key: str = strawberry.field(description="Its key there: a prison number or a CRN.", metadata=column("key"))
    linked_by: str = strawberry.field(description="How it was linked to the case.", metadata=column("linked_by"))
    linked_at: datetime = strawberry.field(description="When it was linked to the case.", metadata=column("linked_at"))
    awaiting_snapshot: bool = strawberry.field(
        description="True until the first full record has come; until then only events spoke of it.",
        metadata=column("awaiting_snapshot"),
    )
    awaiting_since: datetime | None = strawberry.field(
        description="Since when the hub waits for the full record; null where it has come.",
        metadata=expression("awaiting_since"),
    )
    removed: bool = strawberry.field(description="Whether the service has taken it away.", metadata=column("removed"))
    readings: list[SourceReading] = strawberry.field(
        description="How fresh it is, topic by topic.", metadata=to_many(of="source_record_id")
    )
    history: Connection[Reading] = strawberry.field(
        resolver=page,
        description="Every reading that the hub took in, the newest first.",
        metadata=pages(of="source_record_id"),
    )


@entity("awaited_snapshot", order=("changed_at", "id"))
@strawberry.type(
    description="A part of a record that has changed to what the hub does not know yet; a snapshot will tell."
)
class AwaitedSnapshot:
    """An event said that something has changed, and no snapshot is held that is as new."""

    part: RecordPart = strawberry.field(description="Which part of the record.", metadata=column("part"))
    event_type: str = strawberry.field(description="The newest event that said so.", metadata=column("event_type"))
    changed_at: datetime = strawberry.field(description="When it changed.", metadata=column("changed_at"))
    source: SourceRecord = strawberry.field(
        description="The record that is awaited.", metadata=to_one(by="source_record_id", unproved=True)
    )


@entity("erasure", order=("erased_at", "id"))
@strawberry.type(description="A service has erased the person: what it said is gone from the hub too.")
class Erasure:
    """That it was done stays; what was said does not."""

    service: Service = strawberry.field(description="Whose record was erased.", metadata=column("service"))
    asked_at: datetime = strawberry.field(description="When the service erased it.", metadata=column("asked_at"))
    erased_at: datetime = strawberry.field(description="When the hub did.", metadata=column("erased_at"))


@entity("identifier", order=("kind", "seen_at", "id"))
@strawberry.type(description="A number that a service knows the offender by.")
class Identifier:
    """Kept as it came, and in its canonical form."""

    kind: IdentifierKind = strawberry.field(description="What kind of number it is.", metadata=column("kind"))
    value: str = strawberry.field(description="Its canonical form.", metadata=column("value"))
    raw: str = strawberry.field(description="As the service wrote it.", metadata=column("raw"))
    valid: bool = strawberry.field(
        description="False for a wrong form or check letter: such a number links nothing.", metadata=column("valid")
    )
    seen_at: datetime = strawberry.field(description="When the hub first saw it.", metadata=column("seen_at"))
    source: SourceRecord = strawberry.field(
        description="The record that it comes from.", metadata=to_one(by="source_record_id", unproved=True)
    )

"""Source records, their identifiers, and how far each source has been read."""

from sqlalchemy import BigInteger, Boolean, Column, Index, LargeBinary, Table, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.access import Service
from hub.domain.identifiers import IdentifierKind
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text

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

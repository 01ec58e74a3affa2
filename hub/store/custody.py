"""Custody: what the prison record says, and the movements seen."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.custody import CustodyState
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text

custody_record = Table(
    "custody_record",
    metadata,
    Column("source_record_id", BigInteger, ForeignKey("source_record.id"), primary_key=True),
    of_case(),
    Column("current", Boolean, nullable=False, server_default=sql("true")),
    text("state"),
    text("status_text", nullable=True),
    text("booking_id", nullable=True),
    text("prison_code", nullable=True),
    text("prison_name", nullable=True),
    text("location", nullable=True),
    text("movement_type", nullable=True),
    text("movement_reason", nullable=True),
    text("legal_status", nullable=True),
    Column("recall", Boolean, nullable=False, server_default=sql("false")),
    Column("release_on", Date),
    instant("source_time"),
    Column("time_assumed", Boolean, nullable=False),
    closed_list("state", CustodyState),
    Index("uq_custody_record_current", "case_id", unique=True, postgresql_where=sql("current")),
)

# A movement is the same movement when prison number, direction, type, agency and local minute are the same;
# a second report is kept as evidence (pitfall: two publishers, 45 minutes apart).
movement = Table(
    "movement",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    text("direction"),
    text("kind"),
    text("reason_code", nullable=True),
    text("agency"),
    Column("local_minute", DateTime(timezone=False), nullable=False),
    Column("evidence", JSONB, nullable=False, server_default=sql("'[]'")),
    UniqueConstraint("source_record_id", "direction", "kind", "agency", "local_minute"),
    closed_list("direction", ("IN", "OUT")),
)

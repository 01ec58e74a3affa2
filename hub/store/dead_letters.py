"""Messages that could not be taken, byte for byte, and the ones parked behind them."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.store.base import closed_list, instant, key, metadata, text

dead_letter = Table(
    "dead_letter",
    metadata,
    key(),
    text("topic"),
    Column("partition", Integer, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("message_key", LargeBinary),
    Column("value", LargeBinary),
    Column("headers", JSONB, nullable=False, server_default=sql("'[]'")),
    instant("broker_time"),
    text("state"),
    text("code"),
    text("detail", nullable=True),
    instant("received_at", server_default=sql("now()")),
    instant("resolved_at", nullable=True),
    text("resolved_by", nullable=True),
    text("resolution", nullable=True),
    UniqueConstraint("topic", "partition", "offset", "received_at"),
    Index(
        "ix_dead_letter_waiting",
        "topic",
        "message_key",
        postgresql_where=sql("state in ('WAITING', 'PARKED')"),
    ),
    closed_list("state", ("WAITING", "PARKED", "REPLAYED", "DISCARDED")),
)

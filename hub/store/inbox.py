"""Which messages have had their effect; and, for a replay, how each of its messages ended."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, UniqueConstraint
from sqlalchemy import text as sql

from hub.store.base import instant, key, metadata, text

inbox = Table(
    "inbox",
    metadata,
    text("topic", primary_key=True),
    Column("event_id", LargeBinary, primary_key=True),
    instant("seen_at", server_default=sql("now()")),
)

replay_outcome = Table(
    "replay_outcome",
    metadata,
    key(),
    text("replay_id"),
    text("item"),
    text("topic"),
    Column("partition", Integer, nullable=False),
    Column("offset", BigInteger, nullable=False),
    text("outcome"),
    text("code", nullable=True),
    text("detail", nullable=True),
    instant("at", server_default=sql("now()")),
    UniqueConstraint("replay_id", "item"),
)

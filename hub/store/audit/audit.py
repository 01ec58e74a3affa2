"""Who read and who wrote what, when and why. Append-only: the first migration forbids update and delete."""

from sqlalchemy import ARRAY, BigInteger, Column, Table, Text
from sqlalchemy import text as sql

from hub.store.base import instant, key, metadata, text

# `fields` are names, never values. `cause` is the request id, the message's topic and offset, or the clock's rule.
audit = Table(
    "audit",
    metadata,
    key(),
    instant("at", server_default=sql("now()")),
    text("actor"),
    text("service"),
    text("action"),
    Column("case_ids", ARRAY(BigInteger), nullable=False),
    Column("fields", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    text("why"),
    text("cause"),
)

read_audit = Table(
    "read_audit",
    metadata,
    key(),
    instant("at"),
    text("actor"),
    text("service"),
    text("request_id"),
    text("document_hash"),
    text("operation", nullable=True),
    text("outcome"),
    Column("case_ids", ARRAY(BigInteger), nullable=False),
)

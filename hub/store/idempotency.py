"""Answers to mutations and commands that carried an idempotency key: the same key gets the same answer."""

from sqlalchemy import Column, Table
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.store.base import instant, metadata, text

idempotency_key = Table(
    "idempotency_key",
    metadata,
    text("actor", primary_key=True),
    text("key", primary_key=True),
    text("action"),
    text("input_hash"),
    Column("answer", JSONB, nullable=False),
    instant("at", server_default=sql("now()")),
)

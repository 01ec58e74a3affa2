"""Answers to mutations and commands that carried an idempotency key: the same key gets the same answer."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, delete, insert, select
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.store.base import instant, metadata, text
from hub.store.transaction import Transaction

# `actor` is who chose the key: a token's subject, or the topic of a command. Refusals of mutations are not kept.
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


@dataclass(frozen=True)
class HeldAnswer:
    """The answer that a key got before; `same_input` is false where the key came with something else."""

    answer: Mapping[str, Any]
    same_input: bool


def input_hash(command: object) -> str:
    """What tells two inputs apart: the SHA-256 of a frozen command, whose `repr` names every value."""
    return hashlib.sha256(repr(command).encode("utf-8", "surrogatepass")).hexdigest()


async def held_answer(tx: Transaction, actor: str, key: str, command: object) -> HeldAnswer | None:
    """The answer of this key, or None. Two requests with the same key wait for each other from here to the commit."""
    lock = sql("select pg_advisory_xact_lock(hashtextextended(:name, 0))")
    await tx.execute(lock, {"name": f"idempotency\n{actor}\n{key}"})
    row = await tx.one(
        select(idempotency_key.c.answer, idempotency_key.c.input_hash).where(
            idempotency_key.c.actor == actor, idempotency_key.c.key == key
        )
    )
    return HeldAnswer(row.answer, row.input_hash == input_hash(command)) if row else None


async def keep_answer(tx: Transaction, actor: str, key: str, command: object, answer: Mapping[str, Any]) -> None:
    """Keep the answer for the next time that the key comes; in the same transaction as what was done."""
    row = {
        "actor": actor,
        "key": key,
        "action": type(command).__name__,
        "input_hash": input_hash(command),
        "answer": dict(answer),
        "at": tx.now,
    }
    await tx.execute(insert(idempotency_key), row)


async def forget_before(tx: Transaction, moment: datetime) -> int:
    """Delete the keys used before the moment; how many."""
    return int((await tx.execute(delete(idempotency_key).where(idempotency_key.c.at < moment))).rowcount)

"""Messages that could not be taken, byte for byte, and the ones parked behind them.

State: WAITING for a person; PARKED behind a waiting one of the same topic and key; REPLAYED; DISCARDED. A row is also
what the relay copies to the dead-letter topic (`copied_at`), so nothing is lost between the two; a message that was
only ever parked (not `rejected`) has no copy.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    func,
    select,
    update,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB, insert

from hub.domain.dead_letter import DeadLetterState
from hub.store.base import closed_list, instant, key, metadata, text
from hub.store.messages.inbox import storable
from hub.store.transaction import Transaction

# Offsets start again when a broker loses its data, so the broker's time tells two messages of one offset apart.
# Names and values of headers are held in base64: they may be any bytes.
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
    Column("rejected", Boolean, nullable=False),
    instant("copied_at", nullable=True),
    instant("resolved_at", nullable=True),
    text("resolved_by", nullable=True),
    text("resolution", nullable=True),
    UniqueConstraint("topic", "partition", "offset", "broker_time"),
    Index(
        "ix_dead_letter_open",
        "topic",
        "message_key",
        postgresql_where=sql("state in ('WAITING', 'PARKED')"),
    ),
    Index("ix_dead_letter_uncopied", "id", postgresql_where=sql("rejected and copied_at is null")),
    closed_list("state", DeadLetterState),
)


@dataclass(frozen=True)
class DeadLetter:
    """One message that could not be taken, as it was received, with the code of the reason."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    broker_time: datetime
    code: str
    detail: str = ""
    state: str = "WAITING"
    id: int = 0
    received_at: datetime | None = None


async def add(tx: Transaction, letter: DeadLetter) -> bool:
    """Keep the message; False where this very message is kept already."""
    row = {
        "topic": letter.topic,
        "partition": letter.partition,
        "offset": letter.offset,
        "message_key": letter.key,
        "value": letter.value,
        "headers": [[_encoded(name.encode("utf-8", "surrogatepass")), _encoded(it)] for name, it in letter.headers],
        "broker_time": letter.broker_time,
        "state": letter.state,
        "rejected": letter.state == "WAITING",
        "code": storable(letter.code),
        "detail": storable(letter.detail) or None,
        "received_at": tx.now,
    }
    statement = insert(dead_letter).values(row).on_conflict_do_nothing().returning(dead_letter.c.id)
    return (await tx.execute(statement)).one_or_none() is not None


async def lock_key(tx: Transaction, topic: str, message_key: bytes) -> None:
    """Wait for whoever decides on the messages of this topic and key; held until the transaction ends."""
    digest = hashlib.sha256(topic.encode() + b"\0" + message_key).digest()
    await tx.execute(select(func.pg_advisory_xact_lock(int.from_bytes(digest[:8], "big", signed=True))))


async def open_of_key(tx: Transaction, topic: str, message_key: bytes) -> list[DeadLetter]:
    """The messages of this topic and key that wait or are parked, in the order of their arrival."""
    columns = dead_letter.c
    statement = select(dead_letter).where(
        columns.topic == topic, columns.message_key == message_key, columns.state.in_(("WAITING", "PARKED"))
    )
    return [_letter(row) for row in await tx.rows(statement.order_by(columns.id))]


async def first_open(tx: Transaction, topic: str, message_key: bytes) -> int | None:
    """The number of the first message of this topic and key that waits or is parked; None where none does."""
    columns = dead_letter.c
    statement = select(columns.id).where(
        columns.topic == topic, columns.message_key == message_key, columns.state.in_(("WAITING", "PARKED"))
    )
    row = await tx.one(statement.order_by(columns.id).limit(1))
    return int(row.id) if row else None


async def holds(tx: Transaction, topic: str, partition: int, offset: int, broker_time: datetime) -> bool:
    """Whether this very message is kept, in whatever state."""
    columns = dead_letter.c
    statement = select(columns.id).where(
        columns.topic == topic,
        columns.partition == partition,
        columns.offset == offset,
        columns.broker_time == broker_time,
    )
    return bool(await tx.rows(statement))


async def fetch(tx: Transaction, letter_id: int) -> DeadLetter | None:
    """One message by its id, or None."""
    row = await tx.one(select(dead_letter).where(dead_letter.c.id == letter_id))
    return _letter(row) if row else None


async def waiting(tx: Transaction, *, topic: str | None = None, limit: int = 100) -> list[DeadLetter]:
    """The messages that wait or are parked, oldest first."""
    columns = dead_letter.c
    statement = select(dead_letter).where(*_open_on(topic)).order_by(columns.id).limit(limit)
    return [_letter(row) for row in await tx.rows(statement)]


async def count_waiting(tx: Transaction, *, topic: str | None = None) -> int:
    """How many messages wait or are parked."""
    counted = select(func.count()).select_from(dead_letter).where(*_open_on(topic))
    return int((await tx.execute(counted)).scalar_one())


def _open_on(topic: str | None) -> list[ColumnElement[bool]]:
    columns = dead_letter.c
    return [columns.state.in_(("WAITING", "PARKED")), *([columns.topic == topic] if topic else [])]


async def resolve(tx: Transaction, letter_id: int, state: str, *, by: str, how: str) -> None:
    """Close a message: REPLAYED or DISCARDED, by whom and how it ended."""
    values = {"state": state, "resolved_at": tx.now, "resolved_by": by, "resolution": storable(how)}
    await tx.execute(update(dead_letter).where(dead_letter.c.id == letter_id).values(values))


async def reject_again(tx: Transaction, letter_id: int, code: str, detail: str) -> None:
    """Note that a replay was refused: the message waits, under the new reason."""
    values = {"state": "WAITING", "rejected": True, "code": storable(code), "detail": storable(detail) or None}
    await tx.execute(update(dead_letter).where(dead_letter.c.id == letter_id).values(values))


async def uncopied(tx: Transaction, limit: int, *, leaving_out: Sequence[int] = ()) -> list[DeadLetter]:
    """Rejected messages whose copy is not on the dead-letter topic yet, oldest first."""
    columns = dead_letter.c
    statement = select(dead_letter).where(
        columns.rejected, columns.copied_at.is_(None), columns.id.not_in(list(leaving_out))
    )
    return [_letter(row) for row in await tx.rows(statement.order_by(columns.id).limit(limit))]


async def mark_copied(tx: Transaction, letter_ids: Sequence[int]) -> None:
    """Note that the copies are on the dead-letter topic."""
    await tx.execute(update(dead_letter).where(dead_letter.c.id.in_(letter_ids)).values(copied_at=tx.now))


def _letter(row: Any) -> DeadLetter:
    headers = ((_decoded(name) or b"", _decoded(value)) for name, value in row.headers)
    return DeadLetter(
        topic=row.topic,
        partition=row.partition,
        offset=row.offset,
        key=row.message_key,
        value=row.value,
        headers=tuple((name.decode("utf-8", "surrogatepass"), value) for name, value in headers),
        broker_time=row.broker_time,
        code=row.code,
        detail=row.detail or "",
        state=row.state,
        id=row.id,
        received_at=row.received_at,
    )


def _encoded(value: bytes | None) -> str | None:
    return None if value is None else base64.b64encode(value).decode()


def _decoded(value: str | None) -> bytes | None:
    return None if value is None else base64.b64decode(value)

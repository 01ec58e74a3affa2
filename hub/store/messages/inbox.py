"""Which messages have had their effect; and, for a replay, how each of its messages ended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, UniqueConstraint, delete, select
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert

from hub.store.base import instant, key, metadata, text
from hub.store.transaction import Transaction
from hub.store.working_set import keep

inbox = Table(
    "inbox",
    metadata,
    text("topic", primary_key=True),
    Column("event_id", LargeBinary, primary_key=True),
    instant("seen_at", server_default=sql("now()")),
    Index("ix_inbox_seen_at", "seen_at"),
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


SEEN = """
select i.* from unnest($1::text[], $2::bytea[]) as k(topic, event_id),
  lateral (select * from inbox where topic = k.topic and event_id = k.event_id offset 0) i
"""

keep(inbox, of_cases=None)


@dataclass(frozen=True)
class ReplayedItem:
    """How one item of a replay ended: `outcome` is Applied, Ignored or Rejected, `code` and `detail` say why."""

    item: str
    outcome: str
    code: str | None
    detail: str | None


async def first_time(tx: Transaction, topic: str, event_id: bytes) -> bool:
    """Remember the message; whether it was not known before.

    Where another transaction is just taking the same message, this waits for its end.
    """
    if ("inbox", (topic, event_id)) in tx.working.sought:
        return _first_here(tx, topic, event_id)
    statement = insert(inbox).values(topic=topic, event_id=event_id, seen_at=tx.now).on_conflict_do_nothing()
    return (await tx.execute(statement.returning(inbox.c.topic))).one_or_none() is not None


async def fetch(tx: Transaction, messages: Collection[tuple[str, bytes]]) -> None:
    """Read which of the messages, as (topic, event id), have had their effect; `first_time` then asks the memory."""
    found = await (await tx.driver()).fetch(SEEN, [topic for topic, _ in messages], [event for _, event in messages])
    tx.working.of(inbox).read(map(dict, found))
    tx.working.sought.update(("inbox", one) for one in messages)


def _first_here(tx: Transaction, topic: str, event_id: bytes) -> bool:
    rows = tx.working.of(inbox)
    if rows.get((topic, event_id)) is not None:
        return False
    rows.put({"topic": topic, "event_id": event_id, "seen_at": tx.now})
    return True


async def seen(tx: Transaction, topic: str, event_id: bytes) -> bool:
    """Whether the message has had its effect; remembers nothing."""
    statement = select(inbox.c.topic).where(inbox.c.topic == topic, inbox.c.event_id == event_id)
    return bool(await tx.rows(statement))


async def report(tx: Transaction, replay_id: str, ended: ReplayedItem, topic: str, partition: int, offset: int) -> None:
    """Keep how an item of a replay ended; the first end of an item stands, for a redelivery ends otherwise."""
    row = {
        "replay_id": storable(replay_id),
        "item": storable(ended.item),
        "topic": topic,
        "partition": partition,
        "offset": offset,
        "outcome": ended.outcome,
        "code": ended.code,
        "detail": storable(ended.detail) if ended.detail else None,
        "at": tx.now,
    }
    await tx.execute(insert(replay_outcome).values(row).on_conflict_do_nothing())


async def reported(tx: Transaction, replay_id: str) -> list[ReplayedItem]:
    """The items of a replay that have ended so far."""
    columns = replay_outcome.c
    statement = select(columns.item, columns.outcome, columns.code, columns.detail)
    rows = await tx.rows(statement.where(columns.replay_id == storable(replay_id)).order_by(columns.id))
    return [ReplayedItem(row.item, row.outcome, row.code, row.detail) for row in rows]


async def forget_before(tx: Transaction, moment: datetime) -> int:
    """Delete what was taken before the moment, and old reports; how many messages are forgotten.

    The moment must lie before the oldest message that any topic still holds (hub/messaging/topics.py).
    """
    await tx.execute(delete(replay_outcome).where(replay_outcome.c.at < moment))
    return int((await tx.execute(delete(inbox).where(inbox.c.seen_at < moment))).rowcount)


def storable(text: str) -> str:
    """The text as the database can hold it: without NUL and half surrogates, 1,000 characters at most."""
    return text[:1000].replace("\0", "").encode("utf-8", "replace").decode()

"""Events on their way out: written with the change, published by the relay, kept a week for those who reconnect."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Identity,
    Index,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB, UUID

from hub.store.base import instant, metadata, text
from hub.store.case import next_sequences
from hub.store.transaction import Transaction

# The names id, aggregatetype, aggregateid, type and payload are those that change-data-capture outbox routers expect.
# `sequence` grows per case and is drawn while the case row is locked: order is promised per case only.
outbox = Table(
    "outbox",
    metadata,
    Column("seq", BigInteger, Identity(always=False), primary_key=True),
    Column("id", UUID(as_uuid=True), nullable=False, unique=True),
    text("aggregatetype"),
    text("aggregateid"),
    text("type"),
    Column("payload", Text, nullable=False),
    Column("headers", JSONB, nullable=False, server_default=sql("'{}'")),
    Column("case_id", BigInteger),
    Column("sequence", BigInteger),
    instant("occurred_at", server_default=sql("now()")),
    instant("published_at", nullable=True),
    UniqueConstraint("case_id", "sequence"),
    Index("ix_outbox_unpublished", "seq", postgresql_where=sql("published_at is null")),
)


@dataclass(frozen=True)
class OutgoingEvent:
    """One event for the world, about one case.

    `aggregatetype` is the route (`plan`, `case`, `plan-reply`: hub/messaging/topics.py names the topic of each), `type`
    the event's name, `payload` its JSON body without the sequence, which is added here. `key` is the Kafka key: the
    case id unless given.
    """

    aggregatetype: str
    type: str
    payload: Mapping[str, Any]
    key: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


async def publish(tx: Transaction, case_id: int, events: Sequence[OutgoingEvent]) -> list[int]:
    """Write the events of one case, in order, each with the case's next sequence; returns the sequences.

    Call it after the case row was locked (hub/store/case.py `lock`): the sequence is drawn from that row.
    """
    if not events:
        return []
    sequences = await next_sequences(tx, case_id, len(events))
    for event, sequence in zip(events, sequences, strict=True):
        tx.add(outbox, _row(tx, case_id, event, sequence))
    tx.changed(case_id, sequences[-1])
    return sequences


async def publish_of_no_case(tx: Transaction, key: str, event: OutgoingEvent) -> None:
    """Write an event about no case that is known: the answer to a command that names a person unknown here."""
    tx.add(outbox, _row(tx, None, replace(event, key=key), None))


@dataclass(frozen=True)
class Unpublished:
    """One event that the broker has not acknowledged yet; `id` stays the same however often it is sent."""

    seq: int
    id: uuid.UUID
    aggregatetype: str
    aggregateid: str
    type: str
    payload: str
    headers: Mapping[str, str]
    occurred_at: datetime


async def unpublished(
    tx: Transaction, *, limit: int, most_bytes: int, leaving_out: Sequence[tuple[str, str]] = ()
) -> list[Unpublished]:
    """The oldest unpublished events, in the order of `seq`, as many as fit the limits, one at least.

    `leaving_out` are (aggregatetype, aggregateid) pairs whose events wait for a person. Order is promised per case:
    `seq` is drawn under the case's lock, so no earlier event of a case can appear after a later one.
    """
    columns = outbox.c
    oldest = select(outbox).where(columns.published_at.is_(None)).order_by(columns.seq).limit(limit)
    if leaving_out:
        oldest = oldest.where(tuple_(columns.aggregatetype, columns.aggregateid).not_in(list(leaving_out)))
    rows = oldest.subquery()
    size = func.octet_length(rows.c.payload)
    measured = select(rows, (func.sum(size).over(order_by=rows.c.seq) - size).label("before")).subquery()
    statement = select(measured).where(measured.c.before < most_bytes).order_by(measured.c.seq)
    return [
        Unpublished(
            seq=row.seq,
            id=row.id,
            aggregatetype=row.aggregatetype,
            aggregateid=row.aggregateid,
            type=row.type,
            payload=row.payload,
            headers=row.headers,
            occurred_at=row.occurred_at,
        )
        for row in await tx.rows(statement)
    ]


async def mark_published(tx: Transaction, seqs: Sequence[int]) -> None:
    """Note that the broker has acknowledged these events."""
    wanted = outbox.c.seq == sql("any(:seqs)").bindparams(seqs=list(seqs))
    await tx.execute(update(outbox).where(wanted).values(published_at=tx.now))


async def pending(tx: Transaction) -> int:
    """How many events are not published yet."""
    statement = select(func.count()).select_from(outbox).where(outbox.c.published_at.is_(None))
    return int((await tx.execute(statement)).scalar_one())


async def forget_published(tx: Transaction, before: datetime) -> int:
    """Delete the events published before the moment; how many. Unpublished ones stay, however old."""
    return int((await tx.execute(delete(outbox).where(outbox.c.published_at < before))).rowcount)


def _row(tx: Transaction, case_id: int | None, event: OutgoingEvent, sequence: int | None) -> dict[str, Any]:
    identity = uuid.uuid4()
    of_case = {} if case_id is None else {"caseId": str(case_id), "sequence": sequence}
    body = {**event.payload, **of_case}
    return {
        "id": identity,
        "aggregatetype": event.aggregatetype,
        "aggregateid": event.key or str(case_id),
        "type": event.type,
        "payload": msgspec.json.encode(body).decode(),
        "headers": dict(event.headers),
        "case_id": case_id,
        "sequence": sequence,
        "occurred_at": tx.now,
    }

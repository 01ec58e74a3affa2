"""Events on their way out: written with the change, published by the relay, kept a week for those who reconnect."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BigInteger, Column, Identity, Index, Table, Text, UniqueConstraint, insert, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB, UUID

from hub.store.base import instant, metadata, text
from hub.store.case import offender_case
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
    statement = (
        update(offender_case)
        .where(offender_case.c.id == case_id)
        .values(sequence=offender_case.c.sequence + len(events), updated_at=tx.now)
        .returning(offender_case.c.sequence)
    )
    last = (await tx.execute(statement)).scalar_one()
    sequences = [last - len(events) + 1 + place for place in range(len(events))]
    await tx.execute(insert(outbox), [_row(tx, case_id, event, n) for event, n in zip(events, sequences, strict=True)])
    tx.changed(case_id, last)
    return sequences


def _row(tx: Transaction, case_id: int, event: OutgoingEvent, sequence: int) -> dict[str, Any]:
    identity = uuid.uuid4()
    body = {**event.payload, "caseId": str(case_id), "sequence": sequence}
    return {
        "id": identity,
        "aggregatetype": event.aggregatetype,
        "aggregateid": event.key or str(case_id),
        "type": event.type,
        "payload": json.dumps(body, separators=(",", ":"), ensure_ascii=False),
        "headers": dict(event.headers),
        "case_id": case_id,
        "sequence": sequence,
        "occurred_at": tx.now,
    }

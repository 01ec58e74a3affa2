"""Records that wait for their detail, and when it is asked for next: a durable queue worked by every `hub sync`.

One row for each record and address: many events about one record are one call. `asks` counts the events, so that one
that comes during a call is not lost with it. A row that is taken is put off by a lease: if its process dies, the row
comes back by itself. `next_try_at` is null where no more tries follow until an event names the record again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint, and_, delete, func, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert

from hub.domain.access import Service
from hub.domain.detail import DetailAnswer
from hub.domain.records import DetailAwaited
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.identity import source_record, source_version
from hub.store.transaction import Transaction

# A call is over long before (hub/connectors/detail/client.py), and so is taking what it brought.
LEASE = timedelta(minutes=2)

detail_due = Table(
    "detail_due",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    text("detail"),
    text("source"),
    text("reading"),
    text("origin"),
    text("path"),
    text("event_type"),
    text("reference", nullable=True),
    Column("asks", Integer, nullable=False, server_default=sql("1")),
    instant("since"),
    instant("asked_at"),
    Column("tries", Integer, nullable=False, server_default=sql("0")),
    instant("tried_at", nullable=True),
    text("answer", nullable=True),
    instant("next_try_at", nullable=True),
    UniqueConstraint("source_record_id", "detail", "path"),
    Index("ix_detail_due_next", "source", "next_try_at", postgresql_where=sql("next_try_at is not null")),
    closed_list("answer", DetailAnswer),
)


@dataclass(frozen=True)
class DueDetail:
    """One call to make: for which record, where, and the how-manieth try it is."""

    id: int
    service: Service
    key: str
    detail: str
    origin: str
    path: str
    event_type: str
    reference: str | None
    asks: int
    tries: int


async def await_detail(tx: Transaction, awaited: DetailAwaited, *, case_id: int, record_id: int) -> None:
    """Have the detail fetched as soon as possible; where it is awaited already, this is one more reason.

    Where no address is configured for it, the newest event alone waits: what nobody fetches must not pile up.
    """
    held = detail_due.c
    others = (held.source_record_id == record_id, held.detail == awaited.detail, held.path != awaited.path)
    nobody = (held.answer == DetailAnswer.NO_ADDRESS, held.asked_at <= awaited.asked_at)
    await tx.execute(delete(detail_due).where(*others, *nobody))
    first = {
        "case_id": case_id,
        "source_record_id": record_id,
        "detail": awaited.detail,
        "source": awaited.source,
        "reading": awaited.reading,
        "origin": awaited.origin,
        "path": awaited.path,
        "event_type": awaited.event_type,
        "reference": awaited.reference,
        "since": tx.now,
        "asked_at": awaited.asked_at,
        "next_try_at": tx.now,
    }
    statement = insert(detail_due).values(first)
    again = {
        "asks": held.asks + 1,
        "origin": awaited.origin,
        "asked_at": func.greatest(held.asked_at, statement.excluded.asked_at),
        "tries": 0,
        "next_try_at": tx.now,
    }
    where = [held.source_record_id, held.detail, held.path]
    await tx.execute(statement.on_conflict_do_update(index_elements=where, set_=again))


async def end_waits(tx: Transaction) -> int:
    """Forget the waits that are over: a reading is held that is not older than the event; how many."""
    read, due = source_version.c, detail_due.c
    over = and_(
        read.source_record_id == due.source_record_id, read.topic == due.reading, read.source_time >= due.asked_at
    )
    return int((await tx.execute(delete(detail_due).where(over))).rowcount)


async def note_no_address(tx: Transaction, configured: Collection[str]) -> None:
    """Say of the waiting records of sources without a base address why nobody asks."""
    due = detail_due.c
    unsaid = due.answer.is_distinct_from(DetailAnswer.NO_ADDRESS)
    where = and_(due.source.not_in(list(configured)), unsaid)
    await tx.execute(update(detail_due).where(where).values(answer=DetailAnswer.NO_ADDRESS))


async def look_again(tx: Transaction, source: str, origins: Collection[str]) -> None:
    """Ask for what was refused while the source was not known under the name that its events give."""
    due = detail_due.c
    refused = (due.source == source, due.origin.in_(origins), due.answer == DetailAnswer.FOREIGN_ADDRESS)
    await tx.execute(update(detail_due).where(*refused, due.next_try_at.is_(None)).values(next_try_at=tx.now))


async def take_due(tx: Transaction, source: str, limit: int) -> list[DueDetail]:
    """The calls to this source that are due, the longest due first; nobody else gets them while the lease lasts."""
    due = detail_due.c
    ready = (
        select(due.id)
        .where(due.source == source, due.next_try_at <= tx.now)
        .order_by(due.next_try_at, due.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(detail_due)
        .where(due.id.in_(ready.scalar_subquery()), source_record.c.id == due.source_record_id)
        .values(tries=due.tries + 1, tried_at=tx.now, next_try_at=tx.now + LEASE)
        .returning(source_record.c.service, source_record.c.key, detail_due)
    )
    return [
        DueDetail(
            id=row.id,
            service=Service(row.service),
            key=row.key,
            detail=row.detail,
            origin=row.origin,
            path=row.path,
            event_type=row.event_type,
            reference=row.reference,
            asks=row.asks,
            tries=row.tries,
        )
        for row in (await tx.execute(taken)).all()
    ]


async def keep_waiting(tx: Transaction, due: DueDetail, answer: DetailAnswer, next_try_at: datetime | None) -> None:
    """Note how a call ended and when the next one follows; an event that came meanwhile has it asked at once."""
    held = detail_due.c
    named_again = held.asks != due.asks
    values = {"answer": answer, "next_try_at": next_try_at}
    await tx.execute(update(detail_due).where(held.id == due.id, ~named_again).values(values))
    await tx.execute(update(detail_due).where(held.id == due.id, named_again).values(answer=answer, next_try_at=tx.now))


async def stop_waiting(tx: Transaction, due: DueDetail) -> None:
    """The detail came; an event that came meanwhile has it asked again."""
    held = detail_due.c
    await tx.execute(delete(detail_due).where(held.id == due.id, held.asks == due.asks))
    await tx.execute(update(detail_due).where(held.id == due.id).values(next_try_at=tx.now))


async def asked_at(tx: Transaction, service: Service, record_key: str, reading: str) -> datetime | None:
    """When the newest event happened that has the record's detail awaited; None where none is."""
    due = detail_due.c
    mine = (source_record.c.service == service, source_record.c.key == record_key, due.reading == reading)
    statement = select(func.max(due.asked_at)).select_from(detail_due.join(source_record)).where(*mine)
    found: datetime | None = (await tx.rows(statement))[0][0]
    return found


async def waiting_counts(tx: Transaction) -> dict[str, int]:
    """Source -> how many records wait for a detail of it."""
    due = detail_due.c
    rows = await tx.rows(select(due.source, func.count().label("many")).group_by(due.source))
    return {row.source: row.many for row in rows}

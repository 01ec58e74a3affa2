"""Records that wait for their detail, and when it is asked for next: a durable queue worked by every `hub sync`.

One row for each record and address: many events about one record are one call. `asks` counts the events, so that one
that comes during a call is not lost with it. A row that is taken is put off by a lease: if its process dies, the row
comes back by itself. `next_try_at` is null where no more tries follow until an event names the record again.

Those who call change rows without holding the case. So whoever takes events locks the rows after their cases, those who
call lock one row, or pass over what is locked, and hold nothing else: nobody waits in a circle.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, Index, Integer, Select, Table, UniqueConstraint, and_, delete, func, select, update
from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.domain.detail import DetailAnswer
from hub.domain.records import DetailAwaited
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.fetching import RECORD, RecordKey, key_of
from hub.store.records.identity import KEY, source_record, source_version
from hub.store.transaction import Transaction
from hub.store.working_set import keep

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


# The rows of those records, locked: a call that ends meanwhile waits until the events are taken.
HELD = "select * from detail_due where source_record_id = any($1) order by id for update"

keep(detail_due, lookups=[RECORD], of_cases=None)


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


async def fetch_waits(tx: Transaction, records: Iterable[RecordKey]) -> None:
    """Lock and read what these records wait for, for `await_detail` to ask the memory; their cases must be locked."""
    wanted = [one for one in records if ("detail_due", one) not in tx.working.sought]
    held = [row["id"] for one in wanted for row in tx.working.of(source_record).find(KEY, one)]
    if held:
        tx.working.of(detail_due).read(map(dict, await (await tx.driver()).fetch(HELD, held)))
    tx.working.sought.update(("detail_due", one) for one in wanted)


async def await_detail(tx: Transaction, awaited: DetailAwaited, *, case_id: int, record_id: int) -> None:
    """Have the detail fetched as soon as possible; where it is awaited already, this is one more reason.

    Where no address is configured for it, the newest event alone waits: what nobody fetches must not pile up.
    """
    await fetch_waits(tx, [await key_of(tx, record_id)])
    rows = tx.working.of(detail_due)
    held = None
    for row in [one for one in rows.find(RECORD, record_id) if one["detail"] == awaited.detail]:
        if row["path"] == awaited.path:
            held = row
        elif row["answer"] == DetailAnswer.NO_ADDRESS and row["asked_at"] <= awaited.asked_at:
            rows.remove(row["id"])
    again = {"origin": awaited.origin, "tries": 0, "next_try_at": tx.now}
    if held is not None:
        newest = max(held["asked_at"], awaited.asked_at)
        rows.change(held["id"], **again, asks=held["asks"] + 1, asked_at=newest)
        return
    first = {
        "id": await tx.draw(detail_due),
        "case_id": case_id,
        "source_record_id": record_id,
        "detail": awaited.detail,
        "source": awaited.source,
        "reading": awaited.reading,
        "path": awaited.path,
        "event_type": awaited.event_type,
        "reference": awaited.reference,
        "asks": 1,
        "since": tx.now,
        "asked_at": awaited.asked_at,
        "tried_at": None,
        "answer": None,
    }
    rows.put({**first, **again})


async def end_waits(tx: Transaction) -> int:
    """Forget the waits that are over: a reading is held that is not older than the event; how many."""
    read, due = source_version.c, detail_due.c
    over = and_(
        read.source_record_id == due.source_record_id, read.topic == due.reading, read.source_time >= due.asked_at
    )
    ended = _not_in_hand(select(due.id).join(source_version, over))
    return int((await tx.execute(delete(detail_due).where(due.id.in_(ended.scalar_subquery())))).rowcount)


async def note_no_address(tx: Transaction, configured: Collection[str]) -> None:
    """Say of the waiting records of sources without a base address why nobody asks."""
    due = detail_due.c
    unsaid = due.answer.is_distinct_from(DetailAnswer.NO_ADDRESS)
    found = _not_in_hand(select(due.id).where(due.source.not_in(list(configured)), unsaid))
    said = update(detail_due).where(due.id.in_(found.scalar_subquery()))
    await tx.execute(said.values(answer=DetailAnswer.NO_ADDRESS))


async def look_again(tx: Transaction, source: str, origins: Collection[str]) -> None:
    """Ask for what was refused while the source was not known under the name that its events give."""
    due = detail_due.c
    refused = (due.source == source, due.origin.in_(origins), due.answer == DetailAnswer.FOREIGN_ADDRESS)
    found = _not_in_hand(select(due.id).where(*refused, due.next_try_at.is_(None)))
    await tx.execute(update(detail_due).where(due.id.in_(found.scalar_subquery())).values(next_try_at=tx.now))


def _not_in_hand(rows: Select[tuple[int]]) -> Select[tuple[int]]:
    """Those that nobody else works on; the others are looked at the next time."""
    return rows.with_for_update(skip_locked=True, of=detail_due)


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

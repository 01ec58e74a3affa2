"""Sentences, and the spans that they form. The temporal constraints stand in the first migration."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Computed,
    Date,
    Integer,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    insert,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy import update as change
from sqlalchemy.dialects.postgresql import INT8RANGE, TSTZRANGE, Range

from hub.domain.access import Service
from hub.domain.sentence import Sentence
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

CASE_KEY = "int8range(case_id, case_id, '[]')"

# `dates_time` is when the key dates of a prison's sentence were read: they come by two ways. Its `active` and
# `terminated_on` are no word of the prison's, which never says that a sentence has ended: they follow
# (hub/domain/sentence.py `last_day`).
sentence = Table(
    "sentence",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    text("service"),
    text("source_reference"),
    text("description"),
    Column("custodial", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("imposed_on", Date),
    Column("length", Integer),
    text("length_unit", nullable=True),
    text("offence", nullable=True),
    Column("release_on", Date),
    Column("expires_on", Date),
    Column("licence_expires_on", Date),
    Column("supervision_expires_on", Date),
    Column("terminated_on", Date),
    Column("termination_assumed", Boolean, nullable=False, server_default=sql("false")),
    of("span", nullable=True),
    instant("source_time"),
    instant("dates_time", nullable=True),
    UniqueConstraint("source_record_id", "source_reference"),
    closed_list("service", Service),
)

# `during` runs from the first sentence passed to the last one's termination; open until that is known.
span = Table(
    "span",
    metadata,
    key(),
    of_case(),
    Column("case_key", INT8RANGE, Computed(CASE_KEY, persisted=True)),
    Column("during", TSTZRANGE, nullable=False),
    instant("created_at", server_default=sql("now()")),
)


DATES = ("imposed_on", "release_on", "expires_on", "licence_expires_on", "supervision_expires_on")
DESCRIPTION = ("description", "offence")


async def replace_all(
    tx: Transaction, *, case_id: int, record_id: int, sentences: Iterable[Sentence], source_time: datetime
) -> bool:
    """Make these the sentences that the record gives; whether anything changed."""
    held = await _held(tx, record_id)
    wanted = {one.reference: _values(one) for one in sentences}
    changed = await _delete(tx, record_id, [reference for reference in held if reference not in wanted])
    for reference, values in wanted.items():
        changed |= await _save(tx, case_id, record_id, held.get(reference), values, source_time)
    return changed


async def save_booking(
    tx: Transaction, *, case_id: int, record_id: int, given: Sentence, source_time: datetime, described: bool
) -> bool | None:
    """Take the sentence of one booking; whether anything changed, None if newer dates are held and nothing else came.

    Two topics speak of it: the prisoner's record gives all (`described`), the key dates only dates. Each set of dates
    replaces the one before it whole; a reading without any date says nothing about dates.
    """
    held = (await _held(tx, record_id)).get(given.reference)
    told = _values(given)
    dates = {name: told[name] for name in DATES}
    dated = any(day is not None for day in dates.values())
    if held is None:
        times = {"source_time": source_time, "dates_time": source_time if dated else None}
        fixed = {"case_id": case_id, "source_record_id": record_id}
        await tx.execute(insert(sentence).values(**fixed, **told, **times))
        return True
    newer = dated and (held["dates_time"] is None or source_time >= held["dates_time"])
    if not newer and not described:
        return None
    values = {name: told[name] for name in DESCRIPTION} if described else {}
    if newer:
        values |= dates
    differs = any(held[name] != value for name, value in values.items())
    values |= {"source_time": max(source_time, held["source_time"])} | ({"dates_time": source_time} if newer else {})
    await tx.execute(change(sentence).where(sentence.c.id == held["id"]).values(values))
    return differs


async def delete_one(tx: Transaction, *, record_id: int, reference: str, source_time: datetime) -> bool:
    """Take back one sentence that the record does not give any more, unless a newer reading gives it."""
    held = (await _held(tx, record_id)).get(reference)
    if held is None or held["source_time"] > source_time:
        return False
    return await _delete(tx, record_id, [reference])


async def save_spans(
    tx: Transaction, case_id: int, wanted: Sequence[tuple[int | None, datetime, datetime | None]], *, held: bool
) -> list[int]:
    """Make these the spans of the case, as (row or None, start, end or None); the ids, in the order given.

    `held`: the case has spans already. A row that is kept must overlap what it becomes. The others go first, then the
    rows shrink to what stays of them, then they grow: so no two ever overlap on the way.
    """
    ranges = [(row, Range(start, end, bounds="[)")) for row, start, end in wanted]
    kept = [(row, during) for row, during in ranges if row is not None]
    if held:
        await _drop_others(tx, case_id, [row for row, _ in kept])
    for row, during in kept:
        shrunk = span.c.during.op("*")(bindparam("wanted", during, TSTZRANGE))
        await tx.execute(change(span).where(span.c.id == row).values(during=shrunk))
    for row, during in kept:
        await tx.execute(change(span).where(span.c.id == row).values(during=during))
    return [row if row is not None else await _add_span(tx, case_id, during) for row, during in ranges]


async def _drop_others(tx: Transaction, case_id: int, kept: Sequence[int]) -> None:
    others = and_(span.c.case_id == case_id, span.c.id.not_in(kept))
    gone = select(span.c.id).where(others)
    await tx.execute(change(sentence).where(sentence.c.span_id.in_(gone)).values(span_id=None))
    await tx.execute(delete(span).where(others))


async def _add_span(tx: Transaction, case_id: int, during: Range[datetime]) -> int:
    statement = insert(span).values(case_id=case_id, during=during, created_at=tx.now).returning(span.c.id)
    return int((await tx.execute(statement)).scalar_one())


async def save_membership(tx: Transaction, sentence_id: int, span_id: int | None) -> None:
    """Which span the sentence belongs to."""
    await tx.execute(change(sentence).where(sentence.c.id == sentence_id).values(span_id=span_id))


async def save_end(tx: Transaction, sentence_id: int, ended_on: date | None) -> None:
    """When a sentence of a prison record has ended, as follows from its dates and the other side's; None: it runs."""
    values = {"active": ended_on is None, "terminated_on": ended_on, "termination_assumed": ended_on is not None}
    await tx.execute(change(sentence).where(sentence.c.id == sentence_id).values(values))


async def _held(tx: Transaction, record_id: int) -> dict[str, Any]:
    rows = await tx.rows(select(sentence).where(sentence.c.source_record_id == record_id))
    return {row.source_reference: dict(row._mapping) for row in rows}


def _values(one: Sentence) -> dict[str, Any]:
    values = asdict(one)
    values["source_reference"] = values.pop("reference")
    return values


async def _save(
    tx: Transaction, case_id: int, record_id: int, held: dict[str, Any] | None, values: dict[str, Any], at: datetime
) -> bool:
    if held is None:
        fixed = {"case_id": case_id, "source_record_id": record_id, "source_time": at}
        await tx.execute(insert(sentence).values(**fixed, **values))
        return True
    differs = any(held[name] != value for name, value in values.items())
    await tx.execute(change(sentence).where(sentence.c.id == held["id"]).values(**values, source_time=at))
    return differs


async def _delete(tx: Transaction, record_id: int, references: Sequence[str]) -> bool:
    if references:
        gone = and_(sentence.c.source_record_id == record_id, sentence.c.source_reference.in_(references))
        await tx.execute(delete(sentence).where(gone))
    return bool(references)

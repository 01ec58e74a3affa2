"""Sentences, and the spans that they form. The temporal constraints stand in the first migration."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import asyncpg
from msgspec.structs import fields
from sqlalchemy import Boolean, Column, Computed, Date, Integer, Table, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import INT8RANGE, TSTZRANGE

from hub.domain.access import Service
from hub.domain.sentence import Sentence
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.fetching import rows_of, rows_with
from hub.store.transaction import Transaction
from hub.store.working_set import Row, Rows, keep

REFERENCE = ("source_record_id", "source_reference")
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
    Column("tariff_on", Date),
    Column("parole_eligible_on", Date),
    Column("automatic_release_on", Date),
    Column("conditional_release_on", Date),
    Column("indeterminate", Boolean),
    text("type_code", nullable=True),
    of("span", nullable=True),
    instant("source_time"),
    instant("dates_time", nullable=True),
    UniqueConstraint(*REFERENCE),
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


def _leave_span(before: Row, after: Row | None) -> Row | None:
    """A sentence leaves its span before that goes."""
    left = before["span_id"] is not None and (after is None or after["span_id"] != before["span_id"])
    return {**before, "span_id": None} if left else None


def shrink(before: Row, after: Row | None) -> Row | None:
    """A time that is kept shrinks to what stays of it before any grows: so no two ever overlap on the way."""
    if after is None or after["during"] == before["during"]:
        return None
    old, new = before["during"], after["during"]
    end = min((end for end in (old.upper, new.upper) if end is not None), default=None)
    return {**before, "during": asyncpg.Range(max(old.lower, new.lower), end)}


keep(sentence, lookups=[REFERENCE], meanwhile=_leave_span)
keep(span, meanwhile=shrink)

DATES = (
    *("imposed_on", "release_on", "expires_on", "licence_expires_on", "supervision_expires_on"),
    *("tariff_on", "parole_eligible_on", "automatic_release_on", "conditional_release_on"),
)
DESCRIPTION = ("description", "offence", "indeterminate", "type_code")


async def replace_all(
    tx: Transaction, *, case_id: int, record_id: int, sentences: Iterable[Sentence], source_time: datetime
) -> bool:
    """Make these the sentences that the record gives; whether anything changed."""
    rows = await rows_of(tx, sentence, case_id)
    held = _held(rows, case_id, record_id)
    wanted = {one.reference: _values(one) for one in sentences}
    gone = [row for reference, row in held.items() if reference not in wanted]
    for row in gone:
        rows.remove(row["id"])
    changed = bool(gone)
    for reference, values in wanted.items():
        if reference not in held:
            await _add(tx, rows, case_id, record_id, {**values, "source_time": source_time, "dates_time": None})
            changed = True
        else:
            changed |= any(held[reference][name] != value for name, value in values.items())
            rows.change(held[reference]["id"], **values, source_time=source_time)
    return changed


async def save_booking(
    tx: Transaction, *, case_id: int, record_id: int, given: Sentence, source_time: datetime, described: bool
) -> bool | None:
    """Take the sentence of one booking; whether anything changed, None if newer dates are held and nothing else came.

    Two topics speak of it: the prisoner's record gives all (`described`), the key dates only dates. Each set of dates
    replaces the one before it whole; a reading without any date says nothing about dates.
    """
    rows = await rows_of(tx, sentence, case_id)
    held = _held(rows, case_id, record_id).get(given.reference)
    told = _values(given)
    dates = {name: told[name] for name in DATES}
    dated = any(day is not None for day in dates.values())
    if held is None:
        times = {"source_time": source_time, "dates_time": source_time if dated else None}
        await _add(tx, rows, case_id, record_id, {**told, **times})
        return True
    newer = dated and (held["dates_time"] is None or source_time >= held["dates_time"])
    if not newer and not described:
        return None
    values = {name: told[name] for name in DESCRIPTION} if described else {}
    if newer:
        values |= dates
    differs = any(held[name] != value for name, value in values.items())
    values |= {"source_time": max(source_time, held["source_time"])} | ({"dates_time": source_time} if newer else {})
    rows.change(held["id"], **values)
    return differs


async def delete_one(tx: Transaction, *, record_id: int, reference: str, source_time: datetime) -> bool:
    """Take back one sentence that the record does not give any more, unless a newer reading gives it."""
    rows = await rows_with(tx, sentence, record_id)
    held = next(iter(rows.find(REFERENCE, (record_id, reference))), None)
    if held is None or held["source_time"] > source_time:
        return False
    rows.remove(held["id"])
    return True


async def save_spans(
    tx: Transaction, case_id: int, wanted: Sequence[tuple[int | None, datetime, datetime | None]]
) -> list[int]:
    """Make these the spans of the case, as (row or None, start, end or None); the ids, in the order given.

    A row that is kept must overlap what it becomes.
    """
    rows = await rows_of(tx, span, case_id)
    kept = {row for row, _, _ in wanted}
    for held in rows.of_case(case_id):
        if held["id"] not in kept:
            rows.remove(held["id"])
    ids = []
    for row, start, end in wanted:
        during = asyncpg.Range(start, end)
        ids.append(row if row is not None else await tx.draw(span))
        if row is not None:
            rows.change(row, during=during)
        else:
            rows.put({"id": ids[-1], "case_id": case_id, "during": during, "created_at": tx.now})
    return ids


async def save_membership(tx: Transaction, case_id: int, sentence_id: int, span_id: int | None) -> None:
    """Which span the sentence belongs to."""
    (await rows_of(tx, sentence, case_id)).change(sentence_id, span_id=span_id)


async def save_end(tx: Transaction, case_id: int, sentence_id: int, ended_on: date | None) -> None:
    """When a sentence of a prison record has ended, as follows from its dates and the other side's; None: it runs."""
    values = {"active": ended_on is None, "terminated_on": ended_on, "termination_assumed": ended_on is not None}
    (await rows_of(tx, sentence, case_id)).change(sentence_id, **values)


def _held(rows: Rows, case_id: int, record_id: int) -> dict[str, Row]:
    return {row["source_reference"]: row for row in rows.of_case(case_id) if row["source_record_id"] == record_id}


def _values(one: Sentence) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in FIELDS}
    values["source_reference"] = one.reference
    return values


FIELDS = tuple(field.name for field in fields(Sentence) if field.name != "reference")


async def _add(tx: Transaction, rows: Rows, case_id: int, record_id: int, values: dict[str, Any]) -> None:
    fixed = {"id": await tx.draw(sentence), "case_id": case_id, "source_record_id": record_id, "span_id": None}
    rows.put({**fixed, **values})

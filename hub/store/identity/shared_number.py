"""Which numbers records share, and which of these a record gives still: what was given once is never taken away.

A record gives a number still where its newest reading as a whole has it, or where no reading ever had it and an event
told it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select

from hub.domain.identifiers import IdentifierKind
from hub.domain.identity import LINKING
from hub.store.records.identity import identifier, source_record, source_version
from hub.store.records.reading import reading
from hub.store.transaction import Transaction

# The topics whose records say who somebody is, numbers among it, as a whole.
SAYING_WHO = ("custody.prisoner.snapshot.v1", "community.offender.snapshot.v1")


@dataclass(frozen=True)
class Line:
    """A number that a source record gave, in its canonical form."""

    record_id: int
    kind: IdentifierKind
    value: str


async def shared(tx: Transaction, case_id: int, others: Collection[int]) -> list[tuple[int, Line, Line]]:
    """The numbers that link which a record of the case and one of another case gave; with that other case."""
    mine, theirs = identifier.alias(), identifier.alias()
    same = and_(mine.c.kind == theirs.c.kind, mine.c.value == theirs.c.value)
    links = mine.c.kind.in_(LINKING), mine.c.valid, theirs.c.valid
    columns = (mine.c.kind, mine.c.value, theirs.c.case_id)
    records = mine.c.source_record_id.label("one"), theirs.c.source_record_id.label("other")
    asked = (mine.c.case_id == case_id, theirs.c.case_id.in_(list(others)))
    found = await tx.rows(select(*columns, *records).join_from(mine, theirs, same).where(*asked, *links))
    lines = ((row, IdentifierKind(row.kind)) for row in found)
    return [(row.case_id, Line(row.one, kind, row.value), Line(row.other, kind, row.value)) for row, kind in lines]


async def given_still(
    tx: Transaction, lines: Collection[Line], told_at: Mapping[Line, datetime] | None = None
) -> set[Line]:
    """Those of the numbers that their records give still.

    `told_at` is when an event told a number: a reading from before it takes nothing away.
    """
    records = sorted({line.record_id for line in lines})
    newest = {row.id: row for row in await tx.rows(_newest(records))}
    told = told_at or {}
    given = {line for line in lines if _given(line, newest.get(line.record_id), told.get(line))}
    lacking = [line for line in lines if line not in given]
    if lacking:
        ever = _ever([line.record_id for line in lacking])
        read = {line for row in await tx.rows(ever) for line in _lines(row.id, row.given)}
        given |= set(lacking) - read
    return given


def _given(line: Line, newest: Any, told_at: datetime | None) -> bool:
    if newest is None or newest.key == line.value:
        return True
    return (told_at is not None and told_at > newest.source_time) or line in _lines(line.record_id, newest.given)


def _lines(record_id: int, given: Any) -> Iterator[Line]:
    return (Line(record_id, IdentifierKind(one["kind"]), one["value"]) for one in given or ())


def _newest(records: list[int]) -> Select[Any]:
    """What the newest reading of each of the records gave; a record that was removed gives nothing."""
    read, kept = source_version.c, reading.c
    same = and_(
        kept.source_record_id == read.source_record_id,
        kept.topic == read.topic,
        kept.source_time == read.source_time,
        kept.content_hash == read.content_hash,
    )
    tables = source_record.join(source_version, read.source_record_id == source_record.c.id).join(reading, same)
    columns = source_record.c.id, source_record.c.key, kept.source_time, kept.said["identifiers"].label("given")
    where = source_record.c.id.in_(records), read.topic.in_(SAYING_WHO)
    return select(*columns).select_from(tables).where(*where)


def _ever(records: list[int]) -> Select[Any]:
    """What each reading of the records gave."""
    kept = reading.c
    columns = kept.source_record_id.label("id"), kept.said["identifiers"].label("given")
    return select(*columns).where(kept.source_record_id.in_(records), kept.topic.in_(SAYING_WHO))

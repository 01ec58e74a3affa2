"""The difference between the rows in memory and the database, written in bulk: a few statements for each table.

New rows are copied in, changed ones updated from one JSON document, in an order that every constraint bears: first what
makes room (`Kept.meanwhile`), then what goes, then table by table, in the order of their references.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql

from hub.store.base import metadata
from hub.store.working_set import Kept, Row, Rows, WorkingSet, documents

DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


async def save(driver: asyncpg.Connection, working: WorkingSet) -> None:
    """Write what differs."""
    changed = {rows.kept.table.name: (rows.kept, *_sorted_out(rows)) for rows in working.tables()}
    order = [table.name for table in _ordered() if table.name in changed or table.name in working.added]
    for kept, _, updated, _ in changed.values():
        await _update(driver, kept, _making_room(kept, changed[kept.table.name][3], updated))
    for name in reversed(order):
        if name in changed:
            await _delete(driver, changed[name][0], changed[name][3])
    for name in order:
        if name in changed:
            kept, inserted, updated, _ = changed[name]
            await _update(driver, kept, updated)
            await _copy(driver, kept.table, kept.documents, inserted)
        if rows := working.added.get(name):
            table = metadata.tables[name]
            await _copy(driver, table, documents(table), rows)


def _sorted_out(rows: Rows) -> tuple[list[Row], list[tuple[Row, Row]], list[Row]]:
    inserted, updated, deleted = [], [], []
    for before, after in rows.changes():
        if before is None and after is not None:
            inserted.append(after)
        elif before is not None and after is None:
            deleted.append(before)
        elif before is not None and after is not None:
            updated.append((before, after))
    return inserted, updated, deleted


@cache
def _ordered() -> Sequence[Table]:
    return tuple(metadata.sorted_tables)


def _making_room(kept: Kept, deleted: Iterable[Row], updated: Iterable[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
    if kept.meanwhile is None:
        return []
    pairs: list[tuple[Row, Row | None]] = [*updated, *((row, None) for row in deleted)]
    steps = [(before, kept.meanwhile(before, after)) for before, after in pairs]
    return [(before, step) for before, step in steps if step is not None]


async def _copy(driver: asyncpg.Connection, table: Table, json_columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Copy rows in; those of other columns (a default left to the database) by a statement of their own."""
    for columns, group in _alike(rows).items():
        places = [(place, name) for place, name in enumerate(columns) if name in json_columns]
        records = [_record(row, places) for row in group]
        await driver.copy_records_to_table(table.name, records=records, columns=columns)


def _alike(rows: Sequence[Row]) -> Mapping[tuple[str, ...], list[Row]]:
    """The rows by the columns that they have, most often one group."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    columns: tuple[str, ...] = ()
    group: list[Row] = []
    for row in rows:
        if (names := tuple(row)) != columns:
            columns, group = names, groups.setdefault(names, [])
        group.append(row)
    return groups


def _record(row: Row, places: Sequence[tuple[int, str]]) -> Sequence[Any]:
    if not places:
        return tuple(row.values())
    values = list(row.values())
    for place, _ in places:
        if values[place] is not None:
            values[place] = msgspec.json.encode(values[place]).decode()
    return values


async def _update(driver: asyncpg.Connection, kept: Kept, pairs: Sequence[tuple[Row, Row]]) -> None:
    """Write the columns in which any of the rows differs from what the database has."""
    differing = [
        name
        for name in kept.columns
        if name not in kept.key and any(before.get(name) != after.get(name) for before, after in pairs)
    ]
    if not differing:
        return
    names = (*kept.key, *differing)
    rows = [{name: _in_json(after[name]) for name in names} for _, after in pairs]
    await driver.execute(_update_statement(kept.table, kept.key, tuple(differing)), _json(rows))


@cache
def _update_statement(table: Table, key: tuple[str, ...], differing: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}" {table.columns[name].type.compile(DIALECT)}' for name in (*key, *differing))
    values = ", ".join(f'"{name}" = v."{name}"' for name in differing)
    same = " and ".join(f't."{name}" = v."{name}"' for name in key)
    # Every name is a table's or column's of our own.
    return f"update {table.name} t set {values} from jsonb_to_recordset($1) as v({columns}) where {same}"  # noqa: S608


async def _delete(driver: asyncpg.Connection, kept: Kept, rows: Sequence[Row]) -> None:
    if rows:
        same = " and ".join(f't."{name}" = v."{name}"' for name in kept.key)
        columns = ", ".join(f'"{name}" {kept.table.columns[name].type.compile(DIALECT)}' for name in kept.key)
        statement = f"delete from {kept.table.name} t using jsonb_to_recordset($1) as v({columns}) where {same}"  # noqa: S608
        await driver.execute(statement, _json([{name: _in_json(row[name]) for name in kept.key} for row in rows]))


def _in_json(value: Any) -> Any:
    """Bytes as PostgreSQL reads them from a text; JSON has no word for them."""
    return "\\x" + value.hex() if isinstance(value, bytes) else value


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    return msgspec.json.encode(rows, enc_hook=_text_of).decode()


def _text_of(value: object) -> object:
    """A value that JSON has no word for, as PostgreSQL reads it from a text."""
    if isinstance(value, asyncpg.Range):
        lower, upper = value.lower, value.upper
        return f"[{lower.isoformat() if lower else ''},{upper.isoformat() if upper else ''})"
    raise TypeError(f"No row of the database holds a {type(value).__name__}.")

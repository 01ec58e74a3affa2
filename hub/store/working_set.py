"""Rows held in memory while a transaction decides: read many at once, changed here, written many at once.

A transaction reads everything about its cases in a few statements, however many messages it takes
(hub/store/fetching.py). Actions change the rows here, one message after another, each seeing what the ones before it
did. At the end the difference to what was read goes to the database, a few statements for each table
(hub/store/saving.py).

Rows are never changed in place: what a message did can be taken back (`mark`, `undo`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import JSONB

Row = Mapping[str, Any]
Key = Any  # the value of the key's column, a tuple where it has several
# An earlier row than the one wanted, to be written first, where the way from the old row to the new one would break a
# constraint against the other changes of the same transaction; None where the row can change in one step.
Meanwhile = Callable[[Row, Row | None], Row | None]


@dataclass(frozen=True)
class Kept:
    """A table whose rows are held in memory: what identifies a row, and by what else rows are looked for.

    `of_cases` is a query for the rows `t` of the cases in `$1` (bigint[]), None where they do not come with their case.
    """

    table: Table
    key: tuple[str, ...]
    lookups: tuple[tuple[str, ...], ...]
    of_cases: str | None
    meanwhile: Meanwhile | None
    columns: tuple[str, ...]
    documents: tuple[str, ...]


KEPT: dict[str, Kept] = {}


def keep(
    table: Table,
    *,
    key: tuple[str, ...] | None = None,
    lookups: Iterable[tuple[str, ...]] = (),
    of_cases: str | None = "",
    meanwhile: Meanwhile | None = None,
) -> None:
    """Declare that the table's rows are held in memory; the key is the primary key and rows come by `case_id`."""
    by_case = f"select t from {table.name} t where case_id = any($1)"  # noqa: S608 - our own table's name
    KEPT[table.name] = Kept(
        table=table,
        key=key or tuple(column.name for column in table.primary_key.columns),
        lookups=(*lookups, *((("case_id",),) if "case_id" in table.columns else ())),
        of_cases=by_case if of_cases == "" else of_cases,
        meanwhile=meanwhile,
        columns=tuple(column.name for column in table.columns if column.computed is None),
        documents=documents(table),
    )


def documents(table: Table) -> tuple[str, ...]:
    """The columns that hold JSON."""
    return tuple(column.name for column in table.columns if isinstance(column.type, JSONB))


class Rows:
    """The rows of one table that are in memory."""

    def __init__(self, kept: Kept, journal: list[Callable[[], None]], touched: set[str]) -> None:
        self.kept = kept
        self._name = str(kept.table.name)
        self._touched = touched
        self._journal = journal
        self._key = itemgetter(*kept.key)
        self._rows: dict[Key, Row] = {}
        self._before: dict[Key, Row | None] = {}
        self._found: dict[tuple[str, ...], dict[Key, dict[Key, None]]] = {names: {} for names in kept.lookups}
        self._lookups = [(itemgetter(*names), found) for names, found in self._found.items()]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._rows)

    def get(self, key: Key) -> Row | None:
        """The row of that key."""
        return self._rows.get(key)

    def __getitem__(self, key: Key) -> Row:
        """The row of that key, which must be here."""
        return self._rows[key]

    def find(self, names: tuple[str, ...], value: Key) -> list[Row]:
        """The rows whose columns `names` hold `value`, in the order in which they came."""
        keys = self._found[names].get(value)
        return [self._rows[key] for key in keys] if keys else []

    def of_case(self, case_id: int) -> list[Row]:
        """The rows of a case."""
        return self.find(("case_id",), case_id)

    def put(self, row: Row) -> None:
        """Add the row, or give the row of its key these values."""
        key = self._key(row)
        held = self._rows.get(key)
        if held is None:
            self._change(key, row)
        elif (changed := {**held, **row}) != held:
            self._change(key, changed)

    def change(self, key: Key, **values: Any) -> None:
        """Give columns of a row that is in memory other values."""
        row = self._rows[key]
        changed = {**row, **values}
        if changed != row:
            self._change(key, changed)

    def remove(self, key: Key) -> None:
        """Take the row away."""
        self._change(key, None)

    def read(self, rows: Iterable[Row]) -> None:
        """Take in rows as the database has them, but those that are here."""
        for row in rows:
            key = self._key(row)
            if key not in self._rows:
                self._place(key, None, row)

    def changes(self) -> Iterator[tuple[Row | None, Row | None]]:
        """Each row that is not as the database has it, as it is there and as it must be; None: not there."""
        for key, before in self._before.items():
            after = self._rows.get(key)
            if before is not after:
                yield before, after

    def saved(self) -> None:
        """The database has every row as it is here."""
        self._before.clear()

    def _change(self, key: Key, row: Row | None) -> None:
        self._touched.add(self._name)
        old = self._rows.get(key)
        if key in self._before:
            self._journal.append(partial(self._back_to, key, old))
        else:
            self._before[key] = old
            self._journal.append(partial(self._as_before, key))
        self._place(key, old, row)

    def _back_to(self, key: Key, row: Row | None) -> None:
        self._place(key, self._rows.get(key), row)

    def _as_before(self, key: Key) -> None:
        self._place(key, self._rows.get(key), self._before.pop(key))

    def _place(self, key: Key, old: Row | None, row: Row | None) -> None:
        for value_of, found in self._lookups:
            now = None if row is None else value_of(row)
            if old is not None:
                was = value_of(old)
                if row is not None and was == now:
                    continue
                del found[was][key]
            if row is not None:
                keys = found.get(now)
                if keys is None:
                    found[now] = {key: None}
                else:
                    keys[key] = None
        if row is None:
            self._rows.pop(key, None)
        else:
            self._rows[key] = row


class WorkingSet:
    """The rows in memory of one transaction, and rows that are only added, in the order in which they were."""

    def __init__(self) -> None:
        self._journal: list[Callable[[], None]] = []
        self._tables: dict[Table, Rows] = {}
        self.added: dict[str, list[Row]] = {}
        self.cases: set[int] = set()  # whose rows are all here
        self.touched: set[str] = set()  # tables that something was written to
        self.candidates: Any = None  # cases read to compare with only (hub/store/identity/candidates.py)
        self.sought: set[Key] = set()  # what was looked for in the database: what is not here is not there

    def of(self, table: Table) -> Rows:
        """The rows of that table."""
        rows = self._tables.get(table)
        if rows is None:
            rows = self._tables[table] = Rows(KEPT[table.name], self._journal, self.touched)
        return rows

    def add(self, table: Table, row: Row) -> None:
        """Add a row that nobody reads before it is written."""
        self.touched.add(table.name)
        rows = self.added.setdefault(table.name, [])
        rows.append(row)
        self._journal.append(partial(_drop_last, rows))

    def tables(self) -> Iterator[Rows]:
        """Every table with rows in memory."""
        yield from self._tables.values()

    @property
    def dirty(self) -> bool:
        """Whether anything here is not in the database."""
        return bool(self._journal)

    def on_undo(self, step: Callable[[], None]) -> None:
        """What else must be done when the present message is taken back."""
        self._journal.append(step)

    def mark(self) -> int:
        """The present state, for `undo`; it holds until the next `saved`."""
        return len(self._journal)

    def undo(self, mark: int) -> None:
        """Take back what was done since."""
        while len(self._journal) > mark:
            self._journal.pop()()

    def saved(self) -> None:
        """The database has everything."""
        for rows in self._tables.values():
            rows.saved()
        self.added.clear()
        self._journal.clear()

    def forget(self) -> None:
        """Somebody wrote past this memory: what is here may be no longer true. Nothing may be unsaved."""
        self._tables.clear()
        self.cases.clear()
        self.candidates = None
        self.sought.clear()


def _drop_last(rows: list[Row]) -> None:
    rows.pop()

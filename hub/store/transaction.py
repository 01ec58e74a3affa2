"""The only place that commits.

A transaction that wrote facts about people and holds no audit line refuses to commit. PLUMBING names the tables that
hold no facts about people, or that are the record of the write itself. One NOTIFY a transaction wakes the relay and the
subscriptions: commits that notify queue on one lock of PostgreSQL, so never one a row.

Rows of cases are read, changed and written through `working` (hub/store/working_set.py). A statement of an action's own
sees everything: what is in memory is written before it. Where several messages share the transaction that can't be, for
the present message could not be taken back alone: `AlonePlease` asks for a transaction of its own.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import Executable, SelectBase, Table, TextClause, text
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql.dml import UpdateBase

from hub.errors import UnauditedWrite
from hub.store.audit.audit import audit
from hub.store.changes import CHANNEL, announcement
from hub.store.saving import save
from hub.store.working_set import KEPT, WorkingSet

# The sequence is looked up once, not for each number.
DRAW = """
select nextval(s.name)
from (select pg_get_serial_sequence($1, 'id')::regclass as name offset 0) s, generate_series(1, $2)
"""
PLUMBING = frozenset(
    {
        "audit",
        "dead_letter",
        "detail_due",
        "feed",
        "erased_key",
        "idempotency_key",
        "inbox",
        "outbox",
        "read_audit",
        "replay_outcome",
        "source_version",
        "term_frequency",
    }
)


class AlonePlease(Exception):
    """The message needs a transaction that it shares with no other. Nothing of it is in the database yet."""


class Transaction:
    """One unit of work on one connection: rows in memory, statements, audit lines, the cases whose change is announced.

    `now` is the moment that everything in it carries; it is read once, so that no rule reads a clock. `messages` is how
    many messages share it. `looked_up` keeps what is of no case and is read once in it.
    """

    def __init__(self, connection: AsyncConnection, now: datetime, messages: int = 1) -> None:
        self._connection = connection
        self._driver: asyncpg.Connection | None = None
        self.now = now
        self.messages = messages
        self.working = WorkingSet()
        self.looked_up: dict[str, Any] = {}
        self._mark = 0
        self._written: set[str] = set()
        self._audited = False
        self._changed: dict[int, int] = {}
        self._ids: dict[str, list[int]] = {}

    async def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run one statement; a list of parameter rows runs it for each. It sees what is in memory.

        Raises AlonePlease where other messages share the transaction and the present one has changed something.
        """
        await self._before_statement(writes=_writes(statement))
        result = await self._connection.execute(statement, parameters)
        if isinstance(statement, UpdateBase):
            self._written.add(statement.entity_description["name"])
        if _writes(statement):
            self.working.forget()
        return result

    async def _before_statement(self, *, writes: bool) -> None:
        if self.messages > 1 and (writes or self.working.mark() > self._mark):
            raise AlonePlease
        await self.flush()

    async def look(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Run one query of the database as it is: what is in memory only is not seen, the caller looks there itself."""
        return (await self._connection.execute(statement, parameters)).all()

    def add(self, table: Table, row: Mapping[str, Any]) -> None:
        """Add a row that is not read again in this transaction; all are copied in at its end."""
        self.working.add(table, row)

    async def draw(self, table: Table, ahead: int = 1) -> int:
        """The next number of the table's key; drawn in the database for all messages at once.

        `ahead` is how many the caller is about to draw, this one included.
        """
        if not (ids := self._ids.get(table.name)):
            drawn = await (await self.driver()).fetch(DRAW, table.name, max(self.messages, ahead))
            ids = self._ids[table.name] = [row[0] for row in reversed(drawn)]
        return ids.pop()

    async def driver(self) -> asyncpg.Connection:
        """The driver's own connection, in this transaction, for what SQLAlchemy can't say: COPY, lists of rows."""
        if self._driver is None:
            await self._connection.execute(text("select 1"))  # the library begins with the first statement
            raw = await self._connection.get_raw_connection()
            self._driver = raw.driver_connection
        return self._driver

    async def flush(self) -> None:
        """Write what is in memory only."""
        if self.working.dirty:
            await save(await self.driver(), self.working)
            self.working.saved()
            self._mark = 0

    def begin_message(self) -> None:
        """What follows belongs to the next message: `take_back` takes back as much."""
        self._mark = self.working.mark()
        self._written, self._audited = set(), False
        self.working.touched.clear()

    def end_message(self) -> None:
        """Raises UnauditedWrite where the present message wrote facts about people and left no audit line."""
        facts = (self._written | self.working.touched) - PLUMBING
        if facts and not self._audited:
            names = ", ".join(sorted(facts))
            raise UnauditedWrite(f"This transaction wrote {names} without an audit line: call Transaction.record().")

    def take_back(self) -> None:
        """Undo what the present message did in memory; it has done nothing else."""
        self.working.undo(self._mark)
        self.begin_message()

    async def rows(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Run one query and return all its rows."""
        return (await self.execute(statement, parameters)).all()

    async def one(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """Run one query and return its only row, or None."""
        return (await self.execute(statement, parameters)).one_or_none()

    async def record(
        self,
        *,
        actor: str,
        service: str,
        action: str,
        case_ids: Sequence[int],
        why: str,
        cause: str,
        fields: Sequence[str] = (),
    ) -> None:
        """Leave the audit line of this write: who, for whom, from which service, why. Names of fields, never values."""
        self._audited = True
        line = {
            "at": self.now,
            "actor": actor,
            "service": service,
            "action": action,
            "case_ids": sorted(case_ids),
            "fields": list(fields),
            "why": why,
            "cause": cause,
        }
        self.working.add(audit, line)

    def changed(self, case_id: int, sequence: int) -> None:
        """Remember that the case has an event with this sequence; told to the listeners at commit."""
        before = self._changed.get(case_id, 0)
        self._changed[case_id] = max(sequence, before)
        self.working.on_undo(lambda: self._unchanged(case_id, before))

    def _unchanged(self, case_id: int, sequence: int) -> None:
        if sequence:
            self._changed[case_id] = sequence
        else:
            del self._changed[case_id]

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A nested transaction: what is done in it can be rolled back by an exception, and the rest go on.

        Raises AlonePlease where other messages share the transaction.
        """
        await self._before_statement(writes=True)
        async with self._connection.begin_nested():
            try:
                yield
                await self.flush()
            except BaseException:
                self.working.undo(0)
                self.working.forget()
                raise

    async def _close(self) -> None:
        self.end_message()
        await self.flush()
        if self._changed:
            payload = announcement(self._changed)
            await self._connection.execute(
                text("select pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload}
            )


@asynccontextmanager
async def transaction(engine: AsyncEngine, now: datetime, messages: int = 1) -> AsyncIterator[Transaction]:
    """Begin, yield, write, check the audit, announce, commit; any exception rolls everything back.

    Raises UnauditedWrite when facts about people were written without an audit line.
    """
    async with engine.connect() as connection, connection.begin():
        work = Transaction(connection, now, messages)
        yield work
        await work._close()


def _writes(statement: Executable) -> bool:
    """Whether the statement may change rows that are held in memory."""
    if isinstance(statement, TextClause):
        return not statement.text.lstrip().lower().startswith("select")
    if isinstance(statement, UpdateBase):
        return statement.entity_description["name"] in KEPT
    return not isinstance(statement, SelectBase)

"""The only place that commits.

A transaction that wrote facts about people and holds no audit line refuses to commit. PLUMBING names the tables that
hold no facts about people, or that are the record of the write itself. One NOTIFY a transaction wakes the relay and the
subscriptions: commits that notify queue on one lock of PostgreSQL, so never one a row.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, insert, text
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql.dml import UpdateBase

from hub.errors import UnauditedWrite
from hub.store.audit import audit
from hub.store.changes import CHANNEL, announcement

PLUMBING = frozenset(
    {
        "audit",
        "dead_letter",
        "detail_due",
        "feed",
        "idempotency_key",
        "inbox",
        "outbox",
        "read_audit",
        "replay_outcome",
        "source_version",
    }
)


class Transaction:
    """One unit of work on one connection: statements, audit lines, and the cases whose change is announced.

    `now` is the moment that everything in it carries; it is read once, so that no rule reads a clock.
    """

    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self.now = now
        self._written: set[str] = set()
        self._audited = False
        self._changed: dict[int, int] = {}

    async def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run one statement; a list of parameter rows runs it for each."""
        if isinstance(statement, UpdateBase):
            self._written.add(statement.entity_description["name"])
        return await self._connection.execute(statement, parameters)

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
        await self._connection.execute(insert(audit), line)

    def changed(self, case_id: int, sequence: int) -> None:
        """Remember that the case has an event with this sequence; told to the listeners at commit."""
        self._changed[case_id] = max(sequence, self._changed.get(case_id, 0))

    def savepoint(self) -> Any:
        """A nested transaction: one message of a batch can fail without the others."""
        return self._connection.begin_nested()

    async def _close(self) -> None:
        facts = self._written - PLUMBING
        if facts and not self._audited:
            names = ", ".join(sorted(facts))
            raise UnauditedWrite(f"This transaction wrote {names} without an audit line: call Transaction.record().")
        if self._changed:
            payload = announcement(self._changed)
            await self._connection.execute(
                text("select pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload}
            )


@asynccontextmanager
async def transaction(engine: AsyncEngine, now: datetime) -> AsyncIterator[Transaction]:
    """Begin, yield, check the audit, announce, commit; any exception rolls everything back.

    Raises UnauditedWrite when facts about people were written without an audit line.
    """
    async with engine.connect() as connection, connection.begin():
        work = Transaction(connection, now)
        yield work
        await work._close()

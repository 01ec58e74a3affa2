"""Runs compiled statements: a few connections of its own for each process, each with its own prepared statements.

No pool and no RESET between uses: a read leaves nothing behind in a session, and a round trip saved is a third of the
time of a small read. Connections are read-only; a lost one is opened again by the next read that needs it.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from hub.errors import DependencyUnavailable
from hub.reads.statement import Compiled

CONNECTIONS = 4
MOST_STATEMENTS = 200  # prepared on each connection
GONE = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.InternalClientError,  # the server's last word came while nothing was asked
    OSError,
)
STALE = (asyncpg.InvalidCachedStatementError, asyncpg.FeatureNotSupportedError, asyncpg.InvalidSQLStatementNameError)

_UNREACHABLE = "The hub's database does not answer. Try again in a moment."
_BUSY = "The hub has more reads to do than it can. Try again in a moment."


@dataclass(eq=False)
class _Line:
    """One connection, or the place of one, and what is prepared on it."""

    connection: Any = None
    statements: OrderedDict[str, Any] = field(default_factory=OrderedDict)

    @property
    def open(self) -> bool:
        return self.connection is not None and not self.connection.is_closed()

    def drop(self) -> None:
        """Give the connection up without a word to the server."""
        self.statements.clear()
        if self.connection is not None:
            self.connection.terminate()
        self.connection = None


class Reader:
    """Reads of one process. `patience` is how long to wait for a connection, `seconds` how long one read may take."""

    def __init__(self, url: str, *, size: int = CONNECTIONS, patience: float = 5.0, seconds: float = 10.0) -> None:
        self._url = url
        self._patience = patience
        self._seconds = seconds
        self._lines = [_Line() for _ in range(size)]
        self._free = deque(self._lines)
        self._waiting: deque[asyncio.Future[_Line]] = deque()

    async def open(self) -> None:
        """Connect once, so that a wrong address shows at the start. Raises DependencyUnavailable."""
        line = await self._take()
        try:
            await self._connect(line)
        finally:
            self._give(line)

    async def close(self) -> None:
        """Close every connection; reads that run fail."""
        for line in self._lines:
            if line.open:
                await line.connection.close()

    async def fetch(self, compiled: Compiled, values: Sequence[Any]) -> tuple[bytes, list[int]]:
        """The answer's JSON and the cases in it. Raises DependencyUnavailable, and TimeoutError for a slow read."""
        line = self._free.pop() if self._free else await self._take()
        try:
            return await self._run(line, compiled.sql, values)
        except (asyncpg.QueryCanceledError, TimeoutError):
            raise TimeoutError("A read took too long.") from None
        except asyncpg.DataError:
            raise  # a value that does not fit its parameter: our fault, and an InterfaceError too
        except GONE:
            line.drop()
            raise DependencyUnavailable(_UNREACHABLE) from None
        finally:
            self._give(line)

    async def _run(self, line: _Line, sql: str, values: Sequence[Any]) -> tuple[bytes, list[int]]:
        """Once more on a new connection, or with newly prepared statements, where the old ones turn out to be stale."""
        if line.open:
            try:
                return await self._once(line, sql, values)
            except (asyncpg.DataError, TimeoutError):
                raise
            except GONE:
                line.drop()
            except STALE:
                line.statements.clear()
        if not line.open:
            await self._connect(line)
        return await self._once(line, sql, values)

    async def _once(self, line: _Line, sql: str, values: Sequence[Any]) -> tuple[bytes, list[int]]:
        statement = line.statements.get(sql)
        if statement is None:
            statement = await line.connection.prepare(sql, timeout=self._seconds)
            line.statements[sql] = statement
            if len(line.statements) > MOST_STATEMENTS:
                line.statements.popitem(last=False)
        row = await statement.fetchrow(*values, timeout=self._seconds)
        return row[0], row[1]

    async def _connect(self, line: _Line) -> None:
        line.drop()
        settings = {
            "application_name": "hub reads",
            "timezone": "UTC",
            "datestyle": "ISO",
            "jit": "off",
            # planned once for all values: planning a nested read takes longer than running it
            "plan_cache_mode": "force_generic_plan",
            "default_transaction_read_only": "on",
            "statement_timeout": str(int(self._seconds * 1000)),
        }
        try:
            async with asyncio.timeout(self._patience):
                # with its statement cache off, asyncpg prepares without names, and parses again at every use
                line.connection = await asyncpg.connect(self._url, server_settings=settings, timeout=self._patience)
                await line.connection.set_type_codec(
                    "json", schema="pg_catalog", encoder=_as_it_is, decoder=_as_it_is, format="binary"
                )
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
            line.drop()
            raise DependencyUnavailable(_UNREACHABLE) from None

    async def _take(self) -> _Line:
        if self._free:
            return self._free.pop()
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[_Line] = loop.create_future()
        self._waiting.append(turn)
        end = loop.call_later(self._patience, _give_up, turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self._give(turn.result())  # a line that came at the last moment goes to the next
            raise
        finally:
            end.cancel()

    def _give(self, line: _Line) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(line)
                return
        self._free.append(line)


def _give_up(turn: asyncio.Future[_Line]) -> None:
    if not turn.done():
        turn.set_exception(DependencyUnavailable(_BUSY))


def _as_it_is(value: bytes) -> bytes:
    return value

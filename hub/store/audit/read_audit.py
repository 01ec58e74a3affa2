"""The audit of reads: one line for each request, on disk before its answer leaves.

Lines of requests that run at the same time share one commit, on a connection of the writer's own. While a commit is on
its way the next group gathers; and a busy process begins a commit at most every INTERVAL, for each costs the database
more than many lines. A line that comes alone waits for nothing.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import asyncpg

from hub.errors import DependencyUnavailable

# A group never grows past this, nor the lines that wait for the next group past MOST_WAITING.
LARGEST_GROUP = 500
MOST_WAITING = 10_000
# Seconds that a group may take, and that we wait before we ask an unreachable database again.
PATIENCE = 5.0
PAUSE = 0.5
# Seconds from the beginning of one commit to that of the next, at least: what a line may wait in a busy process.
INTERVAL = 0.002

UNREACHABLE = "The database of the read audit does not answer, and no read is answered without its line."
UNPREPARED = "The database has not the hub's tables: run `hub migrate` first."

log = logging.getLogger(__name__)

_INSERT = """
insert into read_audit (at, actor, service, request_id, document_hash, operation, outcome, case_ids)
select line.at, line.actor, line.service, line.request_id, line.document_hash, line.operation, line.outcome,
       line.case_ids::bigint[]
from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
     as line (at, actor, service, request_id, document_hash, operation, outcome, case_ids)
"""

_LOST = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the driver's word where the server's farewell meets a statement on its way
    asyncpg.OperatorInterventionError,
)


class ReadLine(NamedTuple):
    """Who read what, without values of facts; `case_ids` are the cases whose facts are in the answer."""

    at: datetime
    actor: str
    service: str
    request_id: str
    document_hash: str
    operation: str | None
    outcome: str
    case_ids: Sequence[int]


class ReadAudit:
    """The writer of this process. `start` it before, `close` it after; `write` from any task."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._waiting: list[tuple[ReadLine, asyncio.Future[None]]] = []
        self._some = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None
        self._closing = False
        self._connection: Any = None
        self._statement: Any = None
        self._unreachable_until = 0.0

    async def start(self) -> None:
        """Begin to take lines; raises DependencyUnavailable where the database can't be reached."""
        await self._connected()
        self._writer = asyncio.create_task(self._work(), name="read audit")

    async def close(self) -> None:
        """Write what waits, then let the connection go."""
        self._closing = True
        self._some.set()
        if self._writer:
            await self._writer
        self._disconnect()

    async def write(self, line: ReadLine) -> None:
        """Return when the line is committed. Raises DependencyUnavailable when it can't be: then answer nothing."""
        if self._closing or len(self._waiting) >= MOST_WAITING:
            raise DependencyUnavailable("The read audit takes no more lines now: ask again in a moment.")
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((line, written))
        self._some.set()
        await written

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        earliest = loop.time()
        while self._waiting or not self._closing:
            if not self._waiting:
                self._some.clear()
                await self._some.wait()
                continue
            if loop.time() < earliest:
                await asyncio.sleep(earliest - loop.time())
            earliest = loop.time() + INTERVAL
            group, self._waiting = self._waiting[:LARGEST_GROUP], self._waiting[LARGEST_GROUP:]
            fault = await self._commit([line for line, _ in group])
            for _, written in group:
                if written.done():
                    continue  # the request that waited was given up
                if fault is None:
                    written.set_result(None)
                else:
                    written.set_exception(DependencyUnavailable(fault))

    async def _commit(self, lines: Sequence[ReadLine]) -> str | None:
        """Commit the lines; the fault as a sentence, or None.

        After a lost connection it tries once more, on a new one: a line may then stand twice, never be missing.
        """
        columns = [*zip(*(line[:-1] for line in lines), strict=True), [_array(line.case_ids) for line in lines]]
        for last in (False, True):
            try:
                async with asyncio.timeout(PATIENCE):
                    statement = await self._connected()
                    await statement.fetch(*columns)
                return None
            except DependencyUnavailable as fault:
                return str(fault)
            except _LOST:
                self._disconnect()
                if last:
                    return UNREACHABLE
            except Exception as error:  # whatever it is, the writer lives on and nobody waits for ever
                log.error("The read audit could not be written: %s", type(error).__name__)
                return UNREACHABLE
        return None

    async def _connected(self) -> Any:
        if self._connection is not None and not self._connection.is_closed():
            return self._statement
        loop = asyncio.get_running_loop()
        if loop.time() < self._unreachable_until:
            raise DependencyUnavailable(UNREACHABLE)
        try:
            self._connection = await asyncpg.connect(
                self._database_url, timeout=PATIENCE, server_settings={"application_name": "hub read audit"}
            )
            self._statement = await self._connection.prepare(_INSERT)
        except asyncpg.UndefinedTableError:
            self._disconnect()
            raise DependencyUnavailable(UNPREPARED) from None
        except (*_LOST, asyncpg.PostgresError):
            self._unreachable_until = loop.time() + PAUSE
            self._disconnect()
            raise DependencyUnavailable(UNREACHABLE) from None
        return self._statement

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()


def _array(case_ids: Sequence[int]) -> str:
    return "{" + ",".join(map(str, case_ids)) + "}"

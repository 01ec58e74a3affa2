"""One leader among the processes of a role: who holds the role's advisory lock, for as long as its connection lives."""

import asyncio
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from hub.store.changes import CHANNEL

ASK_AGAIN = 1.0  # seconds between two tries of a process that waits to lead


class Leadership:
    """The leader's own connection: it holds the lock, and hears when a transaction announced a change."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._changed = asyncio.Event()

    async def wait_for_change(self, seconds: float) -> None:
        """Return when a transaction announces a change, when somebody calls `wake`, or after the time."""
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            pass
        self._changed.clear()

    def wake(self) -> None:
        """End the wait for a change."""
        self._changed.set()

    async def still_leads(self) -> bool:
        """Whether the lock is certainly still held: its connection answers."""
        try:
            return bool(await self._connection.fetchval("select true", timeout=5))
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            return False  # the last of these is what the driver says in the very moment that a connection is cut

    def _heard(self, *_: object) -> None:
        self._changed.set()


@asynccontextmanager
async def leader(database_url: str, role: str, stop: asyncio.Event) -> AsyncIterator[Leadership | None]:
    """Wait until no other process leads this role, then lead it; None where `stop` came first.

    Raises OSError or asyncpg's errors where the database can't be reached: the caller tries again.
    """
    connection = await asyncpg.connect(database_url, timeout=10)
    try:
        leadership = Leadership(connection)
        if not await _acquired(connection, role, stop):
            yield None
            return
        await connection.add_listener(CHANNEL, leadership._heard)
        connection.add_termination_listener(leadership._heard)
        yield leadership
    finally:
        await _close(connection)


async def _acquired(connection: asyncpg.Connection, role: str, stop: asyncio.Event) -> bool:
    number = zlib.crc32(f"hub {role}".encode())
    while not stop.is_set():
        if await connection.fetchval("select pg_try_advisory_lock($1)", number):
            return True
        try:
            async with asyncio.timeout(ASK_AGAIN):
                await stop.wait()
        except TimeoutError:
            pass
    return False


async def _close(connection: asyncpg.Connection) -> None:
    try:
        await connection.close(timeout=2)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        connection.terminate()

"""One connection a process that hears which cases have new events (hub/store/changes.py), and mends itself."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from typing import Any

import asyncpg

from hub.errors import DependencyUnavailable
from hub.store.changes import CHANNEL, announced

# Seconds: a silent connection is asked whether it lives; how long an answer may take; the pauses between new attempts.
HEARTBEAT = 15.0
PATIENCE = 5.0
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0

# A case -> the highest sequence announced; empty: many cases changed, or something may have been missed, so look.
Told = Callable[[Mapping[int, int]], None]

log = logging.getLogger(__name__)


class Listening:
    """Calls `told` for every announcement, and with {} whenever announcements may have been missed."""

    def __init__(self, database_url: str, told: Told) -> None:
        self._database_url = database_url
        self._told = told
        self._task: asyncio.Task[None] | None = None
        self._heard_once = asyncio.Event()
        self.connected = False

    async def start(self) -> None:
        """Begin; returns when the connection listens. Raises DependencyUnavailable if that takes too long."""
        self._task = asyncio.create_task(self._listen_for_ever(), name="changes")
        try:
            await asyncio.wait_for(self._heard_once.wait(), PATIENCE)
        except TimeoutError:
            await self.close()
            raise DependencyUnavailable("PostgreSQL does not answer, so changes can't be heard. Start it.") from None

    async def close(self) -> None:
        """Stop listening."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _listen_for_ever(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                async with self._connection() as (connection, lost):
                    pause = FIRST_PAUSE
                    await _until_lost(connection, lost)
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
                log.warning("Changes are not heard at the moment (%s); trying again.", type(fault).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    @contextlib.asynccontextmanager
    async def _connection(self) -> Any:
        connection = await asyncpg.connect(
            self._database_url, timeout=PATIENCE, server_settings={"application_name": "hub changes"}
        )
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(CHANNEL, self._hear)
            self.connected = True
            self._heard_once.set()
            self._told({})  # whatever was announced while nobody listened
            yield connection, lost
        finally:
            self.connected = False
            connection.terminate()

    def _hear(self, connection: object, process_id: int, channel: str, payload: str) -> None:
        try:
            changed = announced(payload)
        except (ValueError, AttributeError):
            changed = {}
        self._told(changed)


async def _until_lost(connection: Any, lost: asyncio.Event) -> None:
    while not lost.is_set():
        try:
            await asyncio.wait_for(lost.wait(), HEARTBEAT)
        except TimeoutError:
            async with asyncio.timeout(PATIENCE):
                await connection.execute("select 1")

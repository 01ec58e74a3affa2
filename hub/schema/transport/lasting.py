"""Connections that last: sockets and streams. They end with their token, and when the process ends."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from hub.domain.access import Actor

GOODBYE_SECONDS = 3.0


class Lasting:
    """Those that are open in this process; `closing` is set once, when it ends."""

    def __init__(self) -> None:
        self.closing = asyncio.Event()
        self._none_open = asyncio.Event()
        self._none_open.set()
        self._open = 0

    @property
    def open(self) -> int:
        """How many are open now."""
        return self._open

    @contextmanager
    def held(self) -> Iterator[None]:
        """One connection, as long as it is open."""
        self._open += 1
        self._none_open.clear()
        try:
            yield
        finally:
            self._open -= 1
            if not self._open:
                self._none_open.set()

    async def close(self, patience: float = GOODBYE_SECONDS) -> None:
        """Tell all to end and wait until they have, at most `patience` seconds."""
        self.closing.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._none_open.wait(), patience)


def seconds_left(actor: Actor | None) -> float | None:
    """How long the actor's token still counts; None for ever."""
    if actor is None or actor.expires_at is None:
        return None
    return max((actor.expires_at - datetime.now(UTC)).total_seconds(), 0.0)


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel the tasks and wait until they are gone, whatever they end with."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def until_set(event: asyncio.Event) -> None:
    """Wait for the event, as a task's whole work."""
    await event.wait()

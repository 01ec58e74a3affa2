"""Waiting that ends early when it must: pauses between tries, and limits on what may hang."""

import asyncio
import logging
import random
from collections.abc import Awaitable
from typing import Any

from aiokafka.errors import KafkaError

log = logging.getLogger(__name__)

FIRST = 0.1  # seconds
LONGEST = 15.0


class BackOff:
    """Pauses that grow from one failed try to the next, with jitter; `ending` cuts one short."""

    def __init__(self, ending: asyncio.Event) -> None:
        self._ending = ending
        self.tries = 0

    def reset(self) -> None:
        """A try succeeded: the next pause is short again."""
        self.tries = 0

    async def pause(self) -> None:
        """Wait, longer each time."""
        longest = min(LONGEST, FIRST * 2**self.tries)
        self.tries += 1
        try:
            async with asyncio.timeout(longest * random.uniform(0.5, 1.0)):  # noqa: S311 - jitter
                await self._ending.wait()
        except TimeoutError:
            pass


async def within(seconds: float, work: Awaitable[object]) -> bool:
    """Whether the work came to its end in time; a broker that does not answer must not hold up the rest.

    The library cancels its own tasks when it ends, and lets that through: it is no wish to end us.
    """
    try:
        async with asyncio.timeout(seconds):
            await work
    except (TimeoutError, KafkaError) as fault:
        log.debug("Not waiting any longer for Kafka (%s).", type(fault).__name__)
        return False
    except asyncio.CancelledError:
        us = asyncio.current_task()
        if us is None or us.cancelling():
            raise
        log.debug("Kafka's client was torn apart at its end.")
        return False
    return True


async def ended(task: asyncio.Task[Any]) -> None:
    """Cancel the task if it still runs, and wait until it has ended, however it ends."""
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled():
        task.exception()  # seen: whoever asks for the result gets it

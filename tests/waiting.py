"""Waiting for a condition with a deadline: the only place in the tests that sleeps."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar, overload

Found = TypeVar("Found")


@overload
async def until(condition: Callable[[], Awaitable[Found]], *, within: float = 20.0, what: str = "") -> Found: ...
@overload
async def until(condition: Callable[[], Found], *, within: float = 20.0, what: str = "") -> Found: ...
async def until(condition: Callable[[], Found | Awaitable[Found]], *, within: float = 20.0, what: str = "") -> Found:
    """Ask again until the condition is true, and return what it found; fail with `what` after `within` seconds."""
    deadline = time.monotonic() + within
    while True:
        answer = condition()
        found = await answer if inspect.isawaitable(answer) else answer
        if found:
            return found
        assert time.monotonic() < deadline, f"waited {within} s in vain: {what or condition}"
        await asyncio.sleep(0.02)


def until_sync(condition: Callable[[], Found], *, within: float = 20.0, what: str = "") -> Found:
    """As `until`, for tests without an event loop."""
    deadline = time.monotonic() + within
    while not (found := condition()):
        assert time.monotonic() < deadline, f"waited {within} s in vain: {what or condition}"
        time.sleep(0.02)
    return found

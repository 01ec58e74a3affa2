"""Ctrl-C, once or twice, and SIGTERM: the first ends what goes on, every later one is heard but changes nothing.

A clean stop takes a few seconds; a second Ctrl-C in them must not tear it apart.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StopAsked(BaseException):
    """Raised in the main thread at the first signal, so that a long step ends too; never an error."""


class Stopping:
    """While it is open, the first signal raises StopAsked once; later ones only remind the user that it is stopping."""

    Asked = StopAsked

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._postponed = 0
        self._raised = False
        self._former: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for number in SIGNALS:
            self._former[number] = signal.signal(number, self._heard)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    @contextmanager
    def postponed(self) -> Iterator[None]:
        """A step that must not be torn apart: a signal in it takes effect at its end."""
        self._postponed += 1
        try:
            yield
        finally:
            self._postponed -= 1
        self._raise_if_due()

    def wait(self, seconds: float) -> bool:
        """Wait, at the most so long, for a signal; whether one came."""
        return self._asked.wait(seconds)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        if self._asked.is_set():
            return
        self._asked.set()
        self._raise_if_due()

    def _raise_if_due(self) -> None:
        if self._asked.is_set() and not self._postponed and not self._raised:
            self._raised = True
            raise StopAsked

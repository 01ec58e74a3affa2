"""How far a role is with its messages, for the log: a line now and then on long work, and one at the end."""

import logging
import time
from collections import Counter
from collections.abc import Iterable

from hub.messaging.outcome import Outcome

REPORT = 10.0  # seconds between two lines

log = logging.getLogger(__name__)


class Progress:
    """Messages taken, by how they ended."""

    def __init__(self) -> None:
        self._ends: Counter[str] = Counter()
        self._told = 0  # how many were taken when the last line was written
        self._told_at = time.monotonic()

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Count messages that have been taken."""
        self._ends.update(str(outcome.end) for outcome in outcomes)

    @property
    def due(self) -> bool:
        """Whether it is time for a line."""
        return time.monotonic() - self._told_at >= REPORT

    def tell(self, to_come: int) -> None:
        """Write a line; `to_come` is how many messages are known to wait."""
        now, taken = time.monotonic(), self._ends.total()
        rate = (taken - self._told) / max(now - self._told_at, 0.001)
        self._told, self._told_at = taken, now
        log.info("Taken so far: %s; %s a second now, about %s to come.", self, f"{rate:,.0f}", f"{to_come:,}")

    def __str__(self) -> str:
        return ", ".join(f"{number:,} {end}" for end, number in sorted(self._ends.items())) or "nothing"

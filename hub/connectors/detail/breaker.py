"""A circuit breaker: a source that fails again and again is left alone for a while, then tried with one call.

Time is an argument, so that it can be tested without waiting. One for each source and process.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FAILURES = 5  # in a row
SHORTEST, LONGEST = timedelta(seconds=10), timedelta(minutes=5)


@dataclass
class Breaker:
    """Closed while calls succeed; open after FAILURES in a row, longer each time; then one call decides."""

    failures: int = 0
    open_until: datetime | None = None
    _pause: timedelta = SHORTEST

    def allows(self, now: datetime, many: int) -> int:
        """How many calls may be made at once: all, one as a trial, or none."""
        if self.open_until is None:
            return many
        return 1 if now >= self.open_until else 0

    def succeeded(self) -> None:
        """The source answered: closed."""
        self.failures, self.open_until, self._pause = 0, None, SHORTEST

    def failed(self, now: datetime) -> None:
        """The source did not answer, or with a fault of its own."""
        self.failures += 1
        trial = self.open_until is not None and now >= self.open_until
        if trial:
            self._pause = min(self._pause * 2, LONGEST)
        if trial or (self.open_until is None and self.failures >= FAILURES):
            self.open_until = now + self._pause

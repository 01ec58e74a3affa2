"""What follows from the answer to a detail call: the wait is over, another try later, or no more tries.

Sources differ in time: a record that an event has just named may not be there yet (404), so an absence is believed
only after tries over a day. A source that fails is asked again for as long as it takes: that is not the record's fault.
Source: hub, after what consumers of these events do ("not yet" is eventual consistency, not absence).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from hub.domain.value import Value


class DetailAnswer(StrEnum):
    """How a detail call ended, or why none is made."""

    ARRIVED = "ARRIVED"  # the record came
    NOT_FOUND = "NOT_FOUND"  # 404, 410: not there yet, or not at all
    FORBIDDEN = "FORBIDDEN"  # 403: this record is not for the hub
    REFUSED = "REFUSED"  # any other 4xx: the question is wrong
    BUSY = "BUSY"  # 429: later
    UNAVAILABLE = "UNAVAILABLE"  # 5xx, no connection, too slow, no token
    REDIRECTED = "REDIRECTED"  # 3xx: never followed
    TOO_LARGE = "TOO_LARGE"  # a longer body than a message may have
    UNREADABLE = "UNREADABLE"  # the body can't be taken: it lies among the dead letters
    FOREIGN_ADDRESS = "FOREIGN_ADDRESS"  # the event names another host than the one that is configured
    NO_ADDRESS = "NO_ADDRESS"  # no base address is configured for the source


# A fault of the source: counted by the circuit breaker, and tried again without end.
SOURCE_FAULTS = frozenset({DetailAnswer.UNAVAILABLE, DetailAnswer.REDIRECTED, DetailAnswer.BUSY})


class Patience(Value):
    """Pauses from `first`, doubled up to `longest`; `tries` in all, None: without end."""

    first: timedelta
    longest: timedelta
    tries: int | None


SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
PATIENCE = {
    # 1, 2, 4 ... seconds at first, then hourly: about a day.
    DetailAnswer.NOT_FOUND: Patience(SECOND, HOUR, 33),
    DetailAnswer.FORBIDDEN: Patience(MINUTE, HOUR, 10),
    DetailAnswer.REFUSED: Patience(MINUTE, HOUR, 3),
    DetailAnswer.BUSY: Patience(5 * SECOND, 5 * MINUTE, None),
    DetailAnswer.UNAVAILABLE: Patience(SECOND, 5 * MINUTE, None),
    DetailAnswer.REDIRECTED: Patience(MINUTE, HOUR, None),
}
SHORTEST_PART = 0.5  # of a pause that jitter leaves


def next_try(
    answer: DetailAnswer, tries: int, now: datetime, *, jitter: float, asked_to_wait: timedelta | None = None
) -> datetime | None:
    """When to ask again after `tries` calls, the last of which ended so; None: not until an event names it again.

    `jitter` (0 to 1) spreads the tries of many records. `asked_to_wait` is what the source asked for; it lengthens a
    pause, up to the longest, and never shortens one.
    """
    patience = PATIENCE.get(answer)
    if patience is None or (patience.tries is not None and tries >= patience.tries):
        return None
    doubled: int = 2 ** min(max(tries - 1, 0), 20)
    pause = min(patience.longest, patience.first * doubled) * (SHORTEST_PART + (1 - SHORTEST_PART) * jitter)
    return now + max(pause, min(asked_to_wait or timedelta(0), patience.longest))

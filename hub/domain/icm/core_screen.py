"""The core screen interview with a prison officer, soon after reception (what, planning).

The documents say "soon"; the hub makes it a week.
"""

from datetime import date, timedelta

from hub.domain.icm.words import CoreScreenState
from hub.domain.value import Value

DUE_AFTER = timedelta(days=7)


class CoreScreen(Value):
    """How the interview stands, and by when it is due."""

    state: CoreScreenState
    due_on: date


def core_screen(
    received_on: date, today: date, *, held_on: date | None = None, declined_on: date | None = None
) -> CoreScreen:
    """How the core screen of a reception stands; one of an earlier reception does not count."""
    due_on = received_on + DUE_AFTER
    if held_on is not None and held_on >= received_on:
        return CoreScreen(CoreScreenState.HELD, due_on)
    if declined_on is not None and declined_on >= received_on:
        return CoreScreen(CoreScreenState.DECLINED, due_on)
    return CoreScreen(CoreScreenState.OVERDUE if today > due_on else CoreScreenState.DUE, due_on)

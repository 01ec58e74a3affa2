"""When a handover asks for somebody to act because nobody has in time, and why (openings, B4).

Unanswered for five working days, or on its day; accepted and not completed after its day; not followed up in time.
"""

from datetime import datetime
from enum import StrEnum

from hub.domain.days import end_of, start_of, working_days_after
from hub.domain.handover.in_two_hands import Handover, HandoverState

# A planned handover is answered within so many working days (hub).
ANSWER_AFTER = 5


class Lateness(StrEnum):
    """Why a handover asks for somebody to act."""

    NOT_ANSWERED = "NOT_ANSWERED"
    NOT_COMPLETED = "NOT_COMPLETED"
    NOT_FOLLOWED_UP = "NOT_FOLLOWED_UP"


REASONS: dict[HandoverState, Lateness] = {
    HandoverState.PLANNED: Lateness.NOT_ANSWERED,
    HandoverState.ACCEPTED: Lateness.NOT_COMPLETED,
    HandoverState.COMPLETED: Lateness.NOT_FOLLOWED_UP,
}


def late_from(handover: Handover, *, followed_up: bool = False) -> datetime | None:
    """From when on it is escalated; None where nothing is awaited."""
    if handover.state is HandoverState.PLANNED:
        return min(working_days_after(handover.planned_at, ANSWER_AFTER), start_of(handover.planned_on))
    if handover.state is HandoverState.ACCEPTED:
        return end_of(handover.planned_on)
    if handover.state is HandoverState.COMPLETED and not followed_up:
        return handover.follow_up_due_at
    return None


def late(handover: Handover, now: datetime, *, followed_up: bool = False) -> Lateness | None:
    """Why it is escalated now, None where it is not."""
    since = late_from(handover, followed_up=followed_up)
    return REASONS[handover.state] if since is not None and now >= since else None

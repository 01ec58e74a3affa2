"""The lists of handovers, and what is to be told or asked when. Source: rules, (d), "Around it".

A notice carries the day on which it is due, so that a clock that stood still for days loses none: whoever sends them
asks for all that are due and leaves out what was sent.
"""

from datetime import date, timedelta
from enum import StrEnum

from hub.domain.handover.words import HandoverReason, Responsibility
from hub.domain.value import Value

UPCOMING_DAYS = 56
OVERDUE_AFTER = timedelta(days=2)
MANAGER_MISSING_AFTER = timedelta(days=14)
ASK_LOCAL_UNIT_AFTER = timedelta(days=7)
ASK_AGAIN_AFTER = timedelta(days=2)


class HandoverList(StrEnum):
    """In which list a case stands."""

    UPCOMING = "UPCOMING"
    IN_PROGRESS = "IN_PROGRESS"
    MANAGER_OVERDUE = "MANAGER_OVERDUE"


class Notice(StrEnum):
    """What is to be told or asked."""

    HANDOVER_APPROACHES = "HANDOVER_APPROACHES"
    HANDOVER_TODAY = "HANDOVER_TODAY"
    ASK_LOCAL_UNIT = "ASK_LOCAL_UNIT"
    MANAGER_MISSING = "MANAGER_MISSING"
    ASK_FOR_MANAGER = "ASK_FOR_MANAGER"


class HandoverNotice(Value):
    """A notice and the day on which it is due."""

    notice: Notice
    due_on: date


def upcoming(
    responsibility: Responsibility, handover_on: date | None, today: date, *, days: int = UPCOMING_DAYS
) -> bool:
    """Whether custody is still alone and the handover lies at most so many days ahead."""
    if handover_on is None or responsibility is not Responsibility.CUSTODY:
        return False
    return handover_on - timedelta(days=days) <= today < handover_on


def manager_overdue(
    responsibility: Responsibility, handover_on: date | None, today: date, *, manager_known: bool
) -> bool:
    """Whether the community is responsible since two days or more and has named nobody."""
    if handover_on is None or manager_known or responsibility is not Responsibility.COMMUNITY:
        return False
    return today >= handover_on + OVERDUE_AFTER


def listed(
    responsibility: Responsibility, handover_on: date | None, today: date, *, manager_known: bool
) -> tuple[HandoverList, ...]:
    """Every list in which the case stands today."""
    in_progress = handover_on is not None and responsibility is not Responsibility.CUSTODY
    found = (
        (HandoverList.UPCOMING, upcoming(responsibility, handover_on, today)),
        (HandoverList.IN_PROGRESS, in_progress),
        (
            HandoverList.MANAGER_OVERDUE,
            manager_overdue(responsibility, handover_on, today, manager_known=manager_known),
        ),
    )
    return tuple(name for name, stands in found if stands)


def notices(
    reason: HandoverReason,
    starts_on: date | None,
    handover_on: date | None,
    today: date,
    *,
    manager_known: bool,
    asked_on: date | None = None,
) -> tuple[HandoverNotice, ...]:
    """Every notice that is due by today, the earliest first.

    `asked_on` is when a manager was last asked for in a case that is the community's at once, None: never.
    """
    due = []
    if handover_on is not None and today < handover_on:
        due.append(HandoverNotice(Notice.HANDOVER_APPROACHES, handover_on - timedelta(days=UPCOMING_DAYS)))
    if handover_on is not None and manager_known:
        due.append(HandoverNotice(Notice.HANDOVER_TODAY, handover_on))
    if starts_on is not None and not manager_known:
        due.append(HandoverNotice(Notice.ASK_LOCAL_UNIT, starts_on + ASK_LOCAL_UNIT_AFTER))
    if handover_on is not None and not manager_known:
        due.append(HandoverNotice(Notice.MANAGER_MISSING, handover_on + MANAGER_MISSING_AFTER))
    if reason is HandoverReason.DETERMINATE_SHORT and not manager_known:
        due.append(HandoverNotice(Notice.ASK_FOR_MANAGER, asked_on + ASK_AGAIN_AFTER if asked_on else today))
    return tuple(sorted((one for one in due if one.due_on <= today), key=lambda one: (one.due_on, one.notice)))

"""Whom to turn to when it cannot wait (hub): the manager or who covers, else the duty of their side.

A prison is staffed at every hour, so in custody its duty is always there. The community's offices have hours; outside
them there is a duty for what is urgent, and the rest waits until they open. Hours are London's.
"""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from hub.domain.because import Because, because
from hub.domain.days import LONDON, SATURDAY
from hub.domain.lead.day_to_day import Place
from hub.domain.value import Value


class TurnTo(StrEnum):
    """Whom to turn to."""

    WHO_ACTS = "WHO_ACTS"
    TEAM_DUTY = "TEAM_DUTY"
    OUT_OF_HOURS_DUTY = "OUT_OF_HOURS_DUTY"
    PRISON_DUTY = "PRISON_DUTY"
    WAIT_UNTIL_OPEN = "WAIT_UNTIL_OPEN"


class UrgentReason(StrEnum):
    """Why."""

    SOMEBODY_ACTS = "SOMEBODY_ACTS"
    NOBODY_ACTS = "NOBODY_ACTS"
    OUTSIDE_HOURS = "OUTSIDE_HOURS"
    NOT_URGENT = "NOT_URGENT"


class OfficeHours(Value):
    """When an office is open, Monday to Friday; from the first moment to before the last."""

    opens: time = time(9)
    closes: time = time(17)


class UrgentRoute(Value):
    """Whom to turn to and why; `staff_id` of the one who acts; `opens_at` where it waits."""

    route: TurnTo
    because: Because[UrgentReason]
    staff_id: int | None = None
    opens_at: datetime | None = None


def urgent_route(
    at: datetime, place: Place, acting_id: int | None, *, urgent: bool, hours: OfficeHours | None = None
) -> UrgentRoute:
    """Whom to turn to at that moment. `acting_id` is the manager or who covers (`cover.py`), None: nobody acts."""
    when = hours or OfficeHours()
    open_now = is_open(at, when)
    if open_now and acting_id is not None:
        why = because(UrgentReason.SOMEBODY_ACTS, "Within office hours somebody acts for the case.")
        return UrgentRoute(TurnTo.WHO_ACTS, why, acting_id)
    if open_now:
        duty = TurnTo.PRISON_DUTY if place is Place.CUSTODY else TurnTo.TEAM_DUTY
        return UrgentRoute(duty, because(UrgentReason.NOBODY_ACTS, "Nobody acts for the case now, so the duty does."))
    if not urgent:
        why = because(UrgentReason.NOT_URGENT, "It can wait until the offices open.")
        return UrgentRoute(TurnTo.WAIT_UNTIL_OPEN, why, acting_id, next_opening(at, when))
    duty = TurnTo.PRISON_DUTY if place is Place.CUSTODY else TurnTo.OUT_OF_HOURS_DUTY
    return UrgentRoute(duty, because(UrgentReason.OUTSIDE_HOURS, "It can't wait, and the offices are closed."))


def is_open(at: datetime, hours: OfficeHours) -> bool:
    """Whether the offices are open at that moment."""
    local = at.astimezone(LONDON)
    return local.weekday() < SATURDAY and hours.opens <= local.time() < hours.closes


def next_opening(at: datetime, hours: OfficeHours) -> datetime:
    """The next moment, not before this one, at which the offices open or are open, in UTC."""
    if is_open(at, hours):
        return at
    day = at.astimezone(LONDON).date()
    while True:
        opens = datetime.combine(day, hours.opens, LONDON).astimezone(UTC)
        if opens >= at and day.weekday() < SATURDAY:
            return opens
        day += timedelta(days=1)

"""Days and lengths of time: the day in London for every rule that says "today", calendar lengths, working days."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5
# No record of a living person's can mean a day outside these; 0001-01-01 is what many systems write for no day.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


@lru_cache(256)
def london_day(now: datetime) -> date:
    """The day in London at that moment; `now` carries its zone."""
    return now.astimezone(LONDON).date()


def london_minute(moment: datetime) -> datetime:
    """The wall clock in London at that moment, to the minute, without a zone: how a movement is identified."""
    return moment.astimezone(LONDON).replace(second=0, microsecond=0, tzinfo=None)


@lru_cache(4_096)
def start_of(day: date) -> datetime:
    """The moment at which the day begins in London, in UTC."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The moment at which the day is over in London, in UTC."""
    return start_of(day + timedelta(days=1))


FIRST_MOMENT, PAST_LAST_MOMENT = start_of(EARLIEST), end_of(LATEST)


def may_be_meant(day: date) -> bool:
    """Whether a record can mean the day: what lies outside EARLIEST and LATEST is a system's word for no day."""
    return EARLIEST <= day <= LATEST


def moment_may_be_meant(moment: datetime) -> bool:
    """Whether a record can mean the moment, by its day in London; `moment` carries its zone."""
    return FIRST_MOMENT <= moment < PAST_LAST_MOMENT


def before(day: date, *, months: int = 0, days: int = 0) -> date:
    """That many months, then days, before the day; the end of a shorter month stands for a day that it lacks."""
    return _months_on(day, -months) - timedelta(days=days)


def after(day: date, *, months: int = 0, days: int = 0) -> date:
    """That many months, then days, after the day; the end of a shorter month stands for a day that it lacks."""
    return _months_on(day, months) + timedelta(days=days)


def last_of_length(first: date, length: int | None, unit: str | None) -> date | None:
    """The last day of a term that begins on `first`, or None without a length or for a unit that is no calendar time.

    None also where it would last beyond LATEST.
    Units: DAYS, WEEKS, MONTHS, YEARS. A term of 12 months from 1 March ends on the last day of February.
    """
    if length is None or length <= 0 or unit not in ("DAYS", "WEEKS", "MONTHS", "YEARS"):
        return None
    try:
        if unit in ("DAYS", "WEEKS"):
            last = first + timedelta(days=length * (7 if unit == "WEEKS" else 1) - 1)
        else:
            last = _months_on(first, length * (12 if unit == "YEARS" else 1)) - timedelta(days=1)
    except (OverflowError, ValueError):
        return None
    return last if may_be_meant(last) else None


def age(born_on: date, day: date) -> int:
    """How old somebody is on that day, in years; who was born on 29 February grows older on 1 March in other years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def working_days_after(moment: datetime, count: int) -> datetime:
    """The end of the London day that is so many working days after the moment's day; Saturdays, Sundays don't count."""
    return end_of(working_day_after(london_day(moment), count))


@lru_cache(4_096)
def working_day_after(day: date, count: int) -> date:
    """The day that is so many working days after the day; Saturdays, Sundays don't count."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


@lru_cache(4_096)
def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))

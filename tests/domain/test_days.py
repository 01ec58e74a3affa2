from datetime import UTC, date, datetime

import pytest

from hub.domain import days


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),  # summer time: midnight in London
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 12, 2, 0, 0, tzinfo=UTC), date(2026, 12, 2)),
    ],
)
def test_the_day_is_londons(moment: datetime, day: date) -> None:
    assert days.london_day(moment) == day


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        (date(2026, 1, 5), datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC)),
        (date(2026, 6, 5), datetime(2026, 6, 4, 23, tzinfo=UTC), datetime(2026, 6, 5, 23, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 3, 29, 23, tzinfo=UTC)),  # clocks go on
        (date(2026, 10, 25), datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC)),
    ],
)
def test_a_day_begins_and_ends_in_london(day: date, start: datetime, end: datetime) -> None:
    assert (days.start_of(day), days.end_of(day)) == (start, end)


@pytest.mark.parametrize(
    ("day", "months", "more_days", "earlier"),
    [
        (date(2026, 12, 31), 8, 14, date(2026, 4, 16)),
        (date(2026, 10, 31), 8, 0, date(2026, 2, 28)),  # the end of a shorter month
        (date(2024, 10, 31), 8, 0, date(2024, 2, 29)),
        (date(2026, 3, 31), 1, 1, date(2026, 2, 27)),  # months first, then days
        (date(2026, 1, 1), 12, 0, date(2025, 1, 1)),
    ],
)
def test_months_are_taken_before_days(day: date, months: int, more_days: int, earlier: date) -> None:
    assert days.before(day, months=months, days=more_days) == earlier


@pytest.mark.parametrize(
    ("first", "length", "unit", "last"),
    [
        (date(2026, 3, 1), 12, "MONTHS", date(2027, 2, 28)),
        (date(2026, 3, 1), 2, "YEARS", date(2028, 2, 29)),
        (date(2026, 3, 1), 1, "DAYS", date(2026, 3, 1)),
        (date(2026, 3, 1), 2, "WEEKS", date(2026, 3, 14)),
        (date(2026, 8, 31), 6, "MONTHS", date(2027, 2, 27)),
        (date(2026, 3, 1), 100, "HOURS", None),  # unpaid work has no last day
        (date(2026, 3, 1), None, "MONTHS", None),
        (date(2026, 3, 1), 0, "MONTHS", None),
        (date(2026, 3, 1), 99_999, "YEARS", None),
        (date(2026, 3, 1), 173, "YEARS", date(2199, 2, 28)),
        (date(2026, 3, 1), 999, "YEARS", None),  # beyond every record
    ],
)
def test_the_last_day_of_a_term(first: date, length: int | None, unit: str, last: date | None) -> None:
    assert days.last_of_length(first, length, unit) == last


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 27, tzinfo=UTC)),  # Monday: the end of Thursday
        (datetime(2026, 11, 20, 17, tzinfo=UTC), datetime(2026, 11, 26, tzinfo=UTC)),  # Friday: the end of Wednesday
        (datetime(2026, 11, 21, 12, tzinfo=UTC), datetime(2026, 11, 26, tzinfo=UTC)),  # Saturday
    ],
)
def test_three_working_days(moment: datetime, due: datetime) -> None:
    assert days.working_days_after(moment, 3) == due


def test_a_minute_is_the_wall_clocks() -> None:
    assert days.london_minute(datetime(2026, 7, 1, 9, 30, 59, tzinfo=UTC)) == datetime(2026, 7, 1, 10, 30)


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), 17),
        (date(2008, 3, 2), date(2026, 3, 2), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_an_age(born: date, day: date, years: int) -> None:
    assert days.age(born, day) == years

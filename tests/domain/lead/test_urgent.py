from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.lead.day_to_day import Place
from hub.domain.lead.urgent import OfficeHours, TurnTo, UrgentReason, is_open, next_opening, urgent_route
from tests.rule_table import RuleTable

MOMENTS = {
    "Monday 09:00": datetime(2026, 11, 23, 9, tzinfo=UTC),
    "Monday 08:59": datetime(2026, 11, 23, 8, 59, tzinfo=UTC),
    "Friday 16:59": datetime(2026, 11, 27, 16, 59, tzinfo=UTC),
    "Friday 17:00": datetime(2026, 11, 27, 17, tzinfo=UTC),
    "Saturday 12:00": datetime(2026, 11, 28, 12, tzinfo=UTC),
    "Monday 09:00, summer time": datetime(2026, 7, 6, 8, tzinfo=UTC),
    "Monday 08:59, summer time": datetime(2026, 7, 6, 7, 59, tzinfo=UTC),
}
CUSTODY, COMMUNITY = Place
WHY = UrgentReason


def routed(moment: str, place: Place, acts: bool, urgent: bool) -> tuple[TurnTo, UrgentReason]:
    found = urgent_route(MOMENTS[moment], place, 7 if acts else None, urgent=urgent)
    assert (found.opens_at is None) == (found.route is not TurnTo.WAIT_UNTIL_OPEN)
    return found.route, found.because.reason


URGENT = RuleTable(
    "Whom to turn to when it cannot wait",
    "hub",
    ("when", "place", "somebody acts", "urgent"),
    ("route", "reason"),
    [
        ("Monday 09:00", COMMUNITY, True, True, TurnTo.WHO_ACTS, WHY.SOMEBODY_ACTS),
        ("Monday 09:00", COMMUNITY, True, False, TurnTo.WHO_ACTS, WHY.SOMEBODY_ACTS),
        ("Monday 09:00", CUSTODY, True, True, TurnTo.WHO_ACTS, WHY.SOMEBODY_ACTS),
        ("Monday 09:00", COMMUNITY, False, True, TurnTo.TEAM_DUTY, WHY.NOBODY_ACTS),
        ("Monday 09:00", COMMUNITY, False, False, TurnTo.TEAM_DUTY, WHY.NOBODY_ACTS),
        ("Monday 09:00", CUSTODY, False, True, TurnTo.PRISON_DUTY, WHY.NOBODY_ACTS),
        ("Friday 16:59", COMMUNITY, True, True, TurnTo.WHO_ACTS, WHY.SOMEBODY_ACTS),
        ("Friday 17:00", COMMUNITY, True, True, TurnTo.OUT_OF_HOURS_DUTY, WHY.OUTSIDE_HOURS),
        ("Friday 17:00", COMMUNITY, True, False, TurnTo.WAIT_UNTIL_OPEN, WHY.NOT_URGENT),
        ("Saturday 12:00", COMMUNITY, False, True, TurnTo.OUT_OF_HOURS_DUTY, WHY.OUTSIDE_HOURS),
        ("Saturday 12:00", CUSTODY, True, True, TurnTo.PRISON_DUTY, WHY.OUTSIDE_HOURS),
        ("Saturday 12:00", CUSTODY, True, False, TurnTo.WAIT_UNTIL_OPEN, WHY.NOT_URGENT),
        ("Monday 08:59", COMMUNITY, True, True, TurnTo.OUT_OF_HOURS_DUTY, WHY.OUTSIDE_HOURS),
        ("Monday 09:00, summer time", COMMUNITY, True, True, TurnTo.WHO_ACTS, WHY.SOMEBODY_ACTS),
        ("Monday 08:59, summer time", COMMUNITY, True, True, TurnTo.OUT_OF_HOURS_DUTY, WHY.OUTSIDE_HOURS),
    ],
    routed,
    "Offices are open Monday to Friday from 9 to 17 in London, unless told otherwise.",
)


@pytest.mark.parametrize("row", URGENT.rows, ids=URGENT.names())
def test_whom_to_turn_to(row: tuple[object, ...]) -> None:
    URGENT.check(row)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("Friday 17:00", datetime(2026, 11, 30, 9, tzinfo=UTC)),
        ("Monday 08:59", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("Monday 08:59, summer time", datetime(2026, 7, 6, 8, tzinfo=UTC)),
    ],
)
def test_when_it_opens(moment: str, opens: datetime) -> None:
    found = urgent_route(MOMENTS[moment], COMMUNITY, 7, urgent=False)
    assert (found.opens_at, found.staff_id) == (opens, 7)


def test_over_the_weekend_on_which_the_clocks_change() -> None:
    friday = datetime(2026, 3, 27, 18, tzinfo=UTC)
    assert next_opening(friday, OfficeHours()) == datetime(2026, 3, 30, 8, tzinfo=UTC)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.integers(0, 22))
def test_the_next_opening_is_open_and_not_before(moment: datetime, opens: int) -> None:
    hours = OfficeHours(time(opens), time(opens + 1))
    found = next_opening(moment, hours)
    assert found >= moment
    assert is_open(found, hours)

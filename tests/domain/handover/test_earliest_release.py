from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.handover import ReleaseDate, earliest_release
from tests.rule_table import RuleTable

TODAY = date(2026, 11, 23)
TARIFF, HEARING, PAROLE, AUTOMATIC, CONDITIONAL = ReleaseDate


def indeterminate(tariff: int | None, hearing: int | None) -> ReleaseDate | None:
    found = earliest_release(indeterminate=True, today=TODAY, tariff_on=away(tariff), hearing_on=away(hearing))
    return found.name if found else None


def determinate(parole: date | None, automatic: date | None, conditional: date | None) -> ReleaseDate | None:
    found = earliest_release(
        indeterminate=False,
        today=TODAY,
        tariff_on=TODAY,
        parole_eligible_on=parole,
        automatic_release_on=automatic,
        conditional_release_on=conditional,
    )
    return found.name if found else None


def away(days: int | None) -> date | None:
    return None if days is None else TODAY + timedelta(days=days)


INDETERMINATE = RuleTable(
    "Earliest release of an indeterminate sentence",
    "rules, (d), step 2",
    ("tariff expires in days", "target hearing in days"),
    ("earliest release",),
    [
        (14, 14, TARIFF),
        (14, 7, TARIFF),
        (21, 14, TARIFF),
        (14, None, TARIFF),
        (14, -14, TARIFF),
        (1, -1, TARIFF),
        (0, 14, HEARING),
        (-14, 14, HEARING),
        (None, 14, HEARING),
        (0, 0, TARIFF),
        (-14, -14, TARIFF),
        (-14, -13, HEARING),
        (-13, -14, TARIFF),
        (-14, None, TARIFF),
        (None, -14, HEARING),
        (None, None, None),
    ],
    indeterminate,
    "The tariff's expiry if it lies ahead, else the hearing if it does, else the nearer one; of equals, the tariff.",
)

A, B, C = date(2027, 2, 26), date(2027, 2, 27), date(2027, 2, 28)
DETERMINATE = RuleTable(
    "Earliest release of a determinate sentence",
    "rules, (d), step 2",
    ("parole eligibility", "automatic release", "conditional release"),
    ("earliest release",),
    [
        (C, B, A, PAROLE),
        (C, None, None, PAROLE),
        (None, A, B, AUTOMATIC),
        (None, B, A, CONDITIONAL),
        (None, B, B, AUTOMATIC),
        (None, B, None, AUTOMATIC),
        (None, None, B, CONDITIONAL),
        (None, None, None, None),
    ],
    determinate,
)


@pytest.mark.parametrize("row", INDETERMINATE.rows, ids=INDETERMINATE.names())
def test_an_indeterminate_sentence(row: tuple[object, ...]) -> None:
    INDETERMINATE.check(row)


@pytest.mark.parametrize("row", DETERMINATE.rows, ids=DETERMINATE.names())
def test_a_determinate_sentence(row: tuple[object, ...]) -> None:
    DETERMINATE.check(row)


@given(st.none() | st.integers(-99, 99), st.none() | st.integers(-99, 99))
def test_a_date_ahead_is_never_passed_over_for_one_behind(tariff: int | None, hearing: int | None) -> None:
    found = earliest_release(indeterminate=True, today=TODAY, tariff_on=away(tariff), hearing_on=away(hearing))
    known = [day for day in (tariff, hearing) if day is not None]
    assert (found is None) == (not known)
    if found and any(day > 0 for day in known):
        assert found.on > TODAY

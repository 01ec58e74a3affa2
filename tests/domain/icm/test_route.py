from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.days import after
from hub.domain.icm import IcmRoute, IcmRouteReason, icm_route
from hub.domain.sentence_terms import TermsSpan
from tests.rule_table import RuleTable

DAY = date(2026, 3, 1)
STANDARD, ENHANCED = IcmRoute
WHY = IcmRouteReason
LENGTHS: dict[str, TermsSpan | None] = {
    "not known": None,
    "for life": TermsSpan(DAY, None),
    "3 years": TermsSpan(DAY, date(2029, 2, 28)),
    "4 years less a day": TermsSpan(DAY, date(2030, 2, 27)),
    "4 years": TermsSpan(DAY, date(2030, 2, 28)),
    "4 years and a day": TermsSpan(DAY, date(2030, 3, 1)),
}


def route(length: str, statutory: bool) -> tuple[IcmRoute | None, IcmRouteReason, bool, bool]:
    found = icm_route(LENGTHS[length], statutory_supervision=statutory)
    assert found.because.sentence.endswith(".")
    return found.route, found.because.reason, found.social_worker_on_release, found.family_contacted


ROUTES = RuleTable(
    "Standard or enhanced",
    "what and planning, Scotland; four years exactly: hub, by statute",
    ("custody", "statutory supervision"),
    ("route", "reason", "social work on release", "social worker contacts the family"),
    [
        ("3 years", False, STANDARD, WHY.UNDER_FOUR_YEARS, False, False),
        ("4 years less a day", False, STANDARD, WHY.UNDER_FOUR_YEARS, False, False),
        ("4 years", False, ENHANCED, WHY.FOUR_YEARS_OR_MORE, True, True),
        ("4 years and a day", False, ENHANCED, WHY.FOUR_YEARS_OR_MORE, True, True),
        ("3 years", True, ENHANCED, WHY.STATUTORY_SUPERVISION, True, True),
        ("4 years and a day", True, ENHANCED, WHY.STATUTORY_SUPERVISION, True, True),
        ("for life", False, ENHANCED, WHY.INDETERMINATE, True, True),
        ("not known", False, None, WHY.LENGTH_NOT_KNOWN, False, False),
        ("not known", True, ENHANCED, WHY.STATUTORY_SUPERVISION, True, True),
    ],
    route,
)


@pytest.mark.parametrize("row", ROUTES.rows, ids=ROUTES.names())
def test_the_route(row: tuple[object, ...]) -> None:
    ROUTES.check(row)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(1, 120))
def test_the_route_turns_at_48_months(first: date, months: int) -> None:
    custody = TermsSpan(first, after(first, months=months, days=-1))
    assert icm_route(custody, statutory_supervision=False).route is (ENHANCED if months >= 48 else STANDARD)

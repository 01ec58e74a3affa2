from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.allocation.capacity import Workload, available_points, case_points, points_of_cases
from hub.domain.tier import Tier
from hub.settings import Settings
from tests.rule_table import RuleTable


def available(points: str, hours: str, reductions: str, full_time: str) -> int:
    return available_points(
        Decimal(points), hours=Decimal(hours), reduction_hours=Decimal(reductions), full_time_hours=Decimal(full_time)
    )


CAPACITY = RuleTable(
    "The points that somebody has",
    "rules, (c) and vectors of today's workload system",
    ("points for the grade", "own hours", "hours of reductions", "hours of full time"),
    ("points",),
    [
        ("2176", "37", "0", "37", 2176),
        ("2176", "37", "1.8", "37", 2070),
        ("2176", "18.5", "0", "37", 1088),
        ("2176", "18.5", "18.5", "37", 0),
        ("2176", "18.5", "20", "37", 0),
        ("2176", "0", "0", "37", 0),
        ("2176", "40", "0", "37", 2352),
        ("1000", "1", "0", "3", 333),
        ("3000", "1", "0", "3", 999),
    ],
    available,
    "Rounded down. The share of full time is taken to fifteen decimal places first, so a third of 3000 is 999, as "
    "today's system has it.",
)


@pytest.mark.parametrize("row", CAPACITY.rows, ids=CAPACITY.names())
def test_the_points_that_somebody_has(row: tuple[object, ...]) -> None:
    CAPACITY.check(row)


def test_full_time_without_hours_is_an_error() -> None:
    with pytest.raises(ValueError, match="full time has 0 hours"):
        available("2176", "37", "0", "0")


HOURS = st.integers(0, 600).map(lambda tenths: Decimal(tenths) / 10)


@given(st.integers(0, 5000), HOURS, HOURS)
def test_it_is_the_exact_share_or_one_less(points: int, hours: Decimal, reductions: Decimal) -> None:
    exact = points * max(Fraction(hours) - Fraction(reductions), Fraction(0)) / 37
    found = available_points(Decimal(points), hours=hours, reduction_hours=reductions, full_time_hours=Decimal(37))
    assert int(exact) - 1 <= found <= int(exact)


def test_cases_take_points_by_their_tier() -> None:
    table = case_points(Settings().case_points)
    tiers = [Tier.ONE, Tier.FOUR, None]
    assert points_of_cases(tiers, table) == table[Tier.ONE] + table[Tier.FOUR] + table[None]
    assert set(table) == {*Tier, None}


@pytest.mark.parametrize(
    ("used", "available", "percent", "free"),
    [(50, 200, 25, 150), (199, 200, 99, 1), (250, 200, 125, -50), (10, 0, None, -10)],
)
def test_the_workload(used: int, available: int, percent: int | None, free: int) -> None:
    found = Workload(used, available)
    assert (found.percent, found.free) == (percent, free)

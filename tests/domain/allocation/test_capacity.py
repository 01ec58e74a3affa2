from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.allocation.capacity import (
    PointTable,
    Workload,
    available_points,
    capacity,
    case_points,
    points_of_cases,
)
from hub.domain.grade import Grade
from hub.domain.phase import Phase
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


TABLE = PointTable(case_points(Settings().case_points), {Grade.OFFENDER_MANAGER: 2176}, Decimal(37))


@pytest.mark.parametrize(
    ("grade", "contracted", "reduced", "available", "assumed"),
    [
        (Grade.OFFENDER_MANAGER, None, Decimal(0), 2176, True),
        (Grade.OFFENDER_MANAGER, Decimal("18.5"), Decimal("3.7"), 870, False),
        (Grade.OFFENDER_MANAGER, Decimal(10), Decimal(20), 0, False),
        (Grade.PRISON_OFFICER, Decimal(37), Decimal(0), None, False),
        (None, Decimal(37), Decimal(0), None, False),
    ],
)
def test_the_capacity_of_somebody(
    grade: Grade | None, contracted: Decimal | None, reduced: Decimal, available: int | None, assumed: bool
) -> None:
    counts = {(None, None): 1, (Tier.ONE, Phase.CUSTODY): 2, (Tier.FOUR, Phase.COMMUNITY): 1}
    found = capacity(grade, contracted, reduced, counts, TABLE)
    assert (found.available, found.hours.assumed, found.used) == (available, assumed, 70 + 2 * 20 + 120)
    assert [one.tier for one in found.held] == [Tier.FOUR, Tier.ONE, None]
    assert (found.workload.free if found.workload else None) == (available - 230 if available is not None else None)

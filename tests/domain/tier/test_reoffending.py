import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.tier import TodayTier, reoffending_tier
from hub.domain.tier.reoffending import highest_for_all, highest_for_serious
from hub.domain.tier.words import LADDER, higher
from tests.rule_table import RuleTable

# The published table, written out: serious reoffending from the top, all reoffending from the left.
PUBLISHED = """
       90 75 50 25 15  0
  6.9   A  A  B  B  B  B
  3.0   A  B  C  C  C  C
  1.0   B  C  D  E  E  E
  0.5   C  D  E  E  F  F
  0.0   D  D  E  F  F  G
"""


def cells() -> list[tuple[float, float, TodayTier]]:
    head, *lines = [line.split() for line in PUBLISHED.strip().splitlines()]
    return [
        (float(serious), float(every), TodayTier(tier))
        for serious, *tiers in lines
        for every, tier in zip(head, tiers, strict=True)
    ]


def tier(serious: float, every: float) -> TodayTier:
    return reoffending_tier(every, serious)


TABLE = RuleTable(
    "Today's tier: the thirty cells of the two predictors",
    "rules, b2, step 1 (today's practice)",
    ("CSRP from", "ARP from"),
    ("tier",),
    cells(),
    tier,
    "ARP predicts all reoffending, CSRP serious reoffending, both in per cent; a cell begins at its bound, inclusive.",
    grid=True,
)

JUST_BELOW = RuleTable(
    "Just below a bound of the two predictors",
    "rules, b2, step 1",
    ("CSRP", "ARP"),
    ("tier",),
    [
        (6.9, 89.99, TodayTier.A),
        (6.89, 90.0, TodayTier.A),
        (6.89, 89.99, TodayTier.B),
        (6.89, 74.99, TodayTier.C),
        (2.99, 90.0, TodayTier.B),
        (2.99, 49.99, TodayTier.E),
        (0.99, 90.0, TodayTier.C),
        (0.99, 24.99, TodayTier.F),
        (0.49, 90.0, TodayTier.D),
        (0.49, 14.99, TodayTier.G),
        (100.0, 100.0, TodayTier.A),
        (-0.01, -0.01, TodayTier.G),
    ],
    tier,
)


@pytest.mark.parametrize("row", TABLE.rows, ids=TABLE.names())
def test_every_cell(row: tuple[object, ...]) -> None:
    TABLE.check(row)


@pytest.mark.parametrize("row", JUST_BELOW.rows, ids=JUST_BELOW.names())
def test_just_below_a_bound(row: tuple[object, ...]) -> None:
    JUST_BELOW.check(row)


def test_there_are_thirty() -> None:
    assert len(TABLE.rows) == 30


SCORE = st.floats(0, 100)


@given(SCORE, SCORE, SCORE, SCORE)
def test_higher_scores_never_lower_the_tier(every: float, serious: float, more: float, worse: float) -> None:
    below, above = reoffending_tier(every, serious), reoffending_tier(max(every, more), max(serious, worse))
    assert LADDER.index(above) <= LADDER.index(below)


@given(SCORE, SCORE)
def test_the_highest_beside_one_score_is_never_below_the_cell(every: float, serious: float) -> None:
    cell = reoffending_tier(every, serious)
    assert not higher(cell, highest_for_all(every))
    assert not higher(cell, highest_for_serious(serious))

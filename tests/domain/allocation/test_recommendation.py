from itertools import product

import pytest

from hub.domain.allocation.recommendation import Basis, RecommendationReason, RecommendedGrade, recommend
from hub.domain.assessment import RiskLevel
from hub.domain.tier import TodayTier
from tests.rule_table import RuleTable

T, R, WHY = TodayTier, RiskLevel, RecommendationReason
HIGHER, LOWER = RecommendedGrade


def recommended(
    basis: Basis, tier: TodayTier | None, harm: RiskLevel | None, immigration: bool, responsible: bool
) -> tuple[RecommendedGrade | None, RecommendationReason]:
    found = recommend(tier, harm, immigration_case=immigration, prison_responsible=responsible, basis=basis)
    return found.grade, found.because.reason


HARM, TIER = Basis
RECOMMENDATION = RuleTable(
    "The grade recommended inside a prison",
    "rules, (c), peer analogue",
    ("by", "tier", "risk of harm", "immigration case", "prison responsible"),
    ("grade", "reason"),
    [
        (HARM, T.A, R.HIGH, True, True, LOWER, WHY.IMMIGRATION_CASE),
        (HARM, T.A, R.HIGH, True, False, LOWER, WHY.IMMIGRATION_CASE),
        (HARM, T.B, R.HIGH, False, False, LOWER, WHY.PRISON_ONLY_SUPPORTS),
        (HARM, T.A, None, False, False, LOWER, WHY.PRISON_ONLY_SUPPORTS),
        (HARM, T.A, R.LOW, False, True, HIGHER, WHY.HIGH_TIER),
        (HARM, T.A, None, False, True, HIGHER, WHY.HIGH_TIER),
        (HARM, T.B, R.VERY_HIGH, False, True, HIGHER, WHY.HIGH_HARM),
        (HARM, T.B, R.HIGH, False, True, HIGHER, WHY.HIGH_HARM),
        (HARM, None, R.HIGH, False, True, HIGHER, WHY.HIGH_HARM),
        (HARM, T.B, R.MEDIUM, False, True, LOWER, WHY.LOWER_HARM),
        (HARM, T.B, R.LOW, False, True, LOWER, WHY.LOWER_HARM),
        (HARM, T.B, None, False, True, None, WHY.HARM_NOT_ASSESSED),
        (TIER, T.A, None, True, True, LOWER, WHY.IMMIGRATION_CASE),
        (TIER, T.A, None, False, False, LOWER, WHY.PRISON_ONLY_SUPPORTS),
        (TIER, T.A, None, False, True, HIGHER, WHY.HIGH_TIER),
        (TIER, T.B, R.LOW, False, True, HIGHER, WHY.HIGH_TIER),
        (TIER, T.C, R.VERY_HIGH, False, True, LOWER, WHY.LOWER_TIER),
        (TIER, None, None, False, True, LOWER, WHY.LOWER_TIER),
    ],
    recommended,
    "Two ways are in use: by risk of harm with tier A, and by the tier alone. The hub's own is the first.",
)


@pytest.mark.parametrize("row", RECOMMENDATION.rows, ids=RECOMMENDATION.names())
def test_the_recommended_grade(row: tuple[object, ...]) -> None:
    RECOMMENDATION.check(row)


def test_only_a_missing_risk_of_harm_leaves_it_open() -> None:
    for basis, tier, harm, immigration, responsible in product(Basis, T, (None, *R), (True, False), (True, False)):
        grade, reason = recommended(basis, tier, harm, immigration, responsible)
        assert (grade is None) == (reason is WHY.HARM_NOT_ASSESSED)

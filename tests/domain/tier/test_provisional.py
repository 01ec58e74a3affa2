from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.assessment import Band, PredictorMethod, RiskLevel
from hub.domain.tier import Score, SexualPredictor, TodayTier, TodayTierDecision, TodayTierFacts, today_tier
from tests.rule_table import RuleTable

TODAY = date(2026, 11, 23)
STATIC, DYNAMIC = PredictorMethod
T, R = TodayTier, RiskLevel
NOTHING, RELEASED_LIFER, DIRECT_A, DIRECT_B, DIRECT_C, DIRECT_D, ABUSE = (
    "nothing", "released on life licence today: B", "direct contact: A", "direct contact: B", "direct contact: C",
    "direct contact: D", "domestic abuse: E",
)  # fmt: skip
OTHERS: dict[str, dict[str, object]] = {
    NOTHING: {},
    RELEASED_LIFER: {"life_or_ipp": True, "released_on": TODAY},
    DIRECT_A: {"direct_contact": SexualPredictor(0.01, Band.VERY_HIGH)},
    DIRECT_B: {"direct_contact": SexualPredictor(2.11, Band.HIGH)},
    DIRECT_C: {"direct_contact": SexualPredictor(1.12, Band.MEDIUM)},
    DIRECT_D: {"direct_contact": SexualPredictor(0.6, Band.MEDIUM)},
    ABUSE: {"domestic_abuse": True},
}


def decided(
    every: Score, serious: Score, mappa: bool, harm: RiskLevel | None, others: dict[str, object]
) -> TodayTierDecision:
    facts = TodayTierFacts(all_reoffending=every, combined_serious=serious, mappa=mappa, harm=harm, **others)  # type: ignore[arg-type]
    return today_tier(facts, TODAY)


def provisional(
    every: float,
    every_method: PredictorMethod,
    serious: float,
    serious_method: PredictorMethod,
    mappa: bool,
    harm: RiskLevel | None,
    others: str,
) -> tuple[TodayTier | None, bool]:
    found = decided(Score(every, every_method), Score(serious, serious_method), mappa, harm, OTHERS[others])
    return found.tier, found.provisional


PROVISIONAL = RuleTable(
    "Today's tier: provisional",
    "rules, b2, provisional",
    ("ARP", "ARP from", "CSRP", "CSRP from", "MAPPA", "risk of harm", "besides"),
    ("tier", "provisional"),
    [
        # both static: only another A settles it
        (90.0, STATIC, 6.9, STATIC, False, R.HIGH, NOTHING, T.A, True),
        (90.0, STATIC, 6.9, STATIC, True, R.VERY_HIGH, NOTHING, T.A, False),
        (90.0, STATIC, 6.9, STATIC, False, R.HIGH, DIRECT_A, T.A, False),
        (0.0, STATIC, 0.0, STATIC, False, R.LOW, DIRECT_B, T.B, True),
        # ARP static: another step must reach the best cell of this CSRP
        (0.0, STATIC, 0.5, DYNAMIC, False, R.MEDIUM, NOTHING, T.F, True),
        (0.0, STATIC, 0.5, DYNAMIC, True, R.HIGH, NOTHING, T.C, False),
        (0.0, STATIC, 0.5, DYNAMIC, True, R.MEDIUM, NOTHING, T.D, True),
        (90.0, STATIC, 0.5, DYNAMIC, False, R.LOW, NOTHING, T.C, True),
        # CSRP static: another step must reach the best cell of this ARP
        (25.0, DYNAMIC, 0.0, STATIC, False, R.MEDIUM, NOTHING, T.F, True),
        (25.0, DYNAMIC, 0.0, STATIC, False, R.MEDIUM, DIRECT_B, T.B, False),
        (25.0, DYNAMIC, 0.0, STATIC, False, R.MEDIUM, DIRECT_C, T.C, True),
        # risk of harm missing, MAPPA: only another A settles it
        (50.0, DYNAMIC, 6.9, DYNAMIC, True, None, NOTHING, T.B, True),
        (90.0, DYNAMIC, 6.9, DYNAMIC, True, None, NOTHING, T.A, False),
        (0.0, DYNAMIC, 0.0, DYNAMIC, True, None, DIRECT_A, T.A, False),
        (90.0, DYNAMIC, 0.5, DYNAMIC, True, None, RELEASED_LIFER, T.B, True),
        # risk of harm missing, no MAPPA: another C or higher settles it
        (75.0, DYNAMIC, 0.0, DYNAMIC, False, None, NOTHING, T.D, True),
        (90.0, DYNAMIC, 0.5, DYNAMIC, False, None, NOTHING, T.C, False),
        (50.0, DYNAMIC, 6.9, DYNAMIC, False, None, NOTHING, T.B, False),
        (0.0, DYNAMIC, 0.0, DYNAMIC, False, None, DIRECT_C, T.C, False),
        (0.0, DYNAMIC, 0.0, DYNAMIC, False, None, DIRECT_D, T.D, True),
        (0.0, DYNAMIC, 0.0, DYNAMIC, False, None, RELEASED_LIFER, T.B, False),
        (0.0, DYNAMIC, 0.0, DYNAMIC, False, None, ABUSE, T.E, True),
        # risk of harm missing: the table of the predictors counts only where both scores are dynamic
        (90.0, STATIC, 6.9, DYNAMIC, False, None, DIRECT_A, T.A, False),
        (90.0, STATIC, 3.0, DYNAMIC, False, None, DIRECT_B, T.A, True),
        # nothing open
        (0.0, DYNAMIC, 0.0, DYNAMIC, False, R.LOW, NOTHING, T.G, False),
        (0.0, DYNAMIC, 0.0, DYNAMIC, True, R.LOW, NOTHING, T.E, False),
    ],
    provisional,
    "A tier is provisional while an interview (a dynamic score) or a registered risk of harm could make it higher.",
)


@pytest.mark.parametrize("row", PROVISIONAL.rows, ids=PROVISIONAL.names())
def test_provisional(row: tuple[object, ...]) -> None:
    PROVISIONAL.check(row)


METHOD = st.sampled_from(PredictorMethod)
SCORE = st.builds(Score, st.floats(0, 100), METHOD)


@given(SCORE, SCORE, st.booleans(), st.sampled_from(RiskLevel), st.sampled_from(sorted(OTHERS)))
def test_dynamic_scores_and_a_known_risk_leave_nothing_open(
    every: Score, serious: Score, mappa: bool, harm: RiskLevel, others: str
) -> None:
    found = decided(Score(every.value, DYNAMIC), Score(serious.value, DYNAMIC), mappa, harm, OTHERS[others])
    assert not found.provisional


@given(SCORE, SCORE, st.booleans(), st.none() | st.sampled_from(RiskLevel), st.sampled_from(sorted(OTHERS)))
def test_what_is_settled_does_not_rise_by_an_interview(
    every: Score, serious: Score, mappa: bool, harm: RiskLevel | None, others: str
) -> None:
    """The oracle: put the highest score in the place of each static one, and nothing may be higher than before."""
    now = decided(every, serious, mappa, harm, OTHERS[others])
    best_every = Score(100, DYNAMIC) if every.method is STATIC else every
    best_serious = Score(100, DYNAMIC) if serious.method is STATIC else serious
    best = decided(best_every, best_serious, mappa, harm, OTHERS[others])
    if not now.provisional:
        assert best.tier == now.tier

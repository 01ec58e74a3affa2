from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain.assessment import Band, PredictorMethod, RiskLevel
from hub.domain.days import before
from hub.domain.tier import Score, SexualPredictor, Step, TodayTier, TodayTierFacts, today_tier
from hub.domain.tier.today import TodayTierReason
from hub.domain.tier.words import LADDER
from tests.rule_table import RuleTable

TODAY = date(2026, 11, 23)
NOUGHT = Score(0.0, PredictorMethod.DYNAMIC)
LOWEST = TodayTierFacts(all_reoffending=NOUGHT, combined_serious=NOUGHT, harm=RiskLevel.LOW)
T = TodayTier


def tier_of(facts: TodayTierFacts) -> TodayTier | None:
    return today_tier(facts, TODAY).tier


def direct_contact(band: Band | None, score: float) -> tuple[TodayTier | None, TodayTierReason]:
    found = today_tier(replace(LOWEST, direct_contact=SexualPredictor(score, band)), TODAY)
    return found.tier, found.because.reason


HIGHEST, DISAGREE = TodayTierReason.HIGHEST_STEP, TodayTierReason.SCORE_AND_BAND_DISAGREE
DIRECT_CONTACT = RuleTable(
    "Today's tier: the direct contact sexual predictor",
    "rules, b2, step 2",
    ("band", "score"),
    ("tier", "reason"),
    [
        (Band.VERY_HIGH, 5.31, T.A, HIGHEST),
        (Band.VERY_HIGH, 0.01, T.A, HIGHEST),
        (Band.HIGH, 5.31, T.B, HIGHEST),
        (Band.HIGH, 2.11, T.B, HIGHEST),
        (Band.MEDIUM, 3.36, T.C, HIGHEST),
        (Band.MEDIUM, 3.35, T.D, HIGHEST),
        (Band.MEDIUM, 2.11, T.D, HIGHEST),
        (Band.MEDIUM, 2.1, T.C, HIGHEST),
        (Band.MEDIUM, 1.12, T.C, HIGHEST),
        (Band.MEDIUM, 1.11, T.D, HIGHEST),
        (Band.MEDIUM, 0.6, T.D, HIGHEST),
        (Band.MEDIUM, 0.59, None, DISAGREE),
        (Band.LOW, 0.1, T.E, HIGHEST),
        (Band.LOW, 0.0, T.G, HIGHEST),
        (Band.VERY_HIGH, 0.0, T.G, HIGHEST),
        (Band.NOT_APPLICABLE, 2.11, T.G, HIGHEST),
        (None, 5.0, T.G, HIGHEST),
    ],
    direct_contact,
    "Everything else is as low as can be (G). Two scales stand in one list: without a reduction of risk from 2.11 up, "
    "with one below. A score of nought, no band, and a band that does not apply say nothing.",
)

MAPPA = RuleTable(
    "Today's tier: MAPPA and the registered risk of harm",
    "rules, b2, step 3",
    ("risk of harm", "MAPPA"),
    ("tier",),
    [
        (RiskLevel.VERY_HIGH, True, T.A),
        (RiskLevel.VERY_HIGH, False, T.C),
        (RiskLevel.HIGH, True, T.C),
        (RiskLevel.HIGH, False, T.D),
        (RiskLevel.MEDIUM, True, T.D),
        (RiskLevel.MEDIUM, False, T.G),
        (RiskLevel.LOW, True, T.E),
        (RiskLevel.LOW, False, T.G),
        (None, True, T.E),
        (None, False, T.G),
    ],
    lambda harm, mappa: tier_of(replace(LOWEST, harm=harm, mappa=mappa)),
    grid=True,
)

SINCE_RELEASE = RuleTable(
    "Today's tier: life sentence or IPP, since the latest release",
    "rules, b2, step 4",
    ("case", "released on"),
    ("tier",),
    [
        ("never released", None, T.G),
        ("today", TODAY, T.B),
        ("yesterday", date(2026, 11, 22), T.B),
        ("exactly one year ago", date(2025, 11, 23), T.B),
        ("a year and a day ago", date(2025, 11, 22), T.D),
        ("exactly five years ago", date(2021, 11, 23), T.D),
        ("five years and a day ago", date(2021, 11, 22), T.E),
        ("long ago", date(1999, 9, 9), T.E),
    ],
    lambda released: tier_of(replace(LOWEST, life_or_ipp=True, released_on=released)),
    f"Today is {TODAY}.",
)

REGISTERED = RuleTable(
    "Today's tier: what is registered, and a sexual offence ever",
    "rules, b2, step 5",
    ("domestic abuse", "stalking", "child protection", "sexual offence"),
    ("tier",),
    [
        (abuse, stalking, child, offence, T.E if abuse or offence else T.F if stalking or child else T.G)
        for abuse in (False, True)
        for stalking in (False, True)
        for child in (False, True)
        for offence in (False, True)
    ],
    lambda abuse, stalking, child, offence: tier_of(
        replace(LOWEST, domestic_abuse=abuse, stalking=stalking, child_protection=child, ever_sexual_offence=offence)
    ),
)

NONE = RuleTable(
    "Today's tier: where there is none",
    "rules, b2",
    ("active event", "ARP", "CSRP"),
    ("tier", "reason"),
    [
        (False, 90.0, 6.9, T.NOT_SUPERVISED, TodayTierReason.NO_ACTIVE_EVENT),
        (False, None, None, T.NOT_SUPERVISED, TodayTierReason.NO_ACTIVE_EVENT),
        (True, None, 3.2, T.MISSING, TodayTierReason.SCORE_MISSING),
        (True, 90.0, None, T.MISSING, TodayTierReason.SCORE_MISSING),
        (True, None, None, T.MISSING, TodayTierReason.SCORE_MISSING),
        (True, 0.0, 0.0, T.G, TodayTierReason.HIGHEST_STEP),
    ],
    lambda active, every, serious: _without(active, every, serious),
)


def _without(active: bool, every: float | None, serious: float | None) -> tuple[TodayTier | None, TodayTierReason]:
    facts = TodayTierFacts(
        active_event=active,
        all_reoffending=None if every is None else Score(every),
        combined_serious=None if serious is None else Score(serious),
    )
    found = today_tier(facts, TODAY)
    return found.tier, found.because.reason


ALL = [(table, row) for table in (DIRECT_CONTACT, MAPPA, SINCE_RELEASE, REGISTERED, NONE) for row in table.rows]


@pytest.mark.parametrize(("table", "row"), ALL, ids=[f"{table.title}: {row}" for table, row in ALL])
def test_each_step(table: RuleTable, row: tuple[object, ...]) -> None:
    table.check(row)


def test_the_highest_step_decides_and_every_step_is_told() -> None:
    found = today_tier(replace(LOWEST, harm=RiskLevel.HIGH, stalking=True, domestic_abuse=True), TODAY)
    assert found.tier is T.D
    assert [(one.step, one.tier) for one in found.steps] == [
        (Step.REOFFENDING, T.G),
        (Step.MAPPA_AND_HARM, T.D),
        (Step.DOMESTIC_ABUSE, T.E),
        (Step.STALKING, T.F),
    ]
    assert found.because.facts[-1] == ("decided_by", Step.MAPPA_AND_HARM)


def test_only_a_life_sentence_or_ipp_counts_since_the_release() -> None:
    assert tier_of(replace(LOWEST, released_on=TODAY)) is T.G


def test_a_year_before_the_day_after_a_leap_day() -> None:
    facts = replace(LOWEST, life_or_ipp=True, released_on=date(2027, 2, 28))
    assert today_tier(facts, date(2028, 2, 29)).tier is T.B
    assert today_tier(facts, date(2028, 3, 1)).tier is T.D


@given(
    st.booleans(),
    st.none() | st.sampled_from(RiskLevel),
    st.booleans(),
    st.none() | st.integers(-10, 4000).map(lambda days: TODAY - timedelta(days=days)),
    st.floats(0, 100),
    st.floats(0, 100),
)
def test_one_more_fact_never_lowers_the_tier(
    mappa: bool, harm: RiskLevel | None, life: bool, released: date | None, every: float, serious: float
) -> None:
    facts = TodayTierFacts(
        all_reoffending=Score(every), combined_serious=Score(serious), mappa=mappa, harm=harm,
        life_or_ipp=life, released_on=released,
    )  # fmt: skip
    worse = (
        replace(facts, domestic_abuse=True), replace(facts, mappa=True), replace(facts, harm=RiskLevel.VERY_HIGH),
        replace(facts, direct_contact=SexualPredictor(1.0, Band.HIGH)),
    )  # fmt: skip
    now = tier_of(facts)
    assert now is not None
    assert all(LADDER.index(tier) <= LADDER.index(now) for one in worse if (tier := tier_of(one)))


@given(st.integers(0, 4000))
def test_time_since_release_only_lowers_the_tier(days: int) -> None:
    facts = replace(LOWEST, life_or_ipp=True, released_on=before(TODAY, days=days))
    older = replace(LOWEST, life_or_ipp=True, released_on=before(TODAY, days=days + 1))
    one, other = tier_of(facts), tier_of(older)
    assert one and other and LADDER.index(one) <= LADDER.index(other)

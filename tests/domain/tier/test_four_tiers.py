import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.assessment import Band, RiskLevel, Section
from hub.domain.tier import Approach, Tier, TierFacts, TierReason, decide_tier
from tests.rule_table import RuleTable

R, L = RiskLevel, Band
WHY = TierReason
LIKELY = TierReason.LOW_HARM_AND_LIKELIHOOD_ABOVE_LOW
NO_NEED, HOUSE, DRUGS = frozenset[Section](), frozenset({Section.ACCOMMODATION}), frozenset({Section.DRUG_MISUSE})
MONEY, WORK = frozenset({Section.FINANCE}), frozenset({Section.EDUCATION_TRAINING_AND_EMPLOYABILITY})


def decided(
    harm: RiskLevel | None,
    likelihood: Band | None,
    priority: bool,
    requirement: bool,
    needs: frozenset[Section],
    worked_on: frozenset[Section],
) -> tuple[Tier | None, Approach | None, TierReason]:
    found = decide_tier(TierFacts(harm, likelihood, priority, requirement, needs, worked_on))
    assert found.because.sentence.endswith(".")
    return found.tier, found.tier.approach if found.tier else None, found.because.reason


TIERS = RuleTable(
    "The tier from 1 to 4",
    "guide, the table of tiers; the order in which its overlapping bands are asked: hub",
    ("risk of harm", "likelihood", "prolific or priority", "rehabilitative requirement", "needs", "the plan works on"),
    ("tier", "approach", "reason"),
    [
        (R.MEDIUM, L.HIGH, True, False, NO_NEED, NO_NEED, Tier.FOUR, Approach.CONTROL, WHY.PROLIFIC_OR_PRIORITY),
        (R.LOW, L.LOW, True, False, NO_NEED, NO_NEED, Tier.FOUR, Approach.CONTROL, WHY.PROLIFIC_OR_PRIORITY),
        (None, None, True, False, NO_NEED, NO_NEED, Tier.FOUR, Approach.CONTROL, WHY.PROLIFIC_OR_PRIORITY),
        (R.VERY_HIGH, None, False, False, NO_NEED, NO_NEED, Tier.FOUR, Approach.CONTROL, WHY.HIGH_HARM),
        (R.HIGH, None, False, False, NO_NEED, NO_NEED, Tier.FOUR, Approach.CONTROL, WHY.HIGH_HARM),
        (R.HIGH, L.LOW, False, False, NO_NEED, NO_NEED, Tier.FOUR, Approach.CONTROL, WHY.HIGH_HARM),
        (R.MEDIUM, L.LOW, False, True, NO_NEED, NO_NEED, Tier.THREE, Approach.CHANGE, WHY.MEDIUM_HARM_AND_CHANGE),
        (R.MEDIUM, L.LOW, False, False, DRUGS, DRUGS, Tier.THREE, Approach.CHANGE, WHY.MEDIUM_HARM_AND_CHANGE),
        (R.MEDIUM, None, False, False, DRUGS | HOUSE, HOUSE, Tier.THREE, Approach.CHANGE, WHY.MEDIUM_HARM_AND_CHANGE),
        (R.MEDIUM, L.HIGH, False, False, DRUGS, HOUSE, Tier.TWO, Approach.HELP, WHY.MEDIUM_HARM),
        (R.MEDIUM, L.HIGH, False, False, DRUGS, NO_NEED, Tier.TWO, Approach.HELP, WHY.MEDIUM_HARM),
        (R.MEDIUM, L.HIGH, False, False, NO_NEED, DRUGS, Tier.TWO, Approach.HELP, WHY.MEDIUM_HARM),
        (R.LOW, L.MEDIUM, False, False, NO_NEED, NO_NEED, Tier.TWO, Approach.HELP, LIKELY),
        (R.LOW, L.HIGH, False, True, NO_NEED, NO_NEED, Tier.TWO, Approach.HELP, LIKELY),
        (R.LOW, L.VERY_HIGH, False, False, DRUGS, DRUGS, Tier.TWO, Approach.HELP, LIKELY),
        (R.LOW, L.LOW, False, False, HOUSE, NO_NEED, Tier.TWO, Approach.HELP, WHY.LOW_HARM_AND_PRACTICAL_NEED),
        (R.LOW, L.LOW, False, False, WORK, WORK, Tier.TWO, Approach.HELP, WHY.LOW_HARM_AND_PRACTICAL_NEED),
        (R.LOW, None, False, False, MONEY, NO_NEED, Tier.TWO, Approach.HELP, WHY.LOW_HARM_AND_PRACTICAL_NEED),
        (R.LOW, L.LOW, False, False, DRUGS, DRUGS, Tier.ONE, Approach.PUNISH, WHY.LOW_HARM_AND_LOW_LIKELIHOOD),
        (R.LOW, L.LOW, False, True, NO_NEED, NO_NEED, Tier.ONE, Approach.PUNISH, WHY.LOW_HARM_AND_LOW_LIKELIHOOD),
        (R.LOW, None, False, False, DRUGS, DRUGS, None, None, WHY.LIKELIHOOD_AWAITING_ASSESSMENT),
        (R.LOW, L.NOT_APPLICABLE, False, False, NO_NEED, NO_NEED, None, None, WHY.LIKELIHOOD_AWAITING_ASSESSMENT),
        (None, L.HIGH, False, True, DRUGS, DRUGS, None, None, WHY.AWAITING_ASSESSMENT),
    ],
    decided,
    "The first that holds decides, in the order of the rows. A case whose risk of harm nobody assessed has no tier; "
    "the day by which the assessment is due goes with the answer.",
)  # fmt: skip


@pytest.mark.parametrize("row", TIERS.rows, ids=TIERS.names())
def test_the_four_tiers(row: tuple[object, ...]) -> None:
    TIERS.check(row)


ANY_FACTS = st.builds(
    TierFacts,
    st.none() | st.sampled_from(RiskLevel),
    st.none() | st.sampled_from(Band),
    st.booleans(),
    st.booleans(),
    st.frozensets(st.sampled_from(Section)),
    st.frozensets(st.sampled_from(Section)),
)


@given(ANY_FACTS)
def test_only_a_missing_assessment_leaves_a_case_without_a_tier(facts: TierFacts) -> None:
    found = decide_tier(facts)
    missing = facts.harm is None or facts.likelihood in (None, Band.NOT_APPLICABLE)
    assert found.tier is not None or missing
    assert found.because.reason in TierReason


@given(ANY_FACTS)
def test_more_harm_never_lowers_the_tier(facts: TierFacts) -> None:
    tiers = [
        decide_tier(TierFacts(harm, facts.likelihood, facts.prolific_or_priority, facts.rehabilitative_requirement,
                              facts.in_need, facts.worked_on)).tier
        for harm in RiskLevel
    ]  # fmt: skip
    known = [tier for tier in tiers if tier is not None]
    assert known == sorted(known)


@given(ANY_FACTS)
def test_nobody_above_low_harm_is_in_tier_1(facts: TierFacts) -> None:
    if decide_tier(facts).tier is Tier.ONE:
        assert (facts.harm, facts.likelihood) == (RiskLevel.LOW, Band.LOW)


def test_the_facts_used_are_told() -> None:
    facts = TierFacts(RiskLevel.MEDIUM, None, in_need=DRUGS | HOUSE, worked_on=DRUGS)
    assert decide_tier(facts).because.facts == (
        ("harm", "MEDIUM"),
        ("rehabilitative_requirement", False),
        ("needs_of_the_plan", "DRUG_MISUSE"),
    )

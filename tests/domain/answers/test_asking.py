from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from hub.domain.access import Service
from hub.domain.answers import (
    Answer,
    Assessed,
    DecisionKind,
    DecisionMade,
    Passed,
    Question,
    Registered,
    Scored,
    Situation,
    answers,
    ask_again_on,
)
from hub.domain.assessment import Band, PredictorKind, PredictorMethod, RiskLevel, Section
from hub.domain.grade import Grade
from hub.domain.sentence import Sentence

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
YESTERDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def prison(imposed: date | None = date(2025, 3, 1), expires: date | None = date(2031, 2, 28), **more: Any) -> Passed:
    """A sentence by the prison's record."""
    given = {"release_on": date(2029, 5, 1), "conditional_release_on": date(2029, 5, 1), **more}
    return Passed(
        Sentence("booking 1", Service.CUSTODY, "Custodial sentence", True, True, imposed, expires_on=expires, **given)
    )


def order(description: str = "ORA Community Order") -> Passed:
    """A sentence by the community's record."""
    return Passed(Sentence("1", Service.COMMUNITY, description, False, True, date(2026, 1, 5)))


INSIDE = Situation(
    NOW,
    born_on=date(1988, 2, 3),
    sentences=(prison(),),
    inside=True,
    sentenced_inside=True,
    legal_status="SENTENCED",
)
OUTSIDE = Situation(NOW, born_on=date(1988, 2, 3), sentences=(order(),))
HIGH = Assessed(harm=RiskLevel.HIGH)
AT = datetime(2026, 10, 1, tzinfo=UTC)


def scored(score: float, band: Band | None = None) -> Scored:
    return Scored(AT, score, band, PredictorMethod.DYNAMIC)


def made(kind: DecisionKind, **terms: Any) -> DecisionMade:
    return DecisionMade(kind, "Z01T019", "TEAM_MANAGER", "Said why", YESTERDAY, terms)


def outcomes(case: Situation, held: dict[Question, Answer] | None = None) -> dict[str, tuple[str | None, str]]:
    return {question: (one.outcome, one.reason) for question, one in answers(case, held or {}).items()}


@pytest.mark.parametrize(
    ("case", "outcome"),
    [
        (INSIDE, ("YES", "DETERMINATE_12_MONTHS")),
        (OUTSIDE, ("YES", "IN_THE_COMMUNITY")),
        (replace(INSIDE, inside=False), ("YES", "IN_THE_COMMUNITY")),  # on licence
        (replace(INSIDE, sentences=(prison(expires=date(2026, 2, 28)),)), ("YES", "DETERMINATE_12_MONTHS")),
        (replace(INSIDE, sentences=(prison(expires=date(2026, 2, 27)),)), ("NO", "ADULT_UNDER_12_MONTHS")),
        (replace(INSIDE, sentences=(prison(imposed=None),)), ("NOT_KNOWN", "LENGTH_NOT_KNOWN")),
        (replace(INSIDE, sentences=(prison(expires=None),)), ("NOT_KNOWN", "LENGTH_NOT_KNOWN")),
        (replace(INSIDE, sentences=(prison(indeterminate=True, expires=None),)), ("YES", "INDETERMINATE")),
        (replace(INSIDE, sentences=(), legal_status="REMAND"), ("OUTSIDE", "REMAND_ONLY")),
        (replace(INSIDE, born_on=date(2008, 3, 1)), ("OUTSIDE", "UNDER_18")),
        (replace(INSIDE, decided=(made(DecisionKind.IN_SCOTLAND),)), ("OUTSIDE", "SCOTLAND")),
        (
            replace(INSIDE, sentences=(prison(expires=date(2025, 9, 1)),), decided=(made(DecisionKind.MANAGER_GIVEN),)),
            ("YES", "GIVEN_BY_DECISION"),
        ),
        (
            replace(INSIDE, sentences=(prison(expires=date(2025, 9, 1)),), manager_id=7, named_by_community=True),
            ("YES", "NAMED_BY_COMMUNITY_RECORD"),
        ),
    ],
)
def test_who_has_an_offender_manager(case: Situation, outcome: tuple[str, str]) -> None:
    assert outcomes(case)["ELIGIBILITY"] == outcome


def test_a_yes_holds_although_the_facts_say_otherwise_and_keeps_its_moment() -> None:
    held = answers(replace(INSIDE, now=YESTERDAY), {})
    later = answers(replace(INSIDE, sentences=(prison(expires=date(2025, 9, 1)),)), held)
    one = later[Question.ELIGIBILITY]
    assert (one.outcome, one.reason, one.flags) == ("YES", "HELD_TO_TERMINATION", ("FACTS_SAY_OTHERWISE_NOW",))
    assert one.since == YESTERDAY
    over = answers(replace(INSIDE, sentences=(), inside=False, terminated=True), later)
    assert over[Question.ELIGIBILITY].outcome == "OUTSIDE"


@pytest.mark.parametrize(
    ("case", "outcome"),
    [
        (OUTSIDE, (None, "AWAITING_ASSESSMENT")),
        (replace(OUTSIDE, assessed=HIGH), ("4", "HIGH_HARM")),
        # neither the assessment nor the register hides a risk that the other gives
        (replace(OUTSIDE, assessed=Assessed(RiskLevel.LOW), registered=Registered(RiskLevel.HIGH)), ("4", "HIGH_HARM")),
        (replace(OUTSIDE, assessed=HIGH, registered=Registered(RiskLevel.LOW)), ("4", "HIGH_HARM")),
        (replace(OUTSIDE, registered=Registered(codes=frozenset({"IIOM"}))), ("4", "PROLIFIC_OR_PRIORITY")),
        (replace(OUTSIDE, decided=(made(DecisionKind.PRIORITY),)), ("4", "PROLIFIC_OR_PRIORITY")),
        (replace(OUTSIDE, assessed=Assessed(RiskLevel.MEDIUM)), ("2", "MEDIUM_HARM")),
        (
            replace(OUTSIDE, assessed=Assessed(RiskLevel.MEDIUM), rehabilitative_requirement=True),
            ("3", "MEDIUM_HARM_AND_CHANGE"),
        ),
        (
            replace(
                OUTSIDE,
                assessed=Assessed(RiskLevel.MEDIUM, (Section.DRUG_MISUSE,)),
                worked_on=frozenset({Section.DRUG_MISUSE}),
            ),
            ("3", "MEDIUM_HARM_AND_CHANGE"),
        ),
        (
            replace(
                OUTSIDE,
                assessed=Assessed(RiskLevel.LOW, (), {PredictorKind.ALL_REOFFENDING: scored(10, Band.LOW)}),
            ),
            ("1", "LOW_HARM_AND_LOW_LIKELIHOOD"),
        ),
        (
            replace(  # the newer generation counts before the older
                OUTSIDE,
                assessed=Assessed(
                    RiskLevel.LOW,
                    (),
                    {
                        PredictorKind.GROUP_RECONVICTION: scored(10, Band.LOW),
                        PredictorKind.ALL_REOFFENDING: scored(80, Band.HIGH),
                    },
                ),
            ),
            ("2", "LOW_HARM_AND_LIKELIHOOD_ABOVE_LOW"),
        ),
        (
            replace(
                OUTSIDE,
                assessed=HIGH,
                decided=(
                    made(DecisionKind.TIER_MOVED, tier=3, made_against=4, override=False, review_on="2026-12-01"),
                ),
            ),
            ("3", "HIGH_HARM"),
        ),
    ],
)
def test_the_tier(case: Situation, outcome: tuple[str | None, str]) -> None:
    assert outcomes(case)["TIER"] == outcome


def test_an_assessment_is_due_fifteen_working_days_after_the_sentence() -> None:
    one = answers(OUTSIDE, {})[Question.TIER]
    assert one.facts["assessment_due_on"] == "2026-01-26"  # from Monday 5 January


def test_todays_tier_beside_it() -> None:
    scores = {
        PredictorKind.ALL_REOFFENDING: scored(80),
        PredictorKind.COMBINED_SERIOUS_REOFFENDING: scored(1.0),
    }
    assert outcomes(OUTSIDE)["TODAY_TIER"] == ("MISSING", "SCORE_MISSING")
    case = replace(OUTSIDE, assessed=Assessed(scores=scores))
    assert outcomes(case)["TODAY_TIER"] == ("C", "HIGHEST_STEP")
    mappa = replace(case, registered=Registered(RiskLevel.VERY_HIGH, 2, 1))
    assert outcomes(mappa)["TODAY_TIER"] == ("A", "HIGHEST_STEP")
    assert answers(mappa, {})[Question.TODAY_TIER].facts["mappa_and_harm"] == "A"


def parole(opened_on: str = "2026-09-01", hearing_on: str | None = None, outcome: str | None = None) -> Situation:
    """Somebody recalled on an indeterminate sentence, whose parole review a person wrote down."""
    review = made(DecisionKind.PAROLE_REVIEWED, opened_on=opened_on, hearing_on=hearing_on, outcome=outcome)
    endless = prison(indeterminate=True, expires=None, tariff_on=date(2029, 5, 1))
    return replace(INSIDE, sentences=(endless,), recalled=True, decided=(review,))


@pytest.mark.parametrize(
    ("case", "outcome"),
    [
        (INSIDE, ("CUSTODY", "DETERMINATE")),
        (OUTSIDE, None),
        (replace(INSIDE, sentenced_inside=False), None),
        (replace(INSIDE, recalled=True), ("COMMUNITY", "RECALLED")),
        (replace(INSIDE, legal_status="IMMIGRATION_DETAINEE"), ("COMMUNITY", "IMMIGRATION_CASE")),
        (
            replace(INSIDE, sentences=(prison(conditional_release_on=None),)),
            ("CUSTODY", "RELEASE_DATE_UNKNOWN"),
        ),
        (
            replace(INSIDE, sentences=(prison(conditional_release_on=date(2027, 1, 1)),)),
            ("COMMUNITY", "DETERMINATE"),
        ),
        (
            replace(
                INSIDE,
                decided=(made(DecisionKind.RESPONSIBILITY_OVERRIDDEN, responsibility="COMMUNITY", reason="OTHER"),),
            ),
            ("COMMUNITY", "OVERRIDDEN"),
        ),
        (
            replace(INSIDE, decided=(made(DecisionKind.HANDED_OVER_EARLY),)),
            ("CUSTODY", "EARLY_ALLOCATION"),
        ),
        (parole(), ("COMMUNITY", "RECALLED")),
        (parole(hearing_on="2027-11-22"), ("COMMUNITY", "RECALLED")),  # less than 12 months away
        (parole(hearing_on="2027-11-23"), ("CUSTODY_WITH_COMMUNITY", "RECALLED_AND_HEARING_FAR")),
        (
            replace(parole(hearing_on="2027-11-23"), recalled=False),
            ("CUSTODY", "INDETERMINATE"),
        ),  # no outcome, no refusal
        (
            replace(parole(hearing_on="2027-11-23", outcome="NOT_RELEASE"), recalled=False),
            ("CUSTODY_WITH_COMMUNITY", "NOT_RELEASED_AND_HEARING_FAR"),
        ),
        # a review of an earlier sentence says nothing of this one
        (parole(opened_on="2025-02-28", hearing_on="2027-11-23"), ("COMMUNITY", "RECALLED")),
    ],
)
def test_who_is_responsible_today(case: Situation, outcome: tuple[str, str] | None) -> None:
    assert outcomes(case).get("RESPONSIBILITY") == outcome


@pytest.mark.parametrize(
    ("grade", "harm", "confirmed", "outcome"),
    [
        (Grade.OFFENDER_MANAGER, RiskLevel.MEDIUM, None, ("KEEPS", "SKILLS_BY_GRADE")),
        (Grade.OFFENDER_MANAGER, RiskLevel.HIGH, None, ("DECISION_DUE", "SKILLS_MISSING")),
        (Grade.OFFENDER_MANAGER_HIGHER, RiskLevel.VERY_HIGH, None, ("KEEPS", "SKILLS_BY_GRADE")),
        (None, RiskLevel.HIGH, None, ("DECISION_DUE", "GRADE_NOT_KNOWN")),
        (Grade.OFFENDER_MANAGER, RiskLevel.HIGH, (7, "HIGH"), ("KEEPS", "SKILLS_CONFIRMED")),
        (Grade.OFFENDER_MANAGER, RiskLevel.VERY_HIGH, (7, "HIGH"), ("DECISION_DUE", "SKILLS_MISSING")),
        (Grade.OFFENDER_MANAGER, RiskLevel.HIGH, (8, "HIGH"), ("DECISION_DUE", "SKILLS_MISSING")),
    ],
)
def test_skills_against_risk(
    grade: Grade | None, harm: RiskLevel, confirmed: tuple[int, str] | None, outcome: tuple[str, str]
) -> None:
    case = replace(OUTSIDE, assessed=Assessed(harm), manager_id=7, manager_grade=grade)
    if confirmed:
        staff_id, level = confirmed
        case = replace(case, decided=(made(DecisionKind.SKILLS_CONFIRMED, staff_id=staff_id, harm=level),))
    assert outcomes(case)["TRANSFER"] == outcome


@pytest.mark.parametrize(
    ("case", "outcome"),
    [
        (OUTSIDE, None),
        (INSIDE, (None, "HARM_NOT_ASSESSED")),
        (replace(INSIDE, assessed=HIGH), ("HIGHER", "HIGH_HARM")),
        (replace(INSIDE, registered=Registered(harm=RiskLevel.VERY_HIGH)), ("HIGHER", "HIGH_HARM")),
        (replace(INSIDE, assessed=Assessed(harm=RiskLevel.MEDIUM)), ("LOWER", "LOWER_HARM")),
        (replace(INSIDE, assessed=HIGH, recalled=True), ("LOWER", "PRISON_ONLY_SUPPORTS")),
        (replace(INSIDE, assessed=HIGH, legal_status="IMMIGRATION_DETAINEE"), ("LOWER", "IMMIGRATION_CASE")),
    ],
)
def test_the_grade_that_is_recommended_in_a_prison(case: Situation, outcome: tuple[str | None, str] | None) -> None:
    assert outcomes(case).get("RECOMMENDED_GRADE") == outcome


def test_the_next_day_that_may_change_an_answer() -> None:
    found = answers(INSIDE, {})
    day = date.fromisoformat(str(found[Question.RESPONSIBILITY].facts["handover_on"]))
    assert ask_again_on(found) == ask_again_on(found, None, date(2040, 1, 1)) == day
    assert ask_again_on(found, date(2027, 1, 1)) == date(2027, 1, 1)
    assert ask_again_on({}) is None


def test_no_sentence_no_question() -> None:
    assert answers(Situation(NOW), {}) == {}


def test_the_document_is_plain() -> None:
    kept = to_builtins(answers(INSIDE, {}))
    assert set(kept) == {"ELIGIBILITY", "TIER", "TODAY_TIER", "RESPONSIBILITY", "RECOMMENDED_GRADE"}
    assert kept["RESPONSIBILITY"]["again_on"] == "2028-08-18"
    assert datetime.fromisoformat(kept["ELIGIBILITY"]["since"]) == NOW

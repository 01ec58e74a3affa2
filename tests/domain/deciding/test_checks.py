from datetime import date

import pytest
from msgspec.structs import replace

from hub.domain.access import Actor, CaseReach, Role, Service
from hub.domain.answers import Assessed, DecisionKind, Situation, answers
from hub.domain.assessment import RiskLevel
from hub.domain.deciding import (
    ConfirmSkills,
    Decide,
    GiveOffenderManager,
    HandOverEarly,
    JoinSpans,
    MarkPriority,
    MoveTier,
    OverrideResponsibility,
    RecordParole,
    RecordScotland,
    Subject,
    WithdrawDecision,
    check,
    check_actor,
    check_withdrawal,
)
from hub.domain.grade import Grade
from hub.domain.handover import EarlyAllocationFacts, OverrideReason, ParoleOutcome, Responsibility
from hub.domain.tier import Tier
from hub.errors import BrokenRule
from tests.domain.answers.test_asking import INSIDE, OUTSIDE, made, prison

MANAGER = Actor("olwen", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), "Z01T011", 7)
TEAM_MANAGER = Actor("tamsin", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T019", 9)
MEDIUM = replace(OUTSIDE, assessed=Assessed(RiskLevel.MEDIUM))
SHORT = replace(INSIDE, sentences=(prison(expires=date(2025, 9, 1)),))
HELD_BY_54 = replace(OUTSIDE, assessed=Assessed(RiskLevel.HIGH), manager_id=7, manager_grade=Grade.OFFENDER_MANAGER)
SOON = replace(INSIDE, sentences=(prison(conditional_release_on=date(2028, 5, 1)),))
ENDLESS = replace(INSIDE, sentences=(prison(indeterminate=True, expires=None),))
BEGUN = date(2026, 9, 1)
OTHER = OverrideReason.OTHER
WHY = "Said why"
TODAY = date(2026, 11, 23)


def decided(command: Decide, case: Situation, actor: Actor) -> object:
    """The kind and the terms, or the name of the rule that says no."""
    try:
        made = check(command, Subject(case, answers(case, {}), {"1", "2"}), actor)
    except BrokenRule as broken:
        assert broken.message.endswith(".") and broken.remedy.endswith(".")
        return broken.code
    assert made.reason == WHY
    return made.kind, made.terms


PRIORITY = made(DecisionKind.PRIORITY)
MOVED = {"tier": 3, "made_against": 2, "override": False, "review_on": None}
UP = {"tier": 4, "made_against": 2, "override": True, "review_on": "2027-01-01"}
MOVED_UP = replace(MEDIUM, decided=(made(DecisionKind.TIER_MOVED, **UP),))
DOWN = {"tier": 1, "made_against": 1, "override": True, "review_on": "2027-01-01"}
OVERTAKEN = replace(MEDIUM, decided=(made(DecisionKind.TIER_MOVED, **DOWN),))  # the risk rose above the move
THEIRS = replace(
    INSIDE, decided=(made(DecisionKind.RESPONSIBILITY_OVERRIDDEN, responsibility="COMMUNITY", reason="OTHER"),)
)


@pytest.mark.parametrize(
    ("command", "case", "actor", "answer"),
    [
        (MoveTier(1, Tier.THREE, WHY), MEDIUM, MANAGER, (DecisionKind.TIER_MOVED, MOVED)),
        (MoveTier(1, Tier.FOUR, WHY, date(2027, 1, 1)), MEDIUM, TEAM_MANAGER, (DecisionKind.TIER_MOVED, UP)),
        (MoveTier(1, Tier.FOUR, WHY, date(2027, 1, 1)), MEDIUM, MANAGER, "TierOverrideNotYours"),
        (MoveTier(1, Tier.FOUR, WHY), MEDIUM, TEAM_MANAGER, "TierOverrideNeedsReviewDate"),
        (MoveTier(1, Tier.FOUR, WHY, TODAY), MEDIUM, TEAM_MANAGER, "TierReviewDateNotAhead"),
        (MoveTier(1, Tier.TWO, WHY), MEDIUM, MANAGER, "TierUnchanged"),
        (MoveTier(1, Tier.TWO, WHY), MOVED_UP, TEAM_MANAGER, "TierStandsByDecision"),
        (MoveTier(1, Tier.TWO, WHY), OVERTAKEN, TEAM_MANAGER, "TierUnchanged"),
        (MoveTier(1, Tier.THREE, "  "), MEDIUM, MANAGER, "ReasonNeeded"),
        (MoveTier(1, Tier.THREE, "x" * 1001), MEDIUM, MANAGER, "ReasonTooLong"),
        (MoveTier(1, Tier.THREE, WHY), replace(MEDIUM, terminated=True), MANAGER, "CaseTerminated"),
        (
            OverrideResponsibility(1, Responsibility.COMMUNITY, OTHER, WHY),
            INSIDE,
            TEAM_MANAGER,
            (DecisionKind.RESPONSIBILITY_OVERRIDDEN, {"responsibility": "COMMUNITY", "reason": "OTHER"}),
        ),
        (OverrideResponsibility(1, Responsibility.COMMUNITY, OTHER, WHY), INSIDE, MANAGER, "TeamManagerDecides"),
        (OverrideResponsibility(1, Responsibility.COMMUNITY, OTHER, WHY), OUTSIDE, TEAM_MANAGER, "NotInCustody"),
        (
            HandOverEarly(1, EarlyAllocationFacts(mappa_3=True), date(2026, 11, 2), None, WHY),
            SOON,
            TEAM_MANAGER,
            (DecisionKind.HANDED_OVER_EARLY, {"outcome": "ELIGIBLE", "assessed_on": "2026-11-02"}),
        ),
        (
            HandOverEarly(1, EarlyAllocationFacts(mappa_3=True), date(2026, 10, 31), None, WHY),
            SOON,  # more than 18 months before the release
            TEAM_MANAGER,
            "NotHandedOverEarly",
        ),
        (
            HandOverEarly(1, EarlyAllocationFacts(high_harm=True), date(2026, 11, 2), None, WHY),
            SOON,
            TEAM_MANAGER,
            "NotHandedOverEarly",
        ),
        (
            HandOverEarly(1, EarlyAllocationFacts(high_harm=True), date(2026, 11, 2), True, WHY),
            SOON,
            TEAM_MANAGER,
            (DecisionKind.HANDED_OVER_EARLY, {"outcome": "COMMUNITY_DECIDES", "assessed_on": "2026-11-02"}),
        ),
        (
            HandOverEarly(1, EarlyAllocationFacts(mappa_3=True), date(2026, 11, 24), None, WHY),
            SOON,
            TEAM_MANAGER,
            "AssessedAhead",
        ),
        (GiveOffenderManager(1, WHY), SHORT, TEAM_MANAGER, (DecisionKind.MANAGER_GIVEN, {})),
        (GiveOffenderManager(1, WHY), INSIDE, TEAM_MANAGER, "ManagerDueAlready"),
        (GiveOffenderManager(1, WHY), replace(INSIDE, born_on=date(2010, 1, 1)), TEAM_MANAGER, "OutsideTheModel"),
        (
            ConfirmSkills(1, WHY),
            HELD_BY_54,
            TEAM_MANAGER,
            (DecisionKind.SKILLS_CONFIRMED, {"staff_id": 7, "harm": "HIGH"}),
        ),
        (ConfirmSkills(1, WHY), MEDIUM, TEAM_MANAGER, "NoTransferDue"),
        (MarkPriority(1, WHY), OUTSIDE, TEAM_MANAGER, (DecisionKind.PRIORITY, {})),
        (MarkPriority(1, WHY), replace(OUTSIDE, decided=(PRIORITY,)), TEAM_MANAGER, "DecidedAlready"),
        (MarkPriority(1, WHY), replace(INSIDE, sentences=()), TEAM_MANAGER, "NoSentenceRuns"),
        (
            OverrideResponsibility(1, Responsibility.CUSTODY, OTHER, WHY),
            INSIDE,
            TEAM_MANAGER,
            "ResponsibilityUnchanged",
        ),
        (
            OverrideResponsibility(1, Responsibility.CUSTODY, OTHER, WHY),
            THEIRS,
            TEAM_MANAGER,
            "ResponsibilityStandsByDecision",
        ),
        (
            JoinSpans(1, frozenset({"1", "2"}), True, True, WHY),
            OUTSIDE,
            TEAM_MANAGER,
            (DecisionKind.SPANS_JOINED, {"sentences": ["1", "2"]}),
        ),
        (JoinSpans(1, frozenset({"1", "2"}), True, False, WHY), OUTSIDE, TEAM_MANAGER, "NotComplexAndRisky"),
        (JoinSpans(1, frozenset({"1"}), True, True, WHY), OUTSIDE, TEAM_MANAGER, "JoinNeedsTwoSentences"),
        (JoinSpans(1, frozenset({"1", "9"}), True, True, WHY), OUTSIDE, TEAM_MANAGER, "SentenceNotFound"),
        (RecordScotland(1, WHY), OUTSIDE, TEAM_MANAGER, (DecisionKind.IN_SCOTLAND, {})),
        (RecordScotland(1, WHY), OUTSIDE, MANAGER, "TeamManagerDecides"),
        (
            RecordParole(1, BEGUN, date(2027, 6, 1), None, WHY),
            ENDLESS,
            MANAGER,
            (DecisionKind.PAROLE_REVIEWED, {"opened_on": "2026-09-01", "hearing_on": "2027-06-01", "outcome": None}),
        ),
        (
            RecordParole(1, BEGUN, None, ParoleOutcome.NOT_RELEASE, WHY),
            replace(INSIDE, sentences=(prison(parole_eligible_on=date(2027, 9, 1)),)),
            MANAGER,
            (DecisionKind.PAROLE_REVIEWED, {"opened_on": "2026-09-01", "hearing_on": None, "outcome": "NOT_RELEASE"}),
        ),
        (RecordParole(1, BEGUN, date(2027, 6, 1), None, WHY), INSIDE, MANAGER, "NoParole"),
        (RecordParole(1, BEGUN, date(2027, 6, 1), None, WHY), OUTSIDE, MANAGER, "NotInCustody"),
        (RecordParole(1, date(2026, 11, 24), date(2027, 6, 1), None, WHY), ENDLESS, MANAGER, "ReviewNotBegun"),
        (RecordParole(1, date(2024, 12, 31), date(2027, 6, 1), None, WHY), ENDLESS, MANAGER, "ReviewOfEarlierSentence"),
        (RecordParole(1, BEGUN, date(2026, 8, 31), None, WHY), ENDLESS, MANAGER, "HearingBeforeReview"),
        (RecordParole(1, BEGUN, None, None, WHY), ENDLESS, MANAGER, "NothingOfReview"),
        (RecordParole(1, BEGUN, None, ParoleOutcome.NOT_KNOWN, WHY), ENDLESS, MANAGER, "NothingOfReview"),
    ],
)
def test_who_may_decide_what(command: Decide, case: Situation, actor: Actor, answer: object) -> None:
    assert decided(command, case, actor) == answer


@pytest.mark.parametrize(
    ("command", "case", "kind"),
    [
        (MoveTier(1, Tier.TWO, WHY), MOVED_UP, DecisionKind.TIER_MOVED),
        (
            OverrideResponsibility(1, Responsibility.CUSTODY, OTHER, WHY),
            THEIRS,
            DecisionKind.RESPONSIBILITY_OVERRIDDEN,
        ),
    ],
)
def test_a_decision_that_stands_is_taken_back_and_not_decided_over(
    command: Decide, case: Situation, kind: DecisionKind
) -> None:
    with pytest.raises(BrokenRule) as broken:
        check(command, Subject(case, answers(case, {}), set()), TEAM_MANAGER)
    assert f"withdrawDecision(kind: {kind})" in broken.value.remedy


def test_whose_case_it_is() -> None:
    reach = CaseReach(om_staff_id=7)
    check_actor(MANAGER, reach)
    supervisor = Actor("os", Service.CUSTODY, frozenset({Role.OFFENDER_SUPERVISOR}), "ZSTI1", 7)
    for actor, held, code in (
        (MANAGER, None, "CaseNotFound"),
        (TEAM_MANAGER, reach, "CaseNotFound"),
        (supervisor, reach, "DecisionNotYours"),
    ):
        with pytest.raises(BrokenRule) as broken:
            check_actor(actor, held)
        assert broken.value.code == code


def test_who_takes_a_decision_back() -> None:
    assert check_withdrawal(WithdrawDecision(1, DecisionKind.TIER_MOVED, " It was wrong "), MANAGER) == "It was wrong"
    with pytest.raises(BrokenRule) as broken:
        check_withdrawal(WithdrawDecision(1, DecisionKind.PRIORITY, WHY), MANAGER)
    assert broken.value.code == "TeamManagerDecides"

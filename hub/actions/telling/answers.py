"""What the world hears of the rules' answers: the outcome, its reason, and the days that go with it."""

from collections.abc import Mapping
from typing import Any

from hub.actions.telling.case_events import CaseChange
from hub.domain.answers import Answer, Question

# Question -> the event that tells of another answer.
EVENTS = {
    Question.ELIGIBILITY: "EligibilityChanged",
    Question.TIER: "TierChanged",
    Question.TODAY_TIER: "TodayTierChanged",
    Question.RESPONSIBILITY: "ResponsibilityChanged",
    Question.TRANSFER: "TransferDecisionChanged",
    Question.ICM_ROUTE: "IcmRouteChanged",
}
# Question -> its name in the event that says that a case was opened. The recommended grade is advice to who allocates,
# and told to nobody.
NAMES = {
    Question.ELIGIBILITY: "eligibility",
    Question.TIER: "tier",
    Question.TODAY_TIER: "todayTier",
    Question.RESPONSIBILITY: "responsibility",
    Question.TRANSFER: "transferDecision",
    Question.ICM_ROUTE: "icmRoute",
}
# Question -> the facts that are told beside outcome, reason and flags, each under its name in the contract.
FACTS: dict[Question, dict[str, str]] = {
    Question.ELIGIBILITY: {"supervisor": "supervisor", "home_area": "homeArea"},
    Question.TIER: {"computed": "computed", "assessment_due_on": "assessmentDueOn"},
    Question.TODAY_TIER: {"provisional": "provisional"},
    Question.RESPONSIBILITY: {"starts_on": "startsOn", "handover_on": "handoverOn"},
    Question.TRANSFER: {},
    Question.ICM_ROUTE: {},
}


def answers_changed(was: Mapping[Question, Answer], now: Mapping[Question, Answer]) -> list[CaseChange]:
    """One change for each question that is answered otherwise than before."""
    changes = []
    for question, name in EVENTS.items():
        before, after = _told(question, was.get(question)), _told(question, now.get(question))
        if before != after:
            changes.append(CaseChange(name, before, after))
    return changes


def told(answers: Mapping[Question, Answer]) -> dict[str, Any]:
    """How the rules answer, for the event that says that a case was opened."""
    return {NAMES[question]: one.outcome for question, one in answers.items() if question in NAMES}


def _told(question: Question, one: Answer | None) -> dict[str, Any] | None:
    if one is None:
        return None
    facts = {name: one.facts.get(key) for key, name in FACTS[question].items()}
    return {"outcome": one.outcome, "reason": one.reason, "flags": list(one.flags), **facts}

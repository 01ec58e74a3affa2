"""Custody or community today, and when it is handed over, for somebody in prison under a sentence (rules, (d))."""

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from hub.domain.answers.answer import Answer, Question, answer
from hub.domain.answers.decision_made import DecisionKind, standing
from hub.domain.answers.situation import Passed, Situation, is_indeterminate
from hub.domain.handover import (
    HandoverDecision,
    HandoverFacts,
    HandoverOverride,
    OverrideReason,
    ParoleOutcome,
    ParoleReview,
    Responsibility,
    current_review,
    decide_responsibility,
    may_change_on,
)
from hub.domain.handover.parole import later_indeterminate

IMMIGRATION = "IMMIGRATION_DETAINEE"
# Categories of open conditions: D for men, T for women (practice: codes).
OPEN = frozenset({"D", "T"})


def ask(case: Situation, held: Answer | None) -> Answer | None:
    """The answer; None for somebody who is not in prison under a sentence."""
    if not case.inside or not case.sentenced_inside:
        return None
    facts = facts_of(case)
    decided = decide_responsibility(facts, case.today, overridden(case))
    return answer(
        decided.responsibility,
        decided.because,
        held=held,
        now=case.now,
        flags=decided.flags,
        again_on=may_change_on(facts, decided, case.today),
        more={
            "starts_on": decided.starts_on,
            "handover_on": decided.handover_on,
            "release_on": decided.earliest_release.on if decided.earliest_release else None,
        },
    )


def facts_of(case: Situation) -> HandoverFacts:
    """What the records say that the rule asks for."""
    mine = [one for one in case.sentences if one.given.of_custody]
    started = min((one.given.imposed_on for one in mine if one.given.imposed_on), default=None)
    review = current_review(_reviews(case), started)
    endless = [one.given.imposed_on for one in mine if is_indeterminate(one) and one.given.imposed_on]
    return HandoverFacts(
        indeterminate=case.indeterminate,
        sentence_started_on=started,
        tariff_on=_latest(mine, "tariff_on"),
        parole_eligible_on=_latest(mine, "parole_eligible_on"),
        automatic_release_on=_latest(mine, "automatic_release_on"),
        conditional_release_on=_latest(mine, "conditional_release_on"),
        hearing_on=review.hearing_on,
        parole_outcome=review.outcome,
        recalled=case.recalled,
        immigration_case=is_immigration_case(case),
        mappa_level=case.registered.mappa_level,
        later_indeterminate=later_indeterminate(endless),
        early_allocation=standing(case.decided, DecisionKind.HANDED_OVER_EARLY) is not None,
        open_conditions=(case.category or "").upper() in OPEN,
    )


def _reviews(case: Situation) -> list[ParoleReview]:
    """The review that a person wrote down, where somebody did: no feed tells of any."""
    made = standing(case.decided, DecisionKind.PAROLE_REVIEWED)
    if made is None:
        return []
    hearing_on, outcome = made.terms.get("hearing_on"), made.terms.get("outcome")
    opened_on = date.fromisoformat(made.terms["opened_on"])
    hearing = date.fromisoformat(hearing_on) if hearing_on else None
    return [ParoleReview(opened_on, hearing, outcome is not None, ParoleOutcome(outcome or ParoleOutcome.NOT_KNOWN))]


def is_immigration_case(case: Situation) -> bool:
    """Whether the person is held for immigration alone."""
    return (case.legal_status or "").upper() == IMMIGRATION


def overridden(case: Situation) -> HandoverOverride | None:
    """What a person decided otherwise, where somebody did."""
    made = standing(case.decided, DecisionKind.RESPONSIBILITY_OVERRIDDEN)
    if made is None:
        return None
    reason = OverrideReason(made.terms["reason"])
    return HandoverOverride(Responsibility(made.terms["responsibility"]), reason, made.by, made.at.date(), made.reason)


def handover_starts_on(answered: Mapping[Question, Answer]) -> date | None:
    """The day on which the handover starts, as the rule answers; None where it has none."""
    held = answered.get(Question.RESPONSIBILITY)
    day = held.facts.get("starts_on") if held else None
    return date.fromisoformat(str(day)) if day else None


def by_rules(case: Situation) -> HandoverDecision:
    """What the rules say without what people decided."""
    return decide_responsibility(facts_of(replace(case, decided=())), case.today)


def _latest(sentences: list[Passed], name: str) -> date | None:
    """The latest of the dates: somebody with several bookings in force is released by the last."""
    return max((day for one in sentences if (day := getattr(one.given, name)) is not None), default=None)

"""Parole reviews: which one counts, and what its outcome is.

Today's practice takes a completed review whose outcome is blank or "not applicable" for a refusal. Here it is not known
(hub; openings, B7).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from hub.domain.handover.facts import HandoverFacts
from hub.domain.handover.words import ParoleOutcome
from hub.domain.value import Value
from hub.errors import BrokenRule

NO_OUTCOME = frozenset({"", "not applicable", "no outcome", "not specified"})


class ParoleReview(Value):
    """One review. `opened_on` orders them and says to which sentence it belongs; `hearing_on` is its target hearing."""

    opened_on: date
    hearing_on: date | None = None
    completed: bool = False
    outcome: ParoleOutcome = ParoleOutcome.NOT_KNOWN


class CurrentReview(Value):
    """The target hearing and the outcome that count now."""

    hearing_on: date | None
    outcome: ParoleOutcome


def outcome_of(words: str | None) -> ParoleOutcome:
    """What the words of a completed review mean: "Release" with or without a mark behind it; blank is not known."""
    text = (words or "").strip().lower()
    if text in NO_OUTCOME:
        return ParoleOutcome.NOT_KNOWN
    return ParoleOutcome.RELEASE if text.removesuffix("[*]").strip() == "release" else ParoleOutcome.NOT_RELEASE


def current_review(reviews: Iterable[ParoleReview], sentence_started_on: date | None) -> CurrentReview:
    """The last hearing and the last completed outcome of the current sentence; earlier sentences don't count."""
    current = sorted(
        (one for one in reviews if sentence_started_on is None or one.opened_on >= sentence_started_on),
        key=lambda one: one.opened_on,
    )
    hearings = [one.hearing_on for one in current if one.hearing_on is not None]
    completed = [one for one in current if one.completed]
    return CurrentReview(
        hearings[-1] if hearings else None, completed[-1].outcome if completed else ParoleOutcome.NOT_KNOWN
    )


def check_review(
    opened_on: date, hearing_on: date | None, outcome: ParoleOutcome | None, facts: HandoverFacts, today: date
) -> None:
    """Whether a person may write that review down for the sentence that is served.

    Raises BrokenRule: NoParole, ReviewNotBegun, ReviewOfEarlierSentence, HearingBeforeReview, NothingOfReview.
    """
    if not facts.indeterminate and facts.parole_eligible_on is None:
        raise BrokenRule(
            "NoParole",
            "The sentence is neither indeterminate nor has it a day of eligibility for parole.",
            "Correct the sentence in the prison's record first.",
        )
    if opened_on > today:
        raise BrokenRule("ReviewNotBegun", "The review begins ahead.", "Send the day on which it began.", "openedOn")
    if facts.sentence_started_on is not None and opened_on < facts.sentence_started_on:
        raise BrokenRule(
            "ReviewOfEarlierSentence",
            f"The review began before the sentence, which began on {facts.sentence_started_on}.",
            "Send a review of the sentence that is served.",
            "openedOn",
        )
    if hearing_on is not None and hearing_on < opened_on:
        raise BrokenRule("HearingBeforeReview", "The hearing lies before the review.", "Send its day.", "hearingOn")
    if hearing_on is None and outcome in (None, ParoleOutcome.NOT_KNOWN):
        raise BrokenRule("NothingOfReview", "Neither a hearing nor an outcome is known.", "Send one of them.")


def later_indeterminate(starts: Sequence[date]) -> bool:
    """Whether one of several indeterminate sentences starts later than the first of them."""
    return len(set(starts)) > 1

"""Vectors of who has an Offender Manager, and of sentences that form one span."""

from datetime import date, timedelta

from hub.cli.vectors.case import Adapter, Answer, Given
from hub.domain.days import before
from hub.domain.eligibility import (
    Eligibility,
    EligibilityFacts,
    SentenceKind,
    SentenceServed,
    SupervisorDue,
    decide_eligibility,
)
from hub.domain.sentence import runs
from hub.domain.sentence_terms import SentenceTerm, TermKind

DAY = date(2026, 3, 1)
# How far after the end of the sentence before it one of that sort is passed, in days.
AFTER = {"consecutive": 1, "concurrent": -90, "overlapping": -90, "non_consecutive": 90, "non-consecutive": 90}
WORDS = {
    "community": SentenceKind.COMMUNITY_ORDER,
    "suspended": SentenceKind.SUSPENDED_SENTENCE_ORDER,
    "indeterminate": SentenceKind.LIFE,
}


def who_has_a_manager(given: Given) -> Answer:
    """Whether there is a manager and a supervisor; or whether sentences are one span."""
    if "sentences" in given:
        return {"one_span": _one_span(given)}
    found = decide_eligibility(_facts(given))
    return {
        "om": found.manager is Eligibility.YES,
        "os": found.supervisor is not SupervisorDue.NONE,
        "in_model": found.manager is not Eligibility.OUTSIDE,
        "om_area": "home" if found.home_area else None,
        "reason": str(found.because.reason),
    }


def _facts(given: Given) -> EligibilityFacts:
    word = given["sentence"]
    years = given.get("age")
    born = None if years is None else before(DAY, months=12 * years)
    if word == "remand":
        return EligibilityFacts(born, remand=True, scotland=bool(given.get("scotland")))
    kind = WORDS[word] if word in WORDS else SentenceKind(word.upper())
    months, left = given.get("months"), given.get("days_to_serve")
    terms = () if months is None else (SentenceTerm(1, 1, TermKind.CUSTODY, starts_on=DAY, months=months),)
    release = None if left is None else DAY + timedelta(days=left)
    served = SentenceServed(kind, DAY, release_on=release, terms=terms)
    return EligibilityFacts(born, (served,), scotland=bool(given.get("scotland")))


def _one_span(given: Given) -> bool:
    dates: list[tuple[date, date]] = []
    for word in ("first", *given["sentences"]):
        passed = DAY if word == "first" else dates[-1][1] + timedelta(days=AFTER[word])
        dates.append((passed, passed + timedelta(days=360)))
    joined = (given.get("complex") and given.get("risky")) or given.get("complex_and_risky")
    together = [frozenset(range(len(dates)))] if joined else []
    return len(runs(dates, together)) == 1


ADAPTERS: dict[str, Adapter] = {"eligibility": who_has_a_manager}

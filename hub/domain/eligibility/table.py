"""The exclusions, then the rows: the first that says yes decides (domain: "Who has an Offender Manager").

Nothing here depends on today: age and time left are taken at the sentence, or at the reception where that is later, so
a yes does not lapse when somebody grows older or has served.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from hub.domain.because import Because, Fact, because
from hub.domain.days import after, age
from hub.domain.eligibility.facts import EligibilityDecision, EligibilityFacts, SentenceServed
from hub.domain.eligibility.words import (
    IN_THE_COMMUNITY,
    INDETERMINATE,
    Eligibility,
    EligibilityFlag,
    EligibilityReason,
    SentenceKind,
    SupervisorDue,
)
from hub.domain.sentence_terms import TermsSpan, custody_span

ADULT_AT = 18
YOUNG_ADULT_TO = 21
LONG_MONTHS = 12
FOUR_WEEKS = timedelta(weeks=4)

Why = EligibilityReason


def decide_eligibility(facts: EligibilityFacts) -> EligibilityDecision:
    """Whether the person has an Offender Manager and an Offender Supervisor, and which row says so."""
    excluded = _exclusion(facts)
    if excluded is not None:
        return EligibilityDecision(Eligibility.OUTSIDE, SupervisorDue.NONE, excluded)
    adult = [one for one in facts.sentences if not _under_18(facts.born_on, one)]
    flags = (EligibilityFlag.AGE_NOT_KNOWN,) if facts.born_on is None else ()
    home_area = any(one.kind is SentenceKind.IPP for one in adult)
    if any(one.kind in IN_THE_COMMUNITY for one in adult):
        kinds = ", ".join(sorted({one.kind for one in adult if one.kind in IN_THE_COMMUNITY}))
        why = because(Why.IN_THE_COMMUNITY, "A sentence is served in the community.", kinds=kinds)
        return EligibilityDecision(Eligibility.YES, SupervisorDue.THE_MANAGER_OR_ANOTHER, why, home_area, flags)
    yes = _long(adult, facts) or _indeterminate(adult) or _young_adult(adult, facts.born_on)
    if yes is not None:
        return EligibilityDecision(Eligibility.YES, SupervisorDue.IN_THE_PRISON, yes, home_area, flags)
    manager, why = _no(adult, facts)
    return EligibilityDecision(manager, SupervisorDue.NONE, why, False, flags)


def _exclusion(facts: EligibilityFacts) -> Because[EligibilityReason] | None:
    if facts.scotland:
        return because(Why.SCOTLAND, "The person is Scotland's: Integrated Case Management applies.", scotland=True)
    if facts.sentences and all(_under_18(facts.born_on, one) for one in facts.sentences):
        why = "The person was under 18 at sentence: youth justice services."
        return because(Why.UNDER_18, why, age=_age_at_sentence(facts.born_on, facts.sentences[0]))
    if not facts.sentences and facts.remand:
        return because(Why.REMAND_ONLY, "The person is on remand only, which is outside the model.", remand=True)
    if not facts.sentences:
        return because(Why.NO_SENTENCE, "No sentence is in force, so no Offender Manager is due.")
    return None


def _under_18(born_on: date | None, sentence: SentenceServed) -> bool:
    at = _age_at_sentence(born_on, sentence)
    return at is not None and at < ADULT_AT


def _age_at_sentence(born_on: date | None, sentence: SentenceServed) -> int | None:
    return None if born_on is None else age(born_on, sentence.sentenced_on)


def _long(sentences: Sequence[SentenceServed], facts: EligibilityFacts) -> Because[EligibilityReason] | None:
    off = {one.type_code for one in facts.switched_off}
    span = _span([one for one in sentences if one.type_code is None or one.type_code not in off])
    if span is None or not _is_long(span):
        return None
    why = f"Determinate custody from {span.first} to {span.last} is 12 months or more."
    return because(Why.DETERMINATE_12_MONTHS, why, first=span.first, last=span.last)


def _span(sentences: Sequence[SentenceServed]) -> TermsSpan | None:
    determinate = [one for one in sentences if one.kind is SentenceKind.DETERMINATE]
    return custody_span([term for one in determinate for term in one.terms])


def _is_long(span: TermsSpan) -> bool:
    return span.last is not None and span.last + timedelta(days=1) >= after(span.first, months=LONG_MONTHS)


def _indeterminate(sentences: Sequence[SentenceServed]) -> Because[EligibilityReason] | None:
    kinds = sorted({one.kind for one in sentences if one.kind in INDETERMINATE})
    if not kinds:
        return None
    return because(Why.INDETERMINATE, "The sentence is indeterminate.", kinds=", ".join(kinds))


def _young_adult(sentences: Sequence[SentenceServed], born_on: date | None) -> Because[EligibilityReason] | None:
    for one in sentences:
        left = _time_left(one, sentences)
        if born_on is not None and left is not None and left > FOUR_WEEKS and _young(born_on, one):
            why = f"A young adult with {left.days} days left to serve on {one.taken_on}, which is more than 4 weeks."
            return because(Why.YOUNG_ADULT_OVER_4_WEEKS, why, **_at(born_on, one), days_left=left.days)
    return None


def _young(born_on: date, sentence: SentenceServed) -> bool:
    return ADULT_AT <= age(born_on, sentence.taken_on) <= YOUNG_ADULT_TO


def _time_left(sentence: SentenceServed, sentences: Sequence[SentenceServed]) -> timedelta | None:
    """From the day at which it is taken to the release, or through the last day of the terms where none is known."""
    span = _span(sentences)
    end = span.last + timedelta(days=1) if span and span.last else None
    until = sentence.release_on or end
    return None if until is None else until - sentence.taken_on


def _at(born_on: date, sentence: SentenceServed) -> dict[str, Fact]:
    return {"age": age(born_on, sentence.taken_on), "taken_on": sentence.taken_on}


def _no(sentences: Sequence[SentenceServed], facts: EligibilityFacts) -> tuple[Eligibility, Because[EligibilityReason]]:
    """Why no row says yes, or what must be known first."""
    span = _span(sentences)
    if span is None or span.last is None:
        why = "No record says how long the custody is, so nobody can say yet."
        return Eligibility.NOT_KNOWN, because(Why.LENGTH_NOT_KNOWN, why)
    dates: dict[str, Fact] = {"first": span.first, "last": span.last}
    if _is_long(span):
        own = {one.type_code for one in sentences}
        codes = ", ".join(sorted({one.type_code for one in facts.switched_off} & own))
        why = "Custody is 12 months or more, and its type is switched off by decision."
        return Eligibility.NO, because(Why.SENTENCE_TYPE_SWITCHED_OFF, why, **dates, switched_off=codes)
    if facts.born_on is None:
        why = "Custody is under 12 months, and without a date of birth nobody can say who is a young adult."
        return Eligibility.NOT_KNOWN, because(Why.AGE_NOT_KNOWN, why, **dates)
    young = [one for one in sentences if _young(facts.born_on, one)]
    if not young:
        why = "An adult over 21 with determinate custody under 12 months has none, unless one is given by decision."
        return Eligibility.NO, because(Why.ADULT_UNDER_12_MONTHS, why, **dates, **_at(facts.born_on, sentences[0]))
    left = _time_left(young[0], sentences)
    if left is None:
        return Eligibility.NOT_KNOWN, because(Why.TIME_LEFT_NOT_KNOWN, "No record says how long is left to serve.")
    why = f"A young adult with {left.days} days left to serve on {young[0].taken_on}: 4 weeks exactly do not count."
    facts_used = {**_at(facts.born_on, young[0]), "days_left": left.days}
    return Eligibility.NO, because(Why.YOUNG_ADULT_4_WEEKS_OR_LESS, why, **facts_used)

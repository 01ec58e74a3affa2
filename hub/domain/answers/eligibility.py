"""Who has an Offender Manager: what the records say, put to the table (domain: "Who has an Offender Manager")."""

from datetime import date, timedelta

from hub.domain.access import Service
from hub.domain.answers.answer import Answer, answer
from hub.domain.answers.decision_made import DecisionKind, standing
from hub.domain.answers.situation import Passed, Situation, is_indeterminate, is_ipp
from hub.domain.because import Fact, because
from hub.domain.eligibility import (
    Eligibility,
    EligibilityDecision,
    EligibilityFacts,
    EligibilityFlag,
    EligibilityReason,
    GivenByDecision,
    SentenceKind,
    SentenceServed,
    SupervisorDue,
    SwitchedOff,
    decide_eligibility,
    type_key,
)
from hub.domain.eligibility import standing as what_stands
from hub.domain.sentence_terms import SentenceTerm, TermKind

REMAND = frozenset({"REMAND", "CONVICTED_UNSENTENCED"})
SUSPENDED = "suspended"
# Numbers for terms that no record numbers: beyond those that records give.
OWN_NUMBERS = 1_000
DAY = timedelta(days=1)
UNITS = ("years", "months", "weeks", "days")


def ask(case: Situation, held: Answer | None) -> Answer | None:
    """The answer; None where no record says anything of a sentence or of remand."""
    if not case.sentences and not _remand(case) and held is None:
        return None
    decided = decide(case, held)
    more: dict[str, Fact] = {"supervisor": decided.supervisor, "home_area": decided.home_area}
    again_on = _switched_next(case)
    return answer(
        decided.manager, decided.because, held=held, now=case.now, flags=decided.flags, again_on=again_on, more=more
    )


def decide(case: Situation, held: Answer | None) -> EligibilityDecision:
    """By the table, then by what people and records add."""
    given = standing(case.decided, DecisionKind.MANAGER_GIVEN)
    return what_stands(
        by_table(case),
        held=_as_decided(held),
        terminated=case.terminated,
        given=GivenByDecision(given.by, given.reason, given.at.date()) if given else None,
        named_by_community=case.named_by_community and bool(case.sentences),
    )


def by_table(case: Situation) -> EligibilityDecision:
    """What the table says; where no sentence has a date, nobody can say yet."""
    served = [_served(place, one, case) for place, one in enumerate(case.sentences) if one.given.imposed_on]
    if case.sentences and not served:
        why = because(EligibilityReason.LENGTH_NOT_KNOWN, "No record says when the sentence was passed.")
        return EligibilityDecision(Eligibility.NOT_KNOWN, SupervisorDue.NONE, why)
    scotland = standing(case.decided, DecisionKind.IN_SCOTLAND) is not None
    off = [one for one in case.switched_off if one.stands_on(case.today)]
    return decide_eligibility(EligibilityFacts(case.born_on, served, _remand(case), scotland, off))


def custody_terms(case: Situation) -> tuple[SentenceTerm, ...]:
    """The terms of every custodial sentence in force that has a date."""
    return tuple(
        term
        for place, one in enumerate(case.sentences)
        if one.given.custodial and one.given.imposed_on is not None
        for term in one.terms or _terms(one, one.given.imposed_on, OWN_NUMBERS + place)
    )


def _remand(case: Situation) -> bool:
    return case.inside and (case.legal_status or "").upper() in REMAND


def _served(place: int, one: Passed, case: Situation) -> SentenceServed:
    assert one.given.imposed_on is not None
    return SentenceServed(
        kind=_kind(one, inside=case.inside),
        sentenced_on=one.given.imposed_on,
        type_code=_type(one, case),
        received_on=one.received_on,
        release_on=one.given.release_on,
        terms=one.terms or _terms(one, one.given.imposed_on, OWN_NUMBERS + place),
    )


def _type(one: Passed, case: Situation) -> str | None:
    """The type of the sentence that is switched off today, by its record's code or description; None: none is."""
    off = (switch.type_code for switch in case.switched_off if switch.stands_on(case.today) and _of(switch, one))
    return next(off, None)


def _names(one: Passed) -> list[str]:
    return [type_key(name) for name in (one.given.type_code, one.given.description) if name]


def _of(switch: SwitchedOff, one: Passed) -> bool:
    return switch.service in (None, one.given.service) and switch.type_code in _names(one)


def _switched_next(case: Situation) -> date | None:
    """The next day on which a type of one of the sentences is switched off, or is on again."""
    mine = [switch for switch in case.switched_off if any(_of(switch, one) for one in case.sentences)]
    days = [switch.first_on for switch in mine] + [switch.last_on + DAY for switch in mine if switch.last_on]
    return min((day for day in days if day is not None and day > case.today), default=None)


def _kind(one: Passed, *, inside: bool) -> SentenceKind:
    """A custodial sentence of somebody who is out is served on licence."""
    if not one.given.custodial:
        suspended = SUSPENDED in one.given.description.lower()
        return SentenceKind.SUSPENDED_SENTENCE_ORDER if suspended else SentenceKind.COMMUNITY_ORDER
    if not inside:
        return SentenceKind.LICENCE
    if is_ipp(one):
        return SentenceKind.IPP
    return SentenceKind.LIFE if is_indeterminate(one) else SentenceKind.DETERMINATE


def _terms(one: Passed, first: date, number: int) -> tuple[SentenceTerm, ...]:
    """The length as the record gives it without terms: in its own unit, else through the day on which it expires."""
    given = one.given
    unit = (given.length_unit or "").lower()
    if given.service is Service.COMMUNITY and given.length and unit in UNITS:
        parts = {name: given.length if name == unit else 0 for name in UNITS}
        years, months, weeks, days = parts.values()
        return (SentenceTerm(number, 1, TermKind.CUSTODY, None, None, first, years, months, weeks, days),)
    if given.expires_on is not None and given.expires_on >= first:
        days = (given.expires_on - first).days + 1
        return (SentenceTerm(number, 1, TermKind.CUSTODY, starts_on=first, days=days),)
    return ()


def _as_decided(held: Answer | None) -> EligibilityDecision | None:
    """The answer held, as the rule takes it."""
    if held is None or held.outcome is None:
        return None
    why = because(EligibilityReason(held.reason), held.sentence, **held.facts)
    return EligibilityDecision(
        Eligibility(held.outcome),
        SupervisorDue(str(held.facts["supervisor"])),
        why,
        bool(held.facts["home_area"]),
        tuple(EligibilityFlag(flag) for flag in held.flags),
    )

"""What the questions are asked about: a case as its records have it on one day."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache

from hub.domain.answers.assessed import NOTHING_ASSESSED, Assessed
from hub.domain.answers.decision_made import DecisionMade
from hub.domain.assessment import RiskLevel, Section
from hub.domain.custody import MovementKind
from hub.domain.days import london_day
from hub.domain.eligibility import SwitchedOff
from hub.domain.grade import Grade
from hub.domain.sentence import Sentence
from hub.domain.sentence_terms import SentenceTerm
from hub.domain.value import Value


class Passed(Value):
    """A sentence in force. `received_on`: the first reception, where that is later than the sentence."""

    given: Sentence
    terms: tuple[SentenceTerm, ...] = ()
    received_on: date | None = None


class Registered(Value):
    """What the register says: the risk of serious harm, MAPPA, and the codes of the registrations that stand."""

    harm: RiskLevel | None = None
    mappa_level: int | None = None
    mappa_category: int | None = None
    codes: frozenset[str] = frozenset()


class Situation(Value):
    """The case at `now`.

    `inside`: in custody or unlawfully at large. `sentenced_inside`: under a sentence of the prison record that counts.
    `legal_status`, `recalled`, `category` are that record's. `manager_id` is who holds the case, None: nobody;
    `named_by_community`: the community record names them, or the one whom a decision here replaced. `terminated`: every
    sentence has ended. `switched_off`: types of sentence that are switched off, or are to be or were.
    """

    now: datetime
    born_on: date | None = None
    sentences: Sequence[Passed] = ()
    inside: bool = False
    sentenced_inside: bool = False
    legal_status: str | None = None
    recalled: bool = False
    category: str | None = None
    released_on: date | None = None
    rehabilitative_requirement: bool = False
    worked_on: frozenset[Section] = frozenset()
    assessed: Assessed = NOTHING_ASSESSED
    registered: Registered = Registered()
    manager_id: int | None = None
    manager_grade: Grade | None = None
    named_by_community: bool = False
    terminated: bool = False
    decided: Sequence[DecisionMade] = ()
    switched_off: Sequence[SwitchedOff] = ()

    @property
    def today(self) -> date:
        """The day in London."""
        return london_day(self.now)

    @property
    def harm(self) -> RiskLevel | None:
        """The higher of the assessed and the registered risk of harm, so that neither hides the other (hub)."""
        assessed, registered = self.assessed.harm, self.registered.harm
        if assessed is None or registered is None:
            return assessed or registered
        return max(assessed, registered, key=LEVELS.index)

    @property
    def indeterminate(self) -> bool:
        """Whether a sentence in force is indeterminate, or the register says so."""
        return LIFE_OR_IPP in self.registered.codes or any(is_indeterminate(one) for one in self.sentences)


LEVELS = tuple(RiskLevel)
LIFE_OR_IPP = "INLL"
IPP_WORDS = ("ipp", "public protection")
LIFE_WORDS = ("life", "indeterminate", "detention during his majesty", "detention during her majesty")


def is_indeterminate(one: Passed) -> bool:
    """Whether the sentence has no end: its record says so, by a mark, in its terms or in its description."""
    return bool(one.given.indeterminate) or any(term.life for term in one.terms) or is_ipp(one) or _is_life(one)


def is_ipp(one: Passed) -> bool:
    """Whether it is one of imprisonment for public protection."""
    return one.given.custodial and _says(one.given.description, IPP_WORDS)


def _is_life(one: Passed) -> bool:
    return one.given.custodial and _says(one.given.description, LIFE_WORDS)


# A service has some hundred descriptions, and a case is asked for its own again and again.
@lru_cache(maxsize=2_000)
def _says(description: str, words: tuple[str, ...]) -> bool:
    said = description.lower()
    return any(word in said for word in words)


def first_received(days: Iterator[tuple[MovementKind, date]], imposed_on: date | None) -> date | None:
    """The first admission, where nobody was admitted by the day of the sentence; None where somebody was, or nobody."""
    admitted = sorted(day for kind, day in days if kind is MovementKind.ADMISSION)
    if not admitted or imposed_on is None or admitted[0] <= imposed_on:
        return None
    return admitted[0]

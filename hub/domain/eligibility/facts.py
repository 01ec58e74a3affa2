"""What is given of a person and of each sentence, and the decision that comes out."""

from collections.abc import Sequence
from datetime import date

from hub.domain.access import Service
from hub.domain.because import Because
from hub.domain.eligibility.words import Eligibility, EligibilityFlag, EligibilityReason, SentenceKind, SupervisorDue
from hub.domain.sentence_terms import SentenceTerm
from hub.domain.value import Value


class SentenceServed(Value):
    """One sentence. `type_code` is the record's code of its type, by which a type can be switched off.

    `received_on`: the reception into prison for it. `release_on`: the earliest release as it stood then. The numbers of
    `terms` tell which sentence follows which, over all sentences of the person.
    """

    kind: SentenceKind
    sentenced_on: date
    type_code: str | None = None
    received_on: date | None = None
    release_on: date | None = None
    terms: tuple[SentenceTerm, ...] = ()

    @property
    def taken_on(self) -> date:
        """The day at which age and time left are taken: the sentence, or the reception where that is later."""
        return max(self.sentenced_on, self.received_on or self.sentenced_on)


class SwitchedOff(Value):
    """A type of sentence that gives no manager by its length, with who decided it and why.

    `type_code` is the type as `type_key` writes it. `service`: whose records call it so, None: either's. It stands from
    `first_on` to `last_on`, both included; None: open.
    """

    type_code: str
    reason: str
    by: str
    service: Service | None = None
    first_on: date | None = None
    last_on: date | None = None

    def stands_on(self, day: date) -> bool:
        """Whether the type is switched off on that day."""
        return (self.first_on or day) <= day <= (self.last_on or day)


def type_key(given: str) -> str:
    """A type's code or description as types are compared: without blanks around it, whatever the case."""
    return given.strip().upper()


class EligibilityFacts(Value):
    """A person's sentences in force. `scotland`: a Scottish source or a decision says so. `remand`: held on remand."""

    born_on: date | None = None
    sentences: Sequence[SentenceServed] = ()
    remand: bool = False
    scotland: bool = False
    switched_off: Sequence[SwitchedOff] = ()


class EligibilityDecision(Value):
    """Whether there is a manager, why, and what goes with it. `home_area`: the manager is of the home area (IPP)."""

    manager: Eligibility
    supervisor: SupervisorDue
    because: Because[EligibilityReason]
    home_area: bool = False
    flags: tuple[EligibilityFlag, ...] = ()

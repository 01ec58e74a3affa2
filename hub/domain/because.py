"""Why a rule answers what it answers: the reason by name, a sentence, and the facts that decided.

Facts carry the name of the field that they stand in, so that an answer can be stored, shown and held against a later
one. A sentence names no person.
"""

from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from hub.domain.value import Value

Fact = str | int | float | date | None
Reason = TypeVar("Reason", bound=StrEnum)


class Because(Value, Generic[Reason]):
    """The reason by name, as a sentence, and the facts that decided, by name."""

    reason: Reason
    sentence: str
    facts: tuple[tuple[str, Fact], ...] = ()


def because(reason: Reason, sentence: str, **facts: Fact) -> Because[Reason]:
    """The reason with the facts that decided, in the order given."""
    return Because(reason, sentence, tuple(facts.items()))

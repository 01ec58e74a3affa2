"""A record of a benchmark: a description of a person as the hub has it, and facts that only FEBRL has."""

from collections.abc import Callable
from dataclasses import dataclass

from hub.domain.matching.description import Description
from hub.domain.matching.levels import Comparison, Level, Term


@dataclass(frozen=True, slots=True)
class Record:
    """`keys` are the blocking keys, for whoever compares it."""

    person: Description
    keys: tuple[str, ...]
    number: str | None = None
    house: str | None = None
    street: str | None = None
    suburb: str | None = None
    postcode: str | None = None
    state: str | None = None


def of_person(comparison: Comparison[Description]) -> Comparison[Record]:
    """The hub's own comparison, of the person that a record describes."""
    return Comparison(comparison.name, tuple(_level(level) for level in comparison.levels))


def _level(level: Level[Description]) -> Level[Record]:
    def holds(one: Record, other: Record) -> bool:
        return level.holds(one.person, other.person)

    return Level(level.name, holds, _term(level.term), level.counts)


def _term(term: Term[Description] | None) -> Term[Record] | None:
    if term is None:
        return None
    value: Callable[[Description], str | None] = term.value
    return Term(term.column, lambda record: value(record.person), term.strength)

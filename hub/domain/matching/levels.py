"""What a comparison is made of: levels from the closest agreement to none, of which the first that holds is taken."""

from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar

from rapidfuzz.distance import JaroWinkler, Levenshtein

from hub.domain.value import Value

R = TypeVar("R")
Holds = Callable[[R, R], bool]

OTHERWISE = "they differ"
NOT_KNOWN = "not known on both sides"


class Term(Value, Generic[R]):
    """The value whose frequency adjusts a level: to agree on a rare name says more than to agree on a common one.

    `column` names the table of frequencies, `strength` how much of the adjustment counts (1 is all of it).
    """

    column: str
    value: Callable[[R], str | None]
    strength: float = 1.0


class Level(Value, Generic[R]):
    """A degree of agreement; `counts` is False for a level that says nothing because something is not known."""

    name: str
    holds: Holds[R]
    term: Term[R] | None = None
    counts: bool = True


class Comparison(Value, Generic[R]):
    """One thing that two records are compared in; the last level always holds."""

    name: str
    levels: tuple[Level[R], ...]

    def level_of(self, one: R, other: R) -> Level[R]:
        """The first level that holds."""
        return next(level for level in self.levels if level.holds(one, other))

    @property
    def counting(self) -> tuple[Level[R], ...]:
        """The levels that carry a weight."""
        return tuple(level for level in self.levels if level.counts)


def otherwise() -> Level[R]:
    """The last level of every comparison: none of the others holds."""
    return Level(OTHERWISE, lambda one, other: True)


def not_known(known: Callable[[R], bool]) -> Level[R]:
    """The level that says nothing, because one record at least does not know."""
    return Level(NOT_KNOWN, lambda one, other: not (known(one) and known(other)), counts=False)


def equal(one: str | date | None, other: str | date | None) -> bool:
    """Whether both are known and the same."""
    return one is not None and one == other


def similar(one: str | None, other: str | None, at_least: float) -> bool:
    """Whether the Jaro-Winkler similarity of both, from 0 to 1, is at least that."""
    if not one or not other:
        return False
    return JaroWinkler.similarity(one, other, score_cutoff=at_least) >= at_least


def slips(one: str, other: str, at_most: int) -> bool:
    """Whether at most so many letters were added, dropped or changed between the two."""
    return Levenshtein.distance(one, other, score_cutoff=at_most) <= at_most

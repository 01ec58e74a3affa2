"""The score of a pair: the prior weight and the weight of the level of every comparison, with its evidence."""

from collections.abc import Mapping
from math import log2
from typing import Generic

from hub.domain.matching.frequencies import TermFrequencies
from hub.domain.matching.levels import Comparison, Level, R
from hub.domain.value import Value


class Figures(Value):
    """How often a level holds: `m` among pairs of one person, `u` among pairs of two."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        """How much the level says, in bits."""
        return log2(self.m / self.u)


class Model(Value, Generic[R]):
    """Comparisons and the figures of their levels. `prior`: how likely two records taken at random are one person."""

    comparisons: tuple[Comparison[R], ...]
    figures: Mapping[str, Mapping[str, Figures]]
    prior: float

    @property
    def prior_weight(self) -> float:
        """The weight that every pair starts with, in bits."""
        return log2(self.prior / (1 - self.prior))


class Finding(Value):
    """The evidence of one comparison: the level that held, and its weight in bits."""

    comparison: str
    level: str
    weight: float


class Score(Value):
    """The weight of a pair, in bits: 0 is even odds, 20 a million to one that both are one person."""

    weight: float
    findings: tuple[Finding, ...]

    def of(self, comparison: str) -> Finding:
        """The finding of a comparison."""
        return next(one for one in self.findings if one.comparison == comparison)


def score(model: Model[R], one: R, other: R, frequencies: TermFrequencies) -> Score:
    """Compare two records."""
    findings = tuple(_finding(model, comparison, one, other, frequencies) for comparison in model.comparisons)
    return Score(model.prior_weight + sum(found.weight for found in findings), findings)


def _finding(model: Model[R], comparison: Comparison[R], one: R, other: R, frequencies: TermFrequencies) -> Finding:
    level = comparison.level_of(one, other)
    if not level.counts:
        return Finding(comparison.name, level.name, 0.0)
    figures = model.figures[comparison.name]
    adjustment = _adjustment(comparison, level, figures, one, other, frequencies)
    return Finding(comparison.name, level.name, figures[level.name].weight + adjustment)


def _adjustment(
    comparison: Comparison[R],
    level: Level[R],
    figures: Mapping[str, Figures],
    one: R,
    other: R,
    frequencies: TermFrequencies,
) -> float:
    """What a value's own frequency adds: against the mean, which is the `u` of the level that asks for equality."""
    term = level.term
    if term is None:
        return 0.0
    exact = next(each for each in comparison.levels if each.term and each.term.column == term.column)
    mean = figures[exact.name].u
    values = [value for value in (term.value(one), term.value(other)) if value is not None]
    if not values:
        return 0.0
    commonest = max(frequencies.of(term.column, value, mean) for value in values)
    return term.strength * log2(mean / commonest)

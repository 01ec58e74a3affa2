"""Weights from data alone, without knowing who is who: expectation and maximisation, as Splink does.

How often a level holds for two people (u) is counted over random pairs. How often for one (m) follows from pairs that
share a blocking key: assume figures, weigh each pair by them, count again, until nothing moves. A comparison that the
key is made of says nothing there and is learnt in another session.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import prod

from hub.domain.matching.levels import Comparison, R
from hub.domain.matching.score import Figures, Model
from hub.domain.value import Value

# The level that each comparison of a pair fell into; None where it says nothing.
Pattern = tuple[str | None, ...]
Shares = dict[str, dict[str, float]]

ROUNDS = 100
STILL = 1e-5
FIRST_GUESS = 0.95
# So many imagined pairs keep a level that no pair showed from being impossible.
UNSEEN = 0.5


class Session(Value):
    """The patterns of pairs that share one kind of key; `spent` are the comparisons that the key is made of."""

    patterns: Counter[Pattern]
    spent: frozenset[str]


def pattern(comparisons: Sequence[Comparison[R]], one: R, other: R) -> Pattern:
    """How a pair compares."""
    levels = (comparison.level_of(one, other) for comparison in comparisons)
    return tuple(level.name if level.counts else None for level in levels)


def estimate(
    comparisons: Sequence[Comparison[R]], random: Counter[Pattern], sessions: Iterable[Session], prior: float
) -> Model[R]:
    """The model that the data speak for; `prior`: how likely two records taken at random are one person."""
    u = _shares(comparisons, ((each, float(times)) for each, times in random.items()))
    learnt: dict[str, list[dict[str, float]]] = defaultdict(list)
    for session in sessions:
        for name, shares in _session(comparisons, session, u).items():
            learnt[name].append(shares)
    figures = {one.name: _figures(one, learnt[one.name], u[one.name]) for one in comparisons}
    return Model(tuple(comparisons), figures, prior)


def _session(comparisons: Sequence[Comparison[R]], session: Session, u: Shares) -> Shares:
    places = [place for place, one in enumerate(comparisons) if one.name not in session.spent]
    m: Shares = {comparisons[place].name: _guess(comparisons[place]) for place in places}
    share = 0.5
    for _ in range(ROUNDS):
        weighed = [
            (each, times * _likelihood(comparisons, places, each, m, u, share))
            for each, times in session.patterns.items()
        ]
        moved = {name: shares for name, shares in _shares(comparisons, weighed).items() if name in m}
        change = max((abs(moved[name][level] - m[name][level]) for name in m for level in m[name]), default=0.0)
        m, share = moved, sum(weight for _, weight in weighed) / max(session.patterns.total(), 1)
        if change < STILL:
            break
    return m


def _likelihood(
    comparisons: Sequence[Comparison[R]],
    places: Sequence[int],
    each: Pattern,
    m: Shares,
    u: Shares,
    share: float,
) -> float:
    """How likely a pair with that pattern is one person."""
    seen = [(comparisons[place].name, level) for place in places if (level := each[place]) is not None]
    one = share * prod(m[name][level] for name, level in seen)
    two = (1 - share) * prod(u[name][level] for name, level in seen)
    return one / (one + two) if one + two else 0.0


def _guess(comparison: Comparison[R]) -> dict[str, float]:
    """At first the closest level is taken for the usual one, the others for equally rare."""
    first, *others = (level.name for level in comparison.counting)
    return {first: FIRST_GUESS, **{name: (1 - FIRST_GUESS) / len(others) for name in others}}


def _shares(comparisons: Sequence[Comparison[R]], weighed: Iterable[tuple[Pattern, float]]) -> Shares:
    counted: list[dict[str, float]] = [
        dict.fromkeys((level.name for level in one.counting), UNSEEN) for one in comparisons
    ]
    for each, weight in weighed:
        for counts, level in zip(counted, each, strict=True):
            if level is not None:
                counts[level] += weight
    return {
        one.name: {name: count / sum(counts.values()) for name, count in counts.items()}
        for one, counts in zip(comparisons, counted, strict=True)
    }


def _figures(
    comparison: Comparison[R], learnt: Sequence[Mapping[str, float]], u: Mapping[str, float]
) -> dict[str, Figures]:
    """The mean of the sessions; a comparison that no session could learn says nothing."""
    if not learnt:
        return {level.name: Figures(0.5, 0.5) for level in comparison.counting}
    return {
        level.name: Figures(sum(one[level.name] for one in learnt) / len(learnt), u[level.name])
        for level in comparison.counting
    }

"""What a matcher found, held against who is who."""

from collections.abc import Mapping
from dataclasses import dataclass

from bench.identity import by_splink, ours
from bench.identity.task import Pair, Task

# A pair of even odds or better is taken for one person, where weights come from the data; in bits.
EVEN_ODDS = 0.0
ESTIMATED, SPLINK, SHIPPED = (
    "hub, weights from the data",
    "Splink, weights from the data",
    "hub, shipped weights: joins",
)


@dataclass(frozen=True)
class Quality:
    """Shares from 0 to 1: of the pairs joined how many are one person, of those that are how many were joined."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Line:
    """One matcher on one data set. `curve` is its quality at every threshold, where it has one for all weights.

    `reviews` and `with_reviews`: pairs that a person is asked about, and the recall if all those were decided rightly.
    """

    task: str
    matcher: str
    quality: Quality
    curve: tuple[Quality, ...]
    twins_joined: int
    reviews: int | None = None
    with_reviews: float | None = None

    @property
    def best(self) -> float:
        """The F1 at the best threshold, which nobody knows beforehand."""
        return max(one.f1 for one in self.curve)


def measure(task: Task) -> list[Line]:
    """Both matchers on a task."""
    estimated, splink = ours.estimated(task), by_splink.weights(task)
    return [_line(task, ESTIMATED, estimated), _line(task, SPLINK, splink), _shipped(task)]


def quality(joined: set[Pair], true: frozenset[Pair]) -> Quality:
    """The quality of a set of joins."""
    right = len(joined & true)
    return Quality(right / len(joined) if joined else 1.0, right / len(true) if true else 1.0)


def _line(task: Task, matcher: str, weights: Mapping[Pair, float]) -> Line:
    joined = {pair for pair, weight in weights.items() if weight >= EVEN_ODDS}
    return Line(task.name, matcher, quality(joined, task.true), _curve(weights, task.true), len(joined & task.twins))


def _shipped(task: Task) -> Line:
    weights, joined, asked = ours.by_shipped(task)
    return Line(
        task.name,
        SHIPPED,
        quality(joined, task.true),
        _curve(weights, task.true),
        len(joined & task.twins),
        len(asked),
        quality(joined | asked, task.true).recall,
    )


def _curve(weights: Mapping[Pair, float], true: frozenset[Pair]) -> tuple[Quality, ...]:
    """Quality after each pair, taken from the heaviest down; equal weights are taken together."""
    found, right, taken = [], 0, 0
    ordered = sorted(weights.items(), key=lambda one: -one[1])
    for place, (pair, weight) in enumerate(ordered):
        taken, right = taken + 1, right + (pair in true)
        if place + 1 == len(ordered) or ordered[place + 1][1] != weight:
            found.append(Quality(right / taken, right / len(true)))
    return tuple(found)

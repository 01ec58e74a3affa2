"""A linking task: records that describe people, who is who, and which pairs anybody may look at."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from bench.identity.record import Record
from hub.domain.matching.levels import Comparison

Pair = tuple[int, int]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Training:
    """A key to learn weights from, for both: ours as a function, Splink's as columns; what it is made of is spent."""

    key: Callable[[Record], str | None]
    columns: tuple[str, ...]
    spent: frozenset[str]


@dataclass(frozen=True)
class Task:
    """A data set. Records are numbered; `sides` says which of two files each is from, one file where all are 0.

    `rows` are the same facts as columns, for Splink, `splink` its comparisons over them. `true` are the pairs of one
    person, `twins` pairs of two who are twins. `sure` are rules, by column, that hardly ever hold for two people, and
    `sure_recall` how many of the pairs of one person they are thought to find.
    """

    name: str
    records: Sequence[Record]
    sides: Sequence[int]
    true: frozenset[Pair]
    comparisons: tuple[Comparison[Record], ...]
    rows: Sequence[Row]
    splink: tuple[Any, ...]
    trainings: tuple[Training, ...]
    sure: tuple[tuple[str, ...], ...]
    sure_recall: float
    twins: frozenset[Pair] = frozenset()

    @property
    def linking(self) -> bool:
        """Whether records are linked between two files, not within one."""
        return len(set(self.sides)) == 2

    @property
    def candidates(self) -> set[Pair]:
        """The pairs that both contestants look at."""
        return self.sharing(enumerate(record.keys for record in self.records))

    @property
    def prior(self) -> float:
        """How likely two records taken at random are one person, by the sure rules: the same for both contestants."""
        found: set[Pair] = set()
        for columns in self.sure:
            values = ([row[column] for column in columns] for row in self.rows)
            found |= self.sharing((place, (tuple(one),) if all(one) else ()) for place, one in enumerate(values))
        return max(len(found), 1) / self.sure_recall / self.all_pairs

    @property
    def all_pairs(self) -> int:
        """How many pairs there are to choose from."""
        size, first = len(self.records), sum(side == 0 for side in self.sides)
        return first * (size - first) if self.linking else size * (size - 1) // 2

    def sharing(self, keys: Iterable[tuple[int, Iterable[Hashable]]]) -> set[Pair]:
        """The pairs of this task that share one of the keys, which are given for each record's number."""
        held: dict[Hashable, list[int]] = defaultdict(list)
        for place, found in keys:
            for key in found:
                held[key].append(place)
        return {
            pair
            for places in held.values()
            for pair in combinations(places, 2)
            if not self.linking or self.sides[pair[0]] != self.sides[pair[1]]
        }

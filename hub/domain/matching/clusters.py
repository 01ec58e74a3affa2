"""Whether records that are held as one person hang together."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import combinations
from typing import TypeVar

from hub.domain.matching.comparisons import told_apart
from hub.domain.matching.decision import CLUSTER
from hub.domain.matching.description import Description

K = TypeVar("K", bound=Hashable)


def chains(members: Sequence[K], weight: Callable[[K, K], float], at_least: float = CLUSTER) -> list[frozenset[K]]:
    """The groups of members that hang together by a chain of pairs of at least that weight, in bits; largest first."""
    group = {member: frozenset({member}) for member in members}
    for one, other in combinations(members, 2):
        if group[one] != group[other] and weight(one, other) >= at_least:
            joined = group[one] | group[other]
            group |= dict.fromkeys(joined, joined)
    return sorted(set(group.values()), key=lambda found: (-len(found), str(sorted(map(str, found)))))


def override_conflict(records: Iterable[Description]) -> bool:
    """Whether a person decided that two of the records are different people: then no grouping is guessed."""
    return any(told_apart(one, other) for one, other in combinations(records, 2))

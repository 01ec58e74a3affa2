"""What a changed record does to the groups of records that are held as one person.

A group that no longer hangs together asks for attention and takes nobody in until it is sound again; a record that
matches other groups brings them together whole, unless a person decided that two of them are different people. A group
in conflict with a decision is not healed by what its records say: the decision, or who is in the group, must change.
Source: the life cycle of the shared person record's clusters.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from enum import StrEnum
from itertools import combinations
from typing import Generic, TypeVar

from hub.domain.matching.clusters import chains
from hub.domain.matching.decision import JOIN
from hub.domain.value import Value

K = TypeVar("K", bound=Hashable)
Weight = Callable[[K, K], float]
Apart = Callable[[K, K], bool]


class Attention(StrEnum):
    """Why a person must look at a group."""

    BROKEN_CLUSTER = "BROKEN_CLUSTER"
    OVERRIDE_CONFLICT = "OVERRIDE_CONFLICT"


class Group(Value, Generic[K]):
    """The records of one person, and why somebody must look at them, if so."""

    members: frozenset[K]
    attention: Attention | None = None


Groups = Mapping[str, Group[K]]


def regroup(changed: K, groups: Groups[K], weight: Weight[K], apart: Apart[K]) -> dict[str, Group[K]]:
    """The groups after a record changed; a group that went into another is there no more.

    `weight` is of a pair, in bits, `apart` whether a person decided that the two are different people.
    """
    name, own = next((name, group) for name, group in groups.items() if changed in group.members)
    if own.attention is Attention.OVERRIDE_CONFLICT:
        return dict(groups)
    if asks := attention(own.members, weight, apart):
        return {**groups, name: Group(own.members, asks)}
    healed = {**groups, name: Group(own.members)}
    matched = {
        other: group
        for other, group in groups.items()
        if other != name
        and group.attention is None
        and any(weight(changed, member) >= JOIN for member in group.members)
        and not _ruled_apart(own.members, group.members, apart)
    }
    if any(_ruled_apart(one.members, two.members, apart) for one, two in combinations(matched.values(), 2)):
        return {**healed, name: Group(own.members, Attention.OVERRIDE_CONFLICT)}
    whole = own.members.union(*(group.members for group in matched.values()))
    return {other: group for other, group in healed.items() if other not in matched} | {name: Group(whole)}


def attention(members: Collection[K], weight: Weight[K], apart: Apart[K]) -> Attention | None:
    """Why a person must look at these members; None where they hang together and nobody decided against any two."""
    if any(apart(one, other) for one, other in combinations(members, 2)):
        return Attention.OVERRIDE_CONFLICT
    return Attention.BROKEN_CLUSTER if len(chains(list(members), weight)) > 1 else None


def _ruled_apart(ones: frozenset[K], others: frozenset[K], apart: Apart[K]) -> bool:
    return any(apart(one, other) for one in ones for other in others)

"""Whether the records of a case hang together as one person, and why a named person must look where they do not.

The case's state is ACTIVE, or NEEDS_ATTENTION with its reason: BROKEN_CLUSTER where what the records say tells them
apart, OVERRIDE_CONFLICT where a ruling stands against how they are grouped. Nothing is taken apart here: what is known
of somebody's liberty stays where it is until a named person decides. Records that share a checked identifier, that
their source merged, or that are ruled to be one person are tied, whatever their scores. Source: hub ("Identity"), after
the life cycle of the shared person record's clusters.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from math import inf

from hub.domain.case import CaseFacts, HeldRecord
from hub.domain.identity import LINKING
from hub.domain.matching.clusters import chains
from hub.domain.matching.regroup import Attention, attention
from hub.domain.override import HeldRuling, OverrideScope, OverrideVerdict
from hub.domain.value import Value

Pair = frozenset[int]
Weights = Mapping[Pair, float]


class ClusterState(StrEnum):
    """Whether the records of a case hang together."""

    ACTIVE = "ACTIVE"
    NEEDS_ATTENTION = "NEEDS_ATTENTION"


class Because(StrEnum):
    """What exactly a person must look at."""

    RECORDS_DIFFER = "RECORDS_DIFFER"
    RULED_APART_WITHIN = "RULED_APART_WITHIN"
    LEFT_BY_UNMERGE = "LEFT_BY_UNMERGE"
    RULED_TOGETHER_ACROSS = "RULED_TOGETHER_ACROSS"
    TIED_YET_RULED_APART = "TIED_YET_RULED_APART"


class Finding(Value):
    """Why a person must look at a case; `groups` are the records that hang together, the largest group first."""

    reason: Attention
    because: Because
    groups: tuple[tuple[int, ...], ...]


class ClusterEnd(StrEnum):
    """Why nobody must look any more."""

    VALID_AGAIN = "VALID_AGAIN"
    DECIDED = "DECIDED"
    OTHERWISE = "OTHERWISE"
    CASE_JOINED = "CASE_JOINED"


def hanging_loose(facts: CaseFacts) -> tuple[int, ...]:
    """The records that only scores can hold together: those that say who they are, where not all of them are tied."""
    tied = _ties(facts)
    members = _members(facts, tied)
    return tuple(members) if len(_groups(members, tied, {})) > 1 else ()


def look_at(facts: CaseFacts, weights: Weights) -> Finding | None:
    """Why a person must look at the case, None where nobody must.

    `weights` are the scores of pairs of records, in bits; they count where `hanging_loose` names the records.
    """
    tied = _ties(facts)
    members = _members(facts, tied)
    groups = _groups(members, tied, weights)
    apart = _ruled(facts.rulings, OverrideVerdict.DIFFERENT_PEOPLE)
    asks = attention(members, _weight(tied, weights), lambda one, other: frozenset((one, other)) in apart)
    if asks is Attention.OVERRIDE_CONFLICT:
        return Finding(asks, Because.RULED_APART_WITHIN, groups)
    conflict = next((because for because, holds in _conflicts(facts, tied) if holds), None)
    if conflict is not None:
        return Finding(Attention.OVERRIDE_CONFLICT, conflict, groups)
    return Finding(asks, Because.RECORDS_DIFFER, groups) if asks else None


def _conflicts(facts: CaseFacts, tied: Collection[Pair]) -> tuple[tuple[Because, bool], ...]:
    """What of the rulings that reach beyond the case stands against how records are grouped."""
    mine = {record.id for record in facts.records}
    across = [one for one in facts.rulings if one.other_id not in mine]
    return (
        (Because.LEFT_BY_UNMERGE, any(_leaves(one, facts, tied) for one in across)),
        (Because.RULED_TOGETHER_ACROSS, any(one.verdict is OverrideVerdict.SAME_PERSON for one in across)),
        (Because.TIED_YET_RULED_APART, facts.disputed),
    )


def _leaves(ruling: HeldRuling, facts: CaseFacts, tied: Collection[Pair]) -> bool:
    """Whether a merge that a service took back leaves records of which only a score says whose they are.

    Records that came to the case later, and those that are ruled to be of somebody else, are in no doubt.
    """
    if ruling.scope is not OverrideScope.SOURCE_UNMERGE or ruling.verdict is not OverrideVerdict.DIFFERENT_PEOPLE:
        return False
    groups = _groups([record.id for record in facts.records], tied, {})
    sure = {one for group in groups if ruling.record_id in group for one in group}
    sure |= {one.record_id for one in facts.rulings if one.other_id == ruling.other_id}
    left = [record for record in facts.records if record.id not in sure and record.person is not None]
    return any(record.linked_at is None or record.linked_at <= ruling.since for record in left)


def _members(facts: CaseFacts, tied: Collection[Pair]) -> list[int]:
    """The records that say who they are, and those that are tied or ruled on; one that says nothing raises no doubt."""
    saying = {record.id for record in facts.records if record.person is not None}
    mine = {record.id for record in facts.records}
    ruled = {one for ruling in facts.rulings for one in (ruling.record_id, ruling.other_id) if ruling.other_id in mine}
    return sorted(saying | ruled | {one for pair in tied if not saying.isdisjoint(pair) for one in pair})


def _groups(members: Sequence[int], tied: Collection[Pair], weights: Weights) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(sorted(group)) for group in chains(members, _weight(tied, weights)))


def _weight(tied: Collection[Pair], weights: Weights) -> Callable[[int, int], float]:
    """What holds a pair together: a tie whatever the score, else the score; without one nothing does."""

    def weigh(one: int, other: int) -> float:
        pair = frozenset((one, other))
        return inf if pair in tied else weights.get(pair, -inf)

    return weigh


def _ties(facts: CaseFacts) -> set[Pair]:
    """The pairs of records of the case that no score can take apart."""
    together = _ruled(facts.rulings, OverrideVerdict.SAME_PERSON)
    return {
        pair
        for one, other in combinations(facts.records, 2)
        if (pair := frozenset((one.id, other.id))) in together or _tied(one, other)
    }


def _tied(one: HeldRecord, other: HeldRecord) -> bool:
    """Whether a source merged the two, or both gave the same checked identifier."""
    merged = one.merged_into == other.id or other.merged_into == one.id
    return merged or any(not set(one.numbers.get(kind, ())).isdisjoint(other.numbers.get(kind, ())) for kind in LINKING)


def _ruled(rulings: Iterable[HeldRuling], verdict: OverrideVerdict) -> set[Pair]:
    return {frozenset((one.record_id, one.other_id)) for one in rulings if one.verdict is verdict}

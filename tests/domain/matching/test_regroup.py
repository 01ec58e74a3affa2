"""What becomes of groups when one of their records changes, as a table. Groups are words, records letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.matching.regroup import Attention, Group, regroup

BROKEN, CONFLICT = Attention.BROKEN_CLUSTER, Attention.OVERRIDE_CONFLICT


def groups_of(words: str, asks: str) -> dict[str, Group[str]]:
    return {word: Group(frozenset(word), BROKEN if word == asks else None) for word in words.split()}


def pairs(words: str) -> set[frozenset[str]]:
    return {frozenset(word) for word in words.split()}


@pytest.mark.parametrize(
    ("words", "asks", "match", "apart", "after"),
    [
        ("A B C", "", "AB AC", "", {"ABC": None}),
        ("A BC", "", "AB", "", {"ABC": None}),  # a group comes whole
        ("ABC D", "", "AB BC AD", "", {"ABCD": None}),  # a chain holds
        ("AXY D", "", "AD", "", {"AXY": BROKEN, "D": None}),  # who is broken takes nobody in
        ("AX", "AX", "", "", {"AX": BROKEN}),
        ("AX", "AX", "AX", "", {"AX": None}),  # sound again
        ("AX D", "AX", "AX AD", "", {"ADX": None}),
        ("A B C", "B", "AB AC", "", {"AC": None, "B": BROKEN}),  # a group under attention is left out
        ("A BC", "", "AB AC BC", "AB AC", {"A": None, "BC": None}),
        ("A B D", "", "AB AD", "BD", {"A": CONFLICT, "B": None, "D": None}),
        ("AB", "", "AB", "AB", {"AB": CONFLICT}),
    ],
)
def test_a_changed_record(words: str, asks: str, match: str, apart: str, after: dict[str, Attention | None]) -> None:
    """A is the one that changed."""
    linked, excluded = pairs(match), pairs(apart)
    found = regroup(
        "A",
        groups_of(words, asks),
        lambda one, other: 25.0 if {one, other} in linked else -20.0,
        lambda one, other: {one, other} in excluded,
    )
    assert {"".join(sorted(group.members)): group.attention for group in found.values()} == after


def test_what_a_decision_contradicts_is_not_healed_by_records() -> None:
    groups = {"AB": Group(frozenset("AB"), CONFLICT), "C": Group(frozenset("C"))}
    assert regroup("A", groups, lambda one, other: 25.0, lambda one, other: False) == groups


@given(st.sets(st.sampled_from([frozenset(p) for p in ("AB", "AC", "BC", "AD", "BD", "CD")])), st.sampled_from("ABCD"))
def test_no_record_is_lost_or_held_twice(linked: set[frozenset[str]], changed: str) -> None:
    def weight(one: str, other: str) -> float:
        return 25.0 if {one, other} in linked else -20.0

    found = regroup(changed, groups_of("AB C D", ""), weight, lambda one, other: False)
    assert sorted(record for group in found.values() for record in group.members) == list("ABCD")

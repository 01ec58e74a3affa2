import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.matching.clusters import chains, override_conflict
from tests.domain.matching.people import somebody


@pytest.mark.parametrize(
    ("edges", "groups"),
    [
        ({}, ["a", "b", "c"]),
        ({"ab": 14.0}, ["ab", "c"]),
        ({"ab": 13.9}, ["a", "b", "c"]),
        ({"ab": 25.0, "bc": 14.0}, ["abc"]),  # a chain is enough
        ({"ab": 25.0, "bc": 14.0, "ac": -20.0}, ["abc"]),
    ],
)
def test_records_hang_together_by_chains(edges: dict[str, float], groups: list[str]) -> None:
    found = chains("abc", lambda one, other: edges.get(one + other, edges.get(other + one, -20.0)))
    assert ["".join(sorted(group)) for group in found] == groups


@given(st.lists(st.integers(0, 20), unique=True), st.sets(st.tuples(st.integers(0, 20), st.integers(0, 20))))
def test_every_member_is_in_one_group(members: list[int], edges: set[tuple[int, int]]) -> None:
    found = chains(members, lambda one, other: 20.0 if (one, other) in edges else 0.0)
    assert sorted(member for group in found for member in group) == sorted(members)


def test_two_decisions_in_one_scope_are_a_conflict() -> None:
    one, other = somebody(marker="m", scopes=["s"]), somebody(marker="n", scopes=["s"])
    assert override_conflict([somebody(), one, other])
    assert not override_conflict([somebody(), one, one])

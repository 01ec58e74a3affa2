"""Comparing answers: what counts as the same fact, and where two differ."""

from typing import Any

import pytest

from bench.agreement import first_difference, leaves, normalised


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ({"name": "Ann"}, {"name": "Ann"}, ""),
        ({"name": "Ann"}, {"name": "Bea"}, "case.name is 'Ann' here and 'Bea' there"),
        ({"name": "Ann"}, {"title": "Ann"}, "case has ['name'] here and ['title'] there"),
        ({"steps": [1, 2]}, {"steps": [1]}, "case.steps has 2 items here and 1 there"),
        ({"steps": [{"of": 1}]}, {"steps": [{"of": None}]}, "case.steps[0].of is 1 here and None there"),
    ],
)
def test_first_difference_is_named(one: Any, other: Any, difference: str) -> None:
    assert first_difference(one, other, "case") == difference


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-01-05T09:30:00+00:00", "2026-01-05T09:30:00Z"),
        ("2026-01-05T09:30:00.000000+00:00", "2026-01-05T10:30:00+01:00"),
        ({"sentences": [{"of": "a"}, {"of": "b"}]}, {"sentences": [{"of": "b"}, {"of": "a"}]}),
    ],
)
def test_the_same_facts_in_other_forms_are_equal(one: Any, other: Any) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-01-05T09:30:00Z", "2026-01-05T09:31:00Z"),
        ({"steps": ["a", "b"]}, {"steps": ["b", "a"]}),
        ("To be agreed", "to be agreed"),
    ],
)
def test_other_facts_stay_different(one: Any, other: Any) -> None:
    assert normalised(one) != normalised(other)


def test_leaves_count_scalars() -> None:
    assert leaves({"name": "Ann", "flags": [], "custody": None, "steps": [{"a": 1, "b": 2}, {"a": 1, "b": 2}]}) == 7

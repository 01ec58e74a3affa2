"""Weights found from data alone come close to the figures that made the data."""

from collections import Counter
from random import Random

import pytest

from hub.domain.matching.estimate import Pattern, Session, estimate, pattern
from hub.domain.matching.levels import Comparison, Level, not_known, otherwise, slips

Things = tuple[str | None, str | None, str | None]
SAME = {"one": 0.95, "two": 0.9, "three": 0.8}
BY_CHANCE = {"one": 0.01, "two": 0.05, "three": 0.1}


def thing(name: str, place: int) -> Comparison[Things]:
    return Comparison(
        name,
        (
            not_known(lambda one: one[place] is not None),
            Level("same", lambda one, other: one[place] == other[place]),
            otherwise(),
        ),
    )


COMPARISONS = (thing("one", 0), thing("two", 1), thing("three", 2))


def drawn(chance: Random, pairs: int, share_of_one: float) -> Counter[Pattern]:
    """Pairs, of whom that share is one person; each thing agrees as often as the figures say."""
    found: Counter[Pattern] = Counter()
    for _ in range(pairs):
        figures = SAME if chance.random() < share_of_one else BY_CHANCE
        found[tuple("same" if chance.random() < share else "they differ" for share in figures.values())] += 1
    return found


def test_the_figures_are_found_again() -> None:
    chance = Random(7)
    sessions = [Session(drawn(chance, 20_000, 0.3), frozenset())]
    model = estimate(COMPARISONS, drawn(chance, 20_000, 0.0), sessions, 0.001)
    for name in SAME:
        found = model.figures[name]["same"]
        assert found.m == pytest.approx(SAME[name], abs=0.03)
        assert found.u == pytest.approx(BY_CHANCE[name], abs=0.02)
    assert model.prior_weight == pytest.approx(-9.96, abs=0.01)


def test_a_comparison_that_the_key_is_made_of_is_learnt_in_the_other_session() -> None:
    chance = Random(8)
    always = Counter({("same", *each[1:]): times for each, times in drawn(chance, 20_000, 0.5).items()})
    sessions = [Session(always, frozenset({"one"})), Session(drawn(chance, 20_000, 0.3), frozenset({"two"}))]
    model = estimate(COMPARISONS, drawn(chance, 20_000, 0.0), sessions, 0.001)
    assert model.figures["one"]["same"].m == pytest.approx(SAME["one"], abs=0.03)


def test_a_comparison_that_nobody_could_learn_says_nothing() -> None:
    chance = Random(9)
    sessions = [Session(drawn(chance, 1_000, 0.3), frozenset({"one"}))]
    model = estimate(COMPARISONS, drawn(chance, 1_000, 0.0), sessions, 0.001)
    assert model.figures["one"]["same"].weight == 0


def test_what_is_not_known_is_no_part_of_a_pattern() -> None:
    assert pattern(COMPARISONS, ("a", None, "c"), ("a", "b", "x")) == ("same", None, "they differ")


@pytest.mark.parametrize(
    ("one", "other", "most", "close"),
    [("webb", "webxb", 1, True), ("webb", "webxxb", 1, False), ("webb", "wbeb", 1, False), ("webb", "wbeb", 2, True)],
)
def test_slips_are_letters_added_dropped_or_changed(one: str, other: str, most: int, close: bool) -> None:
    assert slips(one, other, most) is close

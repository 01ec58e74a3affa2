from datetime import date

import pytest
from hypothesis import given

from hub.domain.matching.comparisons import NAME
from hub.domain.matching.description import Description
from hub.domain.matching.frequencies import NOT_COUNTED, Counted
from hub.domain.matching.score import score
from hub.domain.matching.weights import FIGURES, shipped
from tests.domain.matching.people import people, somebody

MODEL = shipped()


def weight_of(one: Description, other: Description, counted: Counted = NOT_COUNTED) -> float:
    return score(shipped(counted), one, other, counted).weight


@pytest.mark.parametrize(
    ("shared", "weight"),
    [
        ({}, -21.85 + 17.06 + 13.87),
        ({"postcodes": ["ZE1 9ZZ"]}, -21.85 + 17.06 + 13.87 + 15.06),
        ({"middle_names": ["Quillon"]}, -21.85 + 17.06 + 13.87 + 6.24),
        ({"pncs": ["2015/0123456U"]}, -21.85 + 17.06 + 13.87 + 21.58),
        ({"sentence_dates": [date(2021, 6, 14)]}, -21.85 + 17.06 + 13.87 + 10.90),
        ({"marker": "decided"}, -21.85 + 17.06 + 13.87 + 166.10),
    ],
)
def test_the_weight_is_the_sum_of_the_prior_and_the_levels(shared: dict[str, object], weight: float) -> None:
    assert weight_of(somebody(**shared), somebody(**shared)) == pytest.approx(weight, abs=0.02)


@given(people(), people())
def test_who_is_first_does_not_matter(one: Description, other: Description) -> None:
    assert weight_of(one, other) == pytest.approx(weight_of(other, one))


def test_a_common_name_says_less_than_a_rare_one() -> None:
    common = Counted({"full_name": {"ABELARD TESTERBY": 900}}, {"full_name": 1_000_000})
    rare = Counted({"full_name": {"ABELARD TESTERBY": 2}}, {"full_name": 1_000_000})
    assert (
        weight_of(somebody(), somebody(), common)
        < weight_of(somebody(), somebody())
        < weight_of(somebody(), somebody(), rare)
    )


def test_a_hub_that_has_seen_few_people_trusts_the_shipped_figures() -> None:
    few = Counted({"full_name": {"ABELARD TESTERBY": 2}}, {"full_name": 20})
    found = score(MODEL, somebody(), somebody(), few)
    assert found.of(NAME).weight == pytest.approx(MODEL.figures[NAME]["same forename and surname"].weight)


@pytest.mark.parametrize("name", FIGURES)
def test_the_figures_are_shares(name: str) -> None:
    assert all(0 < m <= 1 and 0 < u <= 1 for m, u in FIGURES[name])

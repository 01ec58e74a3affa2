from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.assessment import HeldPredictor, Predictor, PredictorKind, PredictorOrigin, newest

KIND = PredictorKind.SERIOUS_RECIDIVISM
DAY = datetime(2026, 10, 15, tzinfo=UTC)
ASSESSMENT, DETERMINED, MANUAL = PredictorOrigin


def held(number: int, assessed: int, *, told: int | None = None, **changes: Any) -> HeldPredictor:
    """Score `number`, assessed and told on those days."""
    values = {
        "id": number,
        "kind": KIND,
        "origin": DETERMINED,
        "assessed_at": DAY + timedelta(days=assessed),
        "complete": True,
        "told_at": DAY + timedelta(days=assessed if told is None else told),
        "content_hash": bytes([number]),
    }
    return HeldPredictor(**{**values, **changes})


@pytest.mark.parametrize(
    ("about", "scores", "winner"),
    [
        ("the one assessed last", [held(1, 1), held(2, 2)], 2),
        ("a stale one told after a newer one", [held(2, 2), held(1, 1, told=9)], 2),
        ("a correction told later", [held(1, 1, told=1), held(2, 1, told=2)], 2),
        (
            "an assessment's before one calculated by hand",
            [held(1, 1, origin=MANUAL), held(2, 1, origin=ASSESSMENT)],
            2,
        ),
        ("a complete assessment's before a newer incomplete one's", [held(1, 1), held(2, 5, complete=False)], 1),
    ],
)
def test_which_score_counts(about: str, scores: list[HeldPredictor], winner: int) -> None:
    assert newest(scores) == newest(list(reversed(scores))) == {KIND: winner}, about


def test_each_kind_has_its_own() -> None:
    other = held(2, 1, kind=PredictorKind.ALL_REOFFENDING)
    assert newest([held(1, 9), other]) == {KIND: 1, PredictorKind.ALL_REOFFENDING: 2}


def test_a_score_goes_with_its_assessment_and_an_events_stays() -> None:
    scores = [held(1, 1), held(2, 2, origin=ASSESSMENT)]
    assert newest(scores, DAY + timedelta(days=2)) == {KIND: 1}
    assert newest(scores, DAY + timedelta(days=1)) == {KIND: 2}


@given(
    st.lists(
        st.builds(held, st.integers(0, 255), st.integers(0, 3), told=st.integers(0, 3), complete=st.booleans()),
        unique_by=lambda one: one.id,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_arrival_does_not_matter(scores: list[HeldPredictor], chance: Any) -> None:
    shuffled = list(scores)
    chance.shuffle(shuffled)
    assert newest(shuffled) == newest(scores)


def test_an_empty_score_says_nothing() -> None:
    assert not Predictor(KIND, MANUAL, DAY, algorithm="6").says
    assert Predictor(KIND, MANUAL, DAY, score=0).says

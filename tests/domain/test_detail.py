from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.detail import PATIENCE, DetailAnswer, next_try

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answer", "tries", "pause"),
    [
        (DetailAnswer.NOT_FOUND, 1, timedelta(seconds=1)),  # not yet: soon
        (DetailAnswer.NOT_FOUND, 4, timedelta(seconds=8)),
        (DetailAnswer.NOT_FOUND, 20, timedelta(hours=1)),
        (DetailAnswer.NOT_FOUND, 33, None),  # after about a day it is believed
        (DetailAnswer.FORBIDDEN, 1, timedelta(minutes=1)),
        (DetailAnswer.FORBIDDEN, 10, None),
        (DetailAnswer.REFUSED, 3, None),
        (DetailAnswer.UNAVAILABLE, 1, timedelta(seconds=1)),
        (DetailAnswer.UNAVAILABLE, 10_000, timedelta(minutes=5)),  # the source's fault: for as long as it takes
        (DetailAnswer.BUSY, 1, timedelta(seconds=5)),
        (DetailAnswer.REDIRECTED, 10_000, timedelta(hours=1)),
        (DetailAnswer.TOO_LARGE, 1, None),
        (DetailAnswer.UNREADABLE, 1, None),
        (DetailAnswer.FOREIGN_ADDRESS, 1, None),
    ],
)
def test_when_to_ask_again(answer: DetailAnswer, tries: int, pause: timedelta | None) -> None:
    due = next_try(answer, tries, NOW, jitter=1.0)
    assert (due and due - NOW) == pause


def test_a_day_passes_before_an_absence_is_believed() -> None:
    tries = range(1, 33)
    waited = sum(((next_try(DetailAnswer.NOT_FOUND, n, NOW, jitter=0.5) or NOW) - NOW for n in tries), timedelta(0))
    assert timedelta(hours=12) < waited < timedelta(hours=26)


@pytest.mark.parametrize(("asked", "pause"), [(90, 90), (1, 5), (7200, 300)])
def test_a_source_that_asks_to_be_left_alone_is(asked: int, pause: int) -> None:
    due = next_try(DetailAnswer.BUSY, 1, NOW, jitter=1.0, asked_to_wait=timedelta(seconds=asked))
    assert due == NOW + timedelta(seconds=pause)


@given(st.sampled_from(sorted(PATIENCE)), st.integers(1, 10_000), st.floats(0, 1))
def test_a_pause_is_never_nothing_and_never_endless(answer: DetailAnswer, tries: int, jitter: float) -> None:
    due = next_try(answer, tries, NOW, jitter=jitter)
    patience = PATIENCE[answer]
    assert due is None or patience.first / 2 <= due - NOW <= patience.longest

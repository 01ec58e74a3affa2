"""What the log says of parked messages."""

import logging

import pytest

from hub.messaging import parking
from hub.messaging.outcome import End, Outcome
from hub.messaging.parking import PARKED, Parkings


def test_parked_messages_are_told_in_one_line_for_each_dead_letter(caplog: pytest.LogCaptureFixture) -> None:
    mine = Parkings()
    parked = Outcome(End.REJECTED, PARKED, "waits behind dead letter 17")
    mine.add([parked, Outcome(End.APPLIED), Outcome(End.REJECTED, "WrongShape", "no object")])
    mine.add([parked])
    with caplog.at_level(logging.INFO, parking.__name__):
        mine.tell("community.plan.command.v1", 3)
    assert caplog.messages == [
        "community.plan.command.v1/3: 2 parked, waits behind dead letter 17: see `hub dead-letters list`."
    ]


def test_nothing_is_told_where_nothing_was_parked(caplog: pytest.LogCaptureFixture) -> None:
    mine = Parkings()
    mine.add([Outcome(End.APPLIED)])
    with caplog.at_level(logging.INFO, parking.__name__):
        mine.tell("community.plan.command.v1", 3)
    assert caplog.messages == []

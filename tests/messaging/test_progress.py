"""The log's lines on progress."""

import logging

import pytest

from hub.messaging import progress
from hub.messaging.outcome import End, Outcome
from hub.messaging.progress import Progress

TAKEN = [*[Outcome(End.APPLIED)] * 1_200, Outcome(End.IGNORED, "Duplicate"), Outcome(End.REJECTED, "WrongShape")]


def test_what_was_taken_is_told_by_its_end_with_what_is_to_come(caplog: pytest.LogCaptureFixture) -> None:
    mine = Progress()
    assert str(mine) == "nothing"
    mine.add(TAKEN)
    with caplog.at_level(logging.INFO, progress.__name__):
        mine.tell(298_798)
    [line] = caplog.messages
    assert line.startswith("Taken so far: 1,200 Applied, 1 Ignored, 1 Rejected; ")
    assert line.endswith(" a second now, about 298,798 to come.")


def test_a_line_is_due_only_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = Progress()
    assert not mine.due
    monkeypatch.setattr(progress, "REPORT", 0.0)
    assert mine.due

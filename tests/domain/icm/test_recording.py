from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from hub.domain.icm import Attendee, CoreScreenNeed, ParticipationAnswer
from hub.domain.icm.recording import IcmCommand, RecordConference, RecordCoreScreen, RecordParticipation, check_icm
from hub.errors import BrokenRule

TODAY = date(2026, 11, 23)
SCREEN = RecordCoreScreen(1, TODAY, True, frozenset({CoreScreenNeed.DRUGS}))
WORD = RecordParticipation(1, ParticipationAnswer.DECLINED, TODAY, TODAY)
CONFERENCE = RecordConference(1, TODAY, frozenset({Attendee.CASE_COORDINATOR}), "Housing first.")
TOMORROW = TODAY + timedelta(days=1)
SENTENCED_ON = date(2025, 3, 1)


@pytest.mark.parametrize("command", [SCREEN, replace(SCREEN, held=False, needs=frozenset()), WORD, CONFERENCE])
def test_what_is_recorded(command: IcmCommand) -> None:
    check_icm(command, scotland=True, today=TODAY, sentenced_on=TODAY)


@pytest.mark.parametrize(
    ("command", "scotland", "code"),
    [
        (SCREEN, False, "NotScotland"),
        (replace(SCREEN, on=TOMORROW), True, "DayAhead"),
        (replace(SCREEN, on=SENTENCED_ON - timedelta(days=1)), True, "DayBeforeTheSentence"),
        (replace(WORD, told_route_on=SENTENCED_ON - timedelta(days=1)), True, "DayBeforeTheSentence"),
        (replace(CONFERENCE, on=date(1900, 1, 1)), True, "DayBeforeTheSentence"),
        (replace(SCREEN, held=False), True, "NeedsOfNoInterview"),
        (replace(WORD, on=TOMORROW), True, "DayAhead"),
        (replace(WORD, told_route_on=TOMORROW), True, "DayAhead"),
        (replace(WORD, answer=ParticipationAnswer.NOT_ASKED), True, "NoAnswer"),
        (replace(CONFERENCE, on=TOMORROW), True, "DayAhead"),
        (replace(CONFERENCE, attended=frozenset()), True, "NobodyAttended"),
        (replace(CONFERENCE, plan="  "), True, "TextNeeded"),
        (replace(CONFERENCE, plan="x" * 2001), True, "TextTooLong"),
    ],
)
def test_what_is_refused(command: IcmCommand, scotland: bool, code: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        check_icm(command, scotland=scotland, today=TODAY, sentenced_on=SENTENCED_ON)
    assert refused.value.code == code
    assert refused.value.remedy.endswith(".")

from datetime import date

import pytest

from hub.domain.icm import IcmRoute, Participant, ParticipationAnswer, asked, told_route
from tests.rule_table import RuleTable

DAY = date(2026, 11, 23)
TAKES_PART, DECLINED, NOT_ASKED = ParticipationAnswer


def follows(
    answer: ParticipationAnswer, route: IcmRoute | None, told_on: date | None, consent: bool
) -> tuple[bool, bool, bool, bool, bool, ParticipationAnswer]:
    found = asked(Participant(answer, DAY, told_on, consent), route)
    return (
        found.breach,
        found.conference_goes_ahead,
        found.ask,
        found.tell_route,
        found.family_sees_invitation,
        found.for_curfew_decision,
    )


PARTICIPATION = RuleTable(
    "Taking part is voluntary",
    "what and planning, Scotland",
    ("answer", "route", "told the route on", "consent to the family"),
    ("breach", "conference goes ahead", "to be asked", "to be told the route", "family sees the invitation", "for HDC"),
    [
        (TAKES_PART, IcmRoute.ENHANCED, DAY, True, False, True, False, False, True, TAKES_PART),
        (TAKES_PART, IcmRoute.STANDARD, None, False, False, True, False, True, False, TAKES_PART),
        (DECLINED, IcmRoute.ENHANCED, None, False, False, True, False, True, False, DECLINED),
        (DECLINED, IcmRoute.ENHANCED, DAY, True, False, True, False, False, True, DECLINED),
        (NOT_ASKED, IcmRoute.STANDARD, None, False, False, True, True, True, False, NOT_ASKED),
        (NOT_ASKED, None, None, False, False, True, True, False, False, NOT_ASKED),
    ],
    follows,
    "The prisoner is under no obligation to join; not joining is recorded and is no breach.",
)


@pytest.mark.parametrize("row", PARTICIPATION.rows, ids=PARTICIPATION.names())
def test_taking_part(row: tuple[object, ...]) -> None:
    PARTICIPATION.check(row)


EARLIER, LATER = date(2026, 11, 21), date(2026, 11, 25)
TOLD = RuleTable(
    "When they were told the route",
    "hub",
    ("recorded", "received on"),
    ("told on",),
    [
        ((), EARLIER, None),
        ((None,), EARLIER, None),
        ((EARLIER, None), EARLIER, EARLIER),
        ((EARLIER, DAY, None), None, DAY),
        ((EARLIER,), DAY, None),
        ((LATER, EARLIER), DAY, LATER),
    ],
    told_route,
    "The newest day that anybody recorded since the last reception; a later word that says nothing of it takes nothing "
    "back.",
)


@pytest.mark.parametrize("row", TOLD.rows, ids=TOLD.names())
def test_when_they_were_told_the_route(row: tuple[object, ...]) -> None:
    TOLD.check(row)


@pytest.mark.parametrize("answer", ParticipationAnswer)
def test_everybody_may_decline(answer: ParticipationAnswer) -> None:
    assert asked(Participant(answer), IcmRoute.ENHANCED).may_decline

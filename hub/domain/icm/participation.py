"""Taking part is voluntary: not joining is recorded and is no breach (what, planning).

The family sees the invitation to a conference, and that only with the offender's consent. Whether somebody takes part
is a fact that a decision on home detention curfew may see: joining can speak for them, declining against nobody.
"""

from collections.abc import Iterable
from datetime import date

from hub.domain.icm.words import IcmRoute, ParticipationAnswer
from hub.domain.value import Value


class Participant(Value):
    """The offender's word. `told_route_on`: when they were told (`told_route`); consent: to the family's invitation."""

    answer: ParticipationAnswer = ParticipationAnswer.NOT_ASKED
    on: date | None = None
    told_route_on: date | None = None
    family_consent: bool = False


class Participation(Value):
    """What follows from the answer. No answer is a breach; a conference goes ahead without the offender."""

    may_decline: bool
    breach: bool
    conference_goes_ahead: bool
    tell_route: bool
    ask: bool
    family_sees_invitation: bool
    for_curfew_decision: ParticipationAnswer


def told_route(days: Iterable[date | None], received_on: date | None) -> date | None:
    """When they were told the route, of all the days recorded: the newest since the last reception (hub).

    Who was told knows it until they are received again, also where a later word of theirs says nothing of it.
    """
    return max((day for day in days if day and (received_on is None or day >= received_on)), default=None)


def asked(participant: Participant, route: IcmRoute | None) -> Participation:
    """What follows. The route is to be told as soon as there is one; they are to be asked once."""
    return Participation(
        may_decline=True,
        breach=False,
        conference_goes_ahead=True,
        tell_route=route is not None and participant.told_route_on is None,
        ask=participant.answer is ParticipationAnswer.NOT_ASKED,
        family_sees_invitation=participant.family_consent,
        for_curfew_decision=participant.answer,
    )

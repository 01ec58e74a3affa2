"""What is recorded of Integrated Case Management: a core screen, the offender's word, a conference.

Only where a decision says Scotland; a day that lies ahead is none on which anything happened. Declining is no breach.
"""

from datetime import date

from hub.domain.icm.words import Attendee, CoreScreenNeed, ParticipationAnswer
from hub.domain.recording import check_text
from hub.domain.value import Value
from hub.errors import BrokenRule


class RecordCoreScreen(Value):
    """The interview on that day, held with the needs that came up, or declined."""

    case_id: int
    on: date
    held: bool
    needs: frozenset[CoreScreenNeed] = frozenset()


class RecordParticipation(Value):
    """What the offender said on that day; `told_route_on`: when they were told the route, None: not yet."""

    case_id: int
    answer: ParticipationAnswer
    on: date
    told_route_on: date | None = None
    family_consent: bool = False


class RecordConference(Value):
    """A conference held on that day: who attended, and the plan that it made for the year."""

    case_id: int
    on: date
    attended: frozenset[Attendee]
    plan: str


IcmCommand = RecordCoreScreen | RecordParticipation | RecordConference


def check_icm(command: IcmCommand, *, scotland: bool, today: date, sentenced_on: date | None = None) -> None:
    """`sentenced_on`: the day of the case's first sentence, None: not known. Raises BrokenRule.

    NotScotland, DayAhead, DayBeforeTheSentence, NeedsOfNoInterview, NoAnswer, NobodyAttended, TextNeeded, TextTooLong.
    """
    if not scotland:
        raise BrokenRule(
            "NotScotland",
            "Integrated Case Management is Scotland's, and no decision says that the person is.",
            "Record Scotland first (recordScotland).",
            "caseId",
        )
    if command.on > today:
        raise _ahead("on")
    told = command.told_route_on if isinstance(command, RecordParticipation) else None
    for field, day in (("on", command.on), ("toldRouteOn", told)):
        if day is not None and sentenced_on is not None and day < sentenced_on:
            raise BrokenRule(
                "DayBeforeTheSentence",
                f"The day lies before the first sentence of the case, which was passed on {sentenced_on}.",
                "Send the day on which it was.",
                field,
            )
    match command:
        case RecordCoreScreen(held=False, needs=needs) if needs:
            raise BrokenRule(
                "NeedsOfNoInterview", "An interview that was declined finds no needs.", "Send no needs.", "needs"
            )
        case RecordParticipation(answer=ParticipationAnswer.NOT_ASKED):
            raise BrokenRule("NoAnswer", "That is no answer.", "Send what the offender said.", "answer")
        case RecordParticipation(told_route_on=told) if told is not None and told > today:
            raise _ahead("toldRouteOn")
        case RecordConference(attended=attended) if not attended:
            raise BrokenRule("NobodyAttended", "A conference has somebody at it.", "Send who attended.", "attended")
        case RecordConference(plan=plan):
            check_text(plan, "plan")


def _ahead(field: str) -> BrokenRule:
    return BrokenRule("DayAhead", "The day lies ahead.", "Send the day on which it was.", field)

"""A request of the offender to their manager, kept with its answer and due date (planning; domain, "How to reach").

By when it is answered: hub/domain/lead/reach.py `request_due`.
"""

from datetime import datetime

from hub.domain.lead.reach import ContactWay
from hub.domain.recording import check_text
from hub.domain.value import Value
from hub.errors import BrokenRule


class RecordContactRequest(Value):
    """The offender asked at that time, by that way; `about` is what they want, in words."""

    case_id: int
    asked_at: datetime
    way: ContactWay
    about: str


class AnswerContactRequest(Value):
    """What they were answered, in words."""

    request_id: int
    answer: str


def check_request(command: RecordContactRequest, now: datetime) -> str:
    """What they want, fit to be kept. Raises BrokenRule: AskedInTheFuture, TextNeeded, TextTooLong."""
    if command.asked_at > now:
        raise BrokenRule("AskedInTheFuture", "The time lies ahead.", "Send when they asked.", "askedAt")
    return check_text(command.about, "about")


def check_answer(command: AnswerContactRequest, *, answered: bool) -> str:
    """The answer, fit to be kept. Raises BrokenRule: RequestAnswered, TextNeeded, TextTooLong."""
    if answered:
        raise BrokenRule(
            "RequestAnswered", "The request was answered before.", "Read the request again; record a new one.", "id"
        )
    return check_text(command.answer, "answer")


def no_such_request() -> BrokenRule:
    """For a request that is not there, and for one of a case that the actor does not see: they look the same."""
    return BrokenRule(
        "RequestNotFound", "There is no such request, or it is not one that you see.", "Read the case again.", "id"
    )

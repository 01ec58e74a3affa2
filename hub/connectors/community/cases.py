"""Events about the case itself: opened, deleted, brought back, erased, matched with a prison number."""

from hub.connectors.community.told import Told
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.identifiers import IdentifierKind
from hub.domain.records import CommunityCaseCreated, PrisonNumberAdded
from hub.domain.reports import CommunityCaseRecovered, CommunityCaseRemoved, PersonErased
from hub.errors import Ignored, Rejected


def created(told: Told) -> CommunityCaseCreated:
    """The community side opened a case."""
    return CommunityCaseCreated(told.crn)


def removed(told: Told) -> CommunityCaseRemoved:
    """The community side deleted a case; it may come back."""
    return CommunityCaseRemoved(told.crn)


def recovered(told: Told) -> CommunityCaseRecovered:
    """The community side brought a case back."""
    return CommunityCaseRecovered(told.crn)


def erased(told: Told) -> PersonErased:
    """The community side erased the person."""
    return PersonErased(Service.COMMUNITY, told.crn)


def matched(told: Told) -> PrisonNumberAdded:
    """A case matched with a prison number.

    Raises Ignored(NamesNoCrn), Rejected(NoIdentifier), Rejected(MalformedIdentifier).
    """
    raw, book = told.event.prison_number, told.text("bookingNumber")
    if not told.event.crn and not (told.key and identifiers.crn(told.key).valid):
        raise Ignored("NamesNoCrn", "it says which prison number, and not whose: there is nothing to link it to")
    if raw is None:
        raise Rejected("NoIdentifier", "the event names no prison number")
    number = identifiers.prison_number(raw)
    if not number.valid:
        raise Rejected("MalformedIdentifier", "the body holds no prison number (like A1234BC)")
    booked = (identifiers.plain(IdentifierKind.BOOK_NUMBER, book),) if book is not None else ()
    return PrisonNumberAdded(told.crn, (number, *booked))

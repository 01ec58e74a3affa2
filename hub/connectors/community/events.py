"""The community side's domain events: a new case, a prison number matched; the rest is ignored by name."""

from hub.connectors.community.ignored import IGNORED
from hub.connectors.connector import Message, Provenance
from hub.connectors.envelope import DomainEvent, provenance, read_event
from hub.connectors.events import reason_for_ignoring
from hub.connectors.json_reader import pick
from hub.connectors.wire import key_text
from hub.domain import identifiers
from hub.domain.identifiers import IdentifierKind
from hub.domain.records import CommunityCaseCreated, PrisonNumberAdded
from hub.errors import Ignored, Rejected

CREATED = "probation-case.engagement.created"
MATCHED = ("probation-case.prison-identifier.added", "probation-case.prison-identifier.updated")


def decode_event(message: Message) -> tuple[CommunityCaseCreated | PrisonNumberAdded, Provenance]:
    """A new case, or a prison number matched with one.

    Raises Ignored with the reason of the table, Ignored(UnknownEventType), Ignored(NamesNoCrn), and Rejected:
    NoIdentifier, MalformedIdentifier, KeyMismatch, and what reading the event raises.
    """
    event = read_event(message.value)
    read = provenance(message, event.occurred_at, event.content)
    key = key_text(message)
    if not (key or event.crn or event.prison_number or _names_anybody(event)):
        raise Rejected("NoIdentifier", "neither the key nor the body names anybody")
    name = event.event_type.lower()
    if name == CREATED:
        return CommunityCaseCreated(_crn(event, key)), read
    if name in MATCHED:
        return _matched(event, key), read
    raise Ignored(*reason_for_ignoring(event.event_type, IGNORED))


def _names_anybody(event: DomainEvent) -> bool:
    ids = pick(event.additional_information, "offenderId", "sourceCRN", "targetCRN", "reactivatedCRN", "unmergedCRN")
    return bool(event.identifiers) or ids is not None


def _matched(event: DomainEvent, key: str | None) -> PrisonNumberAdded:
    raw, book = event.prison_number, pick(event.additional_information, "bookingNumber")
    if not event.crn and not (key and identifiers.crn(key).valid):
        raise Ignored("NamesNoCrn", "it says which prison number, and not whose: there is nothing to link it to")
    if raw is None:
        raise Rejected("NoIdentifier", "the event names no prison number")
    number = identifiers.prison_number(raw)
    if not number.valid:
        raise Rejected("MalformedIdentifier", "the body holds no prison number (like A1234BC)")
    booked = (identifiers.plain(IdentifierKind.BOOK_NUMBER, str(book)),) if book is not None else ()
    return PrisonNumberAdded(_crn(event, key), (number, *booked))


def _crn(event: DomainEvent, key: str | None) -> str:
    """The CRN that the body names, else the key; both must say the same where both are CRNs."""
    found = identifiers.crn(event.crn or key or "")
    if not found.valid:
        raise Rejected("MalformedIdentifier", f"the {'body' if event.crn else 'key'} holds no CRN (like X123456)")
    if event.crn and key and identifiers.crn(key).valid and identifiers.crn(key).value != found.value:
        raise Rejected("KeyMismatch", "the body names another person than the key")
    return found.value

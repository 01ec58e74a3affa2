"""The prison side's domain events: receptions and releases of both publishers; the rest is ignored by name."""

from hub.connectors.connector import Message, Provenance
from hub.connectors.custody.details import DETAILS
from hub.connectors.custody.ignored import IGNORED
from hub.connectors.custody.places import movement, prison
from hub.connectors.detail import awaited
from hub.connectors.envelope import DomainEvent, provenance, read_event
from hub.connectors.events import UNKNOWN_TYPE, reason_for_ignoring
from hub.connectors.json_reader import pick
from hub.connectors.wire import key_text
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.custody import UNKNOWN_AGENCY, Direction, MovementReport
from hub.domain.identifiers import Identifier, IdentifierKind
from hub.domain.records import DetailAwaited, MovementSeen, UnplacedNotice
from hub.errors import Ignored, Rejected

RECEIVED, RELEASED = ".prisoner.received", ".prisoner.released"
PUBLISHERS = ("prison-offender-events", "prisoner-offender-search")
TAKEN = {
    **{publisher + RECEIVED: Direction.IN for publisher in PUBLISHERS},
    **{publisher + RELEASED: Direction.OUT for publisher in PUBLISHERS},
}


def decode_event(message: Message) -> tuple[MovementSeen | DetailAwaited | UnplacedNotice, Provenance]:
    """A reception or release; a record that has changed and is to be fetched; or a notice that names a booking only.

    Raises Ignored with the reason of the table, Ignored(UnknownEventType), Ignored(UnknownMovementReason), and
    Rejected: NoIdentifier, MalformedIdentifier, KeyMismatch, and what reading the event raises.
    """
    event = read_event(message.value)
    read = provenance(message, event.occurred_at, event.content)
    named, key = event.prison_number, key_text(message)
    booking = pick(event.additional_information, "bookingId", "offenderId")
    if not named and not event.identifiers and booking is None and not key:
        raise Rejected("NoIdentifier", "neither the key nor the body names anybody")
    direction = TAKEN.get(event.event_type.lower())
    if direction is None:
        subject = _number(named, key)
        if subject and (waiting := awaited(DETAILS, event, Service.CUSTODY, subject, read)):
            return waiting, read
        code, detail = reason_for_ignoring(event.event_type, IGNORED)
        if named or key_is_a_person(key) or booking is None or code == UNKNOWN_TYPE:
            raise Ignored(code, detail)
        return UnplacedNotice(_booking(event), event.event_type, code, detail), read
    number = _number(named, key)
    if number is None and booking is not None:
        return UnplacedNotice(_booking(event), event.event_type, "NoPrisonNumber", "a movement of nobody named"), read
    if number is None:
        raise Rejected("MalformedIdentifier", "neither the key nor the body holds a prison number (like A1234BC)")
    return _movement(event, direction, number, read), read


def key_is_a_person(key: str | None) -> bool:
    """Whether the key names somebody: a prison number by its form."""
    return key is not None and identifiers.prison_number(key).valid


def _number(named: str | None, key: str | None) -> str | None:
    """The prison number that the body names, else the key; both must say the same where both are prison numbers."""
    found: Identifier | None = identifiers.prison_number(named or key or "") if named or key else None
    if found is None or (not named and not found.valid):
        return None
    if not found.valid:
        raise Rejected("MalformedIdentifier", "the body holds no prison number (like A1234BC)")
    if key is not None and key_is_a_person(key) and identifiers.prison_number(key).value != found.value:
        raise Rejected("KeyMismatch", "the body names another person than the key")
    return found.value


def _booking(event: DomainEvent) -> str | None:
    found = pick(event.additional_information, "bookingId")
    return identifiers.plain(IdentifierKind.BOOKING_ID, str(found)).value if found is not None else None


def _movement(event: DomainEvent, direction: Direction, number: str, read: Provenance) -> MovementSeen:
    reason = _word(event, "reason")
    code = _word(event, "nomisMovementReasonCode")
    meaning = movement(direction, reason, code or None)
    if meaning is None:
        raise Ignored("UnknownMovementReason", "the reason of the movement is none that the hub knows")
    kind, state = meaning
    report = MovementReport(
        publisher=event.event_type.partition(".")[0].lower(),
        reason=reason,
        reason_code=code or None,
        state=state,
        at=read.source_time,
        time_assumed=read.time_assumed,
        cause=read.cause,
    )
    return MovementSeen(number, direction, kind, prison(_word(event, "prisonId") or None) or UNKNOWN_AGENCY, report)


def _word(event: DomainEvent, name: str) -> str:
    found = pick(event.additional_information, name)
    return str(found).strip().upper() if isinstance(found, str | int) else ""

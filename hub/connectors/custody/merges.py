"""Merges of the prison's records, and bookings that move between two of them.

Of a merge only two fields count: `nomsNumber`, which survives, and `removedNomsNumber`. The description has them the
wrong way round, and the person reference names now the one, now the other.
"""

from hub.connectors.custody.told import Told
from hub.connectors.envelope import DomainEvent
from hub.connectors.json_reader import pick
from hub.connectors.times import read_time
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.identifiers import IdentifierKind
from hub.domain.merge import BookingMoved, RecordMerged
from hub.errors import Ignored, Rejected

MERGED = "prison-offender-events.prisoner.merged"
BOOKING_MOVED = "prison-offender-events.prisoner.booking.moved"
LEGACY = "booking_number-changed"


def merge(told: Told) -> RecordMerged | BookingMoved:
    """Which number went into which, or whose booking became whose.

    Raises Ignored(MergeFollows) for an event of the older generation that does not say so; Rejected: NoIdentifier,
    MalformedIdentifier, KeyMismatch, SameIdentifier.
    """
    event, key = told.event, told.key
    if told.name == BOOKING_MOVED:
        return _booking(event, key)
    if told.name == LEGACY and (told.word("type") != "MERGE" or not told.word("removedNomsNumber")):
        raise Ignored(
            "MergeFollows", "it does not say which number was removed: prisoner.merged and the survivor's record do"
        )
    survivor = _number(event, "nomsNumber", *(("offenderIdDisplay",) if told.name == LEGACY else ()))
    removed = _number(event, "removedNomsNumber")
    _check(survivor, removed, key)
    return RecordMerged(Service.CUSTODY, survivor, removed)


def _booking(event: DomainEvent, key: str | None) -> BookingMoved:
    source, target = _number(event, "movedFromNomsNumber"), _number(event, "movedToNomsNumber")
    booking = event.number("bookingId")
    if booking is None:
        raise Rejected("NoIdentifier", "the event names no booking")
    _check(source, target, key)
    began = read_time(pick(event.additional_information, "bookingStartDateTime"))
    return BookingMoved(identifiers.plain(IdentifierKind.BOOKING_ID, booking).value, source, target, began)


def _number(event: DomainEvent, *fields: str) -> str:
    raw = event.number(*fields)
    if raw is None:
        raise Rejected("NoIdentifier", f"the event has no {fields[0]}")
    found = identifiers.prison_number(raw)
    if not found.valid:
        raise Rejected("MalformedIdentifier", f"{fields[0]} holds no prison number (like A1234BC)")
    return found.value


def _check(one: str, other: str, key: str | None) -> None:
    if one == other:
        raise Rejected("SameIdentifier", "both sides are the same prison number")
    named = identifiers.prison_number(key) if key else None
    if named and named.valid and named.value not in (one, other):
        raise Rejected("KeyMismatch", "the body names other people than the key")

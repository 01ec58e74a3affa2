"""Bookings that the prison has deleted."""

from hub.connectors.custody.told import Told
from hub.domain.records import BookingDeleted
from hub.errors import Rejected


def deleted(told: Told) -> BookingDeleted:
    """Whose booking is no more. Raises Rejected: NoIdentifier, MalformedIdentifier, KeyMismatch."""
    booking = told.booking
    if booking is None:
        raise Rejected("NoIdentifier", "the event names no booking")
    return BookingDeleted(told.subject, booking)

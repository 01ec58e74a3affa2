"""An event of the prison side with whom it is about and when: what the readers of the table take apart."""

from dataclasses import dataclass
from datetime import datetime

from hub.connectors.connector import Provenance
from hub.connectors.envelope import DomainEvent
from hub.connectors.json_reader import pick
from hub.domain import identifiers
from hub.domain.identifiers import IdentifierKind
from hub.errors import Rejected

FORM = "prison number (like A1234BC)"


@dataclass(frozen=True)
class Told:
    """The event, the message's key, and when it happened."""

    event: DomainEvent
    key: str | None
    provenance: Provenance

    @property
    def at(self) -> datetime:
        """When it happened, as far as anybody says."""
        return self.provenance.source_time

    @property
    def name(self) -> str:
        """The event type in lower case."""
        return self.event.event_type.lower()

    @property
    def number(self) -> str | None:
        """The prison number that the body names, else the key; None where neither holds one.

        Raises Rejected: MalformedIdentifier for a body that names another thing, KeyMismatch for another person.
        """
        named, key = self.event.prison_number, identifiers.prison_number(self.key or "")
        if not named:
            return key.value if key.valid else None
        found = identifiers.prison_number(named)
        if not found.valid:
            raise Rejected("MalformedIdentifier", f"the body holds no {FORM}")
        if key.valid and key.value != found.value:
            raise Rejected("KeyMismatch", "the body names another person than the key")
        return found.value

    @property
    def names_a_person(self) -> bool:
        """Whether the body names somebody, or the key is a prison number."""
        return bool(self.event.prison_number) or identifiers.prison_number(self.key or "").valid

    @property
    def names_anybody(self) -> bool:
        """Whether anything at all in it leads to a person."""
        booking = pick(self.event.additional_information, "bookingId", "offenderId")
        return bool(self.key or self.event.prison_number or self.event.identifiers) or booking is not None

    @property
    def internal(self) -> bool:
        """Whether it gives a booking or another internal number."""
        return pick(self.event.additional_information, "bookingId", "offenderId") is not None

    @property
    def booking(self) -> str | None:
        """The booking that it names, canonical. Raises Rejected(WrongShape)."""
        found = self.event.number("bookingId")
        return identifiers.plain(IdentifierKind.BOOKING_ID, found).value if found is not None else None

    @property
    def subject(self) -> str:
        """The prison number. Raises Rejected: MalformedIdentifier, also where nobody is named; KeyMismatch."""
        if (found := self.number) is None:
            raise Rejected("MalformedIdentifier", f"neither the key nor the body holds a {FORM}")
        return found

    def word(self, *names: str) -> str:
        """The first of these fields of the additional information in upper case, "" where there is none."""
        found = pick(self.event.additional_information, *names)
        return str(found).strip().upper() if isinstance(found, str | int) else ""

"""An event of the community side with whom it is about and when: what the readers of the table take apart."""

from dataclasses import dataclass
from datetime import date, datetime

from hub.connectors.connector import Provenance
from hub.connectors.envelope import DomainEvent
from hub.connectors.json_reader import pick
from hub.connectors.wire import day, flag, text
from hub.domain import identifiers
from hub.errors import Ignored, Rejected


@dataclass(frozen=True)
class Told:
    """The event, the message's key, and when it happened; `assumed`: no source gives the time."""

    event: DomainEvent
    key: str | None
    provenance: Provenance

    @property
    def at(self) -> datetime:
        """When it happened, as far as anybody says."""
        return self.provenance.source_time

    @property
    def assumed(self) -> bool:
        """Whether the broker's time stands in for one that the source does not give."""
        return self.provenance.time_assumed

    @property
    def name(self) -> str:
        """The event type in lower case."""
        return self.event.event_type.lower()

    @property
    def crn(self) -> str:
        """The CRN that the body names, else the key; both must say the same where both are CRNs.

        Raises Rejected: MalformedIdentifier, KeyMismatch; Ignored(NamesNoCrn) for an internal number alone.
        """
        named, key = self.event.crn, identifiers.crn(self.key or "")
        if not named and not key.valid and self.text("offenderId"):
            raise Ignored("NamesNoCrn", "it names the person by an internal number only")
        found = identifiers.crn(named) if named else key
        if not found.valid:
            raise Rejected("MalformedIdentifier", f"the {'body' if named else 'key'} holds no CRN (like X123456)")
        if named and key.valid and key.value != found.value:
            raise Rejected("KeyMismatch", "the body names another person than the key")
        return found.value

    def text(self, *names: str) -> str | None:
        """The first of these fields of the additional information that holds a text or a number."""
        found = pick(self.event.additional_information, *names)
        return text(found) if isinstance(found, str | int) and not isinstance(found, bool) else None

    def day(self, *names: str) -> date | None:
        """The first of these fields as a day."""
        return day(self.text(*names))

    def flag(self, *names: str) -> bool | None:
        """The first of these fields as true or false."""
        found = pick(self.event.additional_information, *names)
        return flag(found) if isinstance(found, bool | str | int) else None

    def reference(self, *names: str) -> str:
        """The source's number of the thing told. Raises Rejected(NoReference)."""
        found = self.text(*names)
        if found is None:
            raise Rejected("NoReference", f"the event does not say which one is meant ({names[0]})")
        return found

"""The community side's domain events, by their table: read into a record, or ignored by name."""

from hub.connectors.community.table import EVENTS
from hub.connectors.community.told import Told
from hub.connectors.connector import Message, Provenance
from hub.connectors.envelope import DomainEvent, provenance, read_event
from hub.connectors.events import Passed, line_of
from hub.connectors.json_reader import pick
from hub.connectors.wire import key_text
from hub.errors import Ignored, Rejected

# Fields that name somebody, or one of our staff, though not as `crn`.
NAMING = ("offenderId", "sourceCRN", "targetCRN", "reactivatedCRN", "unmergedCRN", "staffCode")


def decode_event(message: Message) -> tuple[object, Provenance]:
    """What the event reports, by the table.

    Raises Ignored with the reason of the table, Ignored(UnknownEventType), Ignored(NamesNoCrn), and Rejected:
    NoIdentifier, MalformedIdentifier, KeyMismatch, NoReference, and what reading the event raises.
    """
    event = read_event(message.value)
    read = provenance(message, event.occurred_at_text, event.content)
    key = key_text(message)
    if not (key or event.crn or event.prison_number or _names_anybody(event)):
        raise Rejected("NoIdentifier", "neither the key nor the body names anybody")
    line = line_of(event.event_type, EVENTS)
    if isinstance(line, Passed):
        raise Ignored(line.code, line.why)
    return line.read(Told(event, key, read)), read


def _names_anybody(event: DomainEvent) -> bool:
    return bool(event.identifiers) or pick(event.additional_information, *NAMING) is not None

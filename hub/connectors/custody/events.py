"""The prison side's domain events, by their table: read into a record, or ignored by name."""

from hub.connectors.connector import Message, Provenance
from hub.connectors.custody.table import EVENTS
from hub.connectors.custody.told import Told
from hub.connectors.envelope import provenance, read_event
from hub.connectors.events import UNKNOWN_TYPE, Passed, line_of
from hub.connectors.wire import key_text
from hub.domain.records import UnplacedNotice
from hub.errors import Ignored, Rejected


def decode_event(message: Message) -> tuple[object, Provenance]:
    """What the event reports, by the table; a notice where it names a booking only and nothing of it is taken.

    Raises Ignored with the reason of the table, Ignored(UnknownEventType), and Rejected: NoIdentifier,
    MalformedIdentifier, KeyMismatch, and what reading the event raises.
    """
    event = read_event(message.value)
    read = provenance(message, event.occurred_at_text, event.content)
    told = Told(event, key_text(message), read)
    if not told.names_anybody:
        raise Rejected("NoIdentifier", "neither the key nor the body names anybody")
    try:
        return _read(told), read
    except Ignored as ignored:
        if told.names_a_person or not told.internal or ignored.code == UNKNOWN_TYPE:
            raise
        return UnplacedNotice(told.booking, event.event_type, ignored.code, ignored.detail), read


def _read(told: Told) -> object:
    line = line_of(told.event.event_type, EVENTS)
    if isinstance(line, Passed):
        raise Ignored(line.code, line.why)
    return line.read(told)

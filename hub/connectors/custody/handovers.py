"""When today's allocation system hands a person over from custody to the community, as it hands the dates out."""

from hub.connectors.connector import Message, Provenance
from hub.connectors.envelope import snapshot_provenance
from hub.connectors.json_reader import read_object
from hub.connectors.wire import Text, Wire, day, key_text, read_shape, subject, text
from hub.domain import identifiers
from hub.domain.reports import HandoverReported
from hub.errors import Rejected


class Handover(Wire):
    """The dates of one person's handover; both may be missing."""

    noms_number: Text = None
    handover_start_date: Text = None
    handover_date: Text = None


def decode_handover(message: Message) -> tuple[HandoverReported, Provenance]:
    """The dates as they stand now. Raises Rejected: NoIdentifier, MalformedIdentifier, KeyMismatch, WrongShape."""
    read = snapshot_provenance(message)
    wire = read_shape(read_object(message.value or b""), Handover)
    key, named = key_text(message), text(wire.noms_number)
    number = subject(
        identifiers.prison_number(key) if key else None, identifiers.prison_number(named) if named else None
    )
    starts_on, complete_on = day(wire.handover_start_date), day(wire.handover_date)
    if named is None and starts_on is None and complete_on is None:
        raise Rejected("WrongShape", "no field of a handover is filled")
    return HandoverReported(number, starts_on, complete_on, read.source_time), read

"""What a prisoner record says of custody, word for word in the hub's terms, to be compared with the reading before."""

from datetime import datetime

from hub.connectors.custody.messages import Prisoner
from hub.connectors.custody.places import (
    BOOKING_STATUSES,
    IN_OUT,
    MOVEMENT_TYPES,
    WAYS,
    WHEREABOUTS,
    prison,
)
from hub.connectors.times import read_day, read_time
from hub.connectors.wire import text
from hub.domain.custody import Place
from hub.domain.custody_change import CustodyReading
from hub.domain.days import start_of

MERGED = "MERGED"


def reading(wire: Prisoner, place: Place, booking_id: str | None) -> CustodyReading:
    """The record's words on its booking and its last movement; `place` is where it has the person."""
    status, in_out = _upper(wire.status), _upper(wire.in_out_status)
    status = status or IN_OUT.get(in_out or "")
    in_out = in_out or (status.rpartition(" ")[2] if status else None)
    code = _upper(wire.last_movement_reason_code)
    return CustodyReading(
        at=place.at,
        state=place.state,
        booking_id=booking_id,
        status=BOOKING_STATUSES.get(status or ""),
        whereabouts=WHEREABOUTS.get(in_out or ""),
        last_kind=MOVEMENT_TYPES.get(_upper(wire.last_movement_type_code) or ""),
        last_code=code,
        way=WAYS.get(code or ""),
        last_moved=_last_moved(wire),
        merged_at=_merged_at(wire),
        prison_code=prison(_upper(wire.prison_id)),
        time_assumed=place.time_assumed,
    )


def _last_moved(wire: Prisoner) -> datetime | None:
    """The earliest moment that the record leaves open for the last movement: its time, else the start of its day."""
    exact = read_time(text(wire.last_movement_time))
    day = read_day(text(wire.last_movement_date))
    return exact or (start_of(day) if day else None)


def _merged_at(wire: Prisoner) -> datetime | None:
    """When the newest identifier of a merge was made; one without a time counts for nothing."""
    times = [
        read_time(text(line.created_date_time))
        for line in wire.identifiers or ()
        if _upper(line.type) == MERGED and text(line.value)
    ]
    return max((time for time in times if time), default=None)


def _upper(value: str | int | None) -> str | None:
    found = text(value)
    return found.upper() if found else None

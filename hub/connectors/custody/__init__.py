"""The prison side: prisoner records, key dates, domain events, staff.

table.py      every event type: what is done, or why nothing    messages.py   wire shapes of snapshots
events.py     domain events, by the table                       translate.py  snapshots -> records
told.py       an event, and whom it is about                    readings.py   a record's words on custody
movements.py  patients.py  bookings.py  allocations.py  handovers.py          what events say
places.py     their codes -> where a person is
details.py    what thin events point at
"""

from hub.connectors.connector import Connector
from hub.connectors.custody.details import DETAILS
from hub.connectors.custody.events import decode_event
from hub.connectors.custody.translate import decode_prisoner, decode_sentence
from hub.connectors.staff import custody_staff

__all__ = ["CONNECTORS", "DETAILS"]

CONNECTORS = (
    Connector("prisoner records", "custody.prisoner.snapshot.v1", ordered=False, decode=decode_prisoner),
    Connector("sentence key dates", "custody.sentence.snapshot.v1", ordered=False, decode=decode_sentence),
    Connector("prison events", "custody.domain-event.v1", ordered=False, decode=decode_event),
    Connector("prison staff", "custody.staff.snapshot.v1", ordered=False, decode=custody_staff),
)

"""The prison side: prisoner records, key dates, domain events, staff.

messages.py   wire shapes              places.py   their codes -> where a person is
translate.py  snapshots -> records     events.py   domain events -> records
ignored.py    what needs nothing done, why     details.py  what thin events point at
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

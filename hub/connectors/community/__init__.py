"""The community side: personal details, access limits, supervision, domain events, staff.

table.py      every event type: what is done, or why nothing is     events.py     events -> records, by the table
told.py       an event with whom it is about and when               translate.py  snapshots -> records
messages.py   wire shapes of the snapshots
assessments.py, cases.py, registrations.py, requirements.py, enforcements.py, allocations.py   what the table names
details.py    what thin events point at
"""

from hub.connectors.community.details import DETAILS
from hub.connectors.community.events import decode_event
from hub.connectors.community.translate import decode_offender, decode_supervision
from hub.connectors.connector import Connector
from hub.connectors.staff import community_staff

__all__ = ["CONNECTORS", "DETAILS"]

CONNECTORS = (
    Connector("personal details", "community.offender.snapshot.v1", ordered=False, decode=decode_offender),
    Connector("supervision", "community.supervision.snapshot.v1", ordered=False, decode=decode_supervision),
    Connector("probation events", "community.domain-event.v1", ordered=False, decode=decode_event),
    Connector("probation staff", "community.staff.snapshot.v1", ordered=False, decode=community_staff),
)

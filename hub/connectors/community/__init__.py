"""The community side: personal details, access limits, supervision, domain events, staff.

messages.py   wire shapes                  translate.py  snapshots -> records
events.py     domain events -> records     ignored.py    what needs nothing done, and why
"""

from hub.connectors.community.events import decode_event
from hub.connectors.community.translate import decode_offender, decode_supervision
from hub.connectors.connector import Connector
from hub.connectors.staff import community_staff

CONNECTORS = (
    Connector("personal details", "community.offender.snapshot.v1", ordered=False, decode=decode_offender),
    Connector("supervision", "community.supervision.snapshot.v1", ordered=False, decode=decode_supervision),
    Connector("probation events", "community.domain-event.v1", ordered=False, decode=decode_event),
    Connector("probation staff", "community.staff.snapshot.v1", ordered=False, decode=community_staff),
)

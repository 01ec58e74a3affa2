"""What the prison side's thin events point at."""

import re

from hub.connectors.connector import Detail
from hub.connectors.custody.allocations import decode_allocation
from hub.connectors.custody.handovers import decode_handover
from hub.connectors.custody.told import Told
from hub.connectors.custody.translate import decode_prisoner
from hub.connectors.detail import awaited
from hub.domain.access import Service
from hub.domain.records import SUPERVISOR_READING, DetailAwaited
from hub.errors import Ignored

DETAILS = (
    Detail(
        name="prisoner record",
        source="prisoner-search",
        event_types=("prisoner-offender-search.prisoner.created", "prisoner-offender-search.prisoner.updated"),
        path=re.compile(r"/prisoner/(?P<key>[A-Z]\d{4}[A-Z]{2})", re.ASCII),
        topic="custody.prisoner.snapshot.v1",
        decode=decode_prisoner,
    ),
    Detail(
        name="supervisor",
        source="allocation-manager",
        event_types=("offender-management.allocation.changed", "offender-management.pom.allocated"),
        path=re.compile(r"/api/(?:pom-)?allocation/(?P<key>[A-Z]\d{4}[A-Z]{2})(?:/[\w-]{1,40})?", re.ASCII),
        topic="custody.domain-event.v1",
        decode=decode_allocation,
        reading=SUPERVISOR_READING,
    ),
    Detail(
        name="handover dates",
        source="allocation-manager",
        event_types=("offender-management.handover.changed",),
        path=re.compile(r"/api/handovers/(?P<key>[A-Z]\d{4}[A-Z]{2})", re.ASCII),
        topic="custody.domain-event.v1",
        decode=decode_handover,
        reading="handover dates",  # no topic brings it
    ),
)


def fetched(told: Told) -> DetailAwaited:
    """The record that the event points at, which is to be fetched.

    Raises Ignored(SnapshotFollows) where the event gives no address that the hub would call; Rejected(KeyMismatch).
    """
    number = told.number
    waiting = awaited(DETAILS, told.event, Service.CUSTODY, number, told.provenance) if number else None
    if waiting is None:
        raise Ignored("SnapshotFollows", "it gives no address of the record; the record itself comes with its snapshot")
    return waiting

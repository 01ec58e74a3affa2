"""A thin event -> the record that waits for its detail."""

from collections.abc import Iterable

from hub.connectors.connector import Detail, Provenance
from hub.connectors.detail.address import read_address
from hub.connectors.envelope import DomainEvent
from hub.domain.access import Service
from hub.domain.records import DetailAwaited
from hub.errors import Rejected


def awaited(
    details: Iterable[Detail],
    event: DomainEvent,
    service: Service,
    key: str,
    provenance: Provenance,
    reference: str | None = None,
) -> DetailAwaited | None:
    """The record of that key, which waits for the detail that the event points at.

    `reference` is the event's number of the thing; who reads the detail is given it back.

    None where no detail belongs to the event, or its address is missing or has another path than the detail's: then
    the record comes by its snapshot only. Raises Rejected(KeyMismatch) where the path names another record.
    """
    name = event.event_type.lower()
    detail = next((one for one in details if name in one.event_types), None)
    place = read_address(event.detail_url or "")
    found = detail.path.fullmatch(place.path) if detail and place else None
    if detail is None or place is None or found is None:
        return None
    named = found.groupdict().get("key")
    if named is not None and named.upper() != key.upper():
        raise Rejected("KeyMismatch", "the address names another record than the event")
    return DetailAwaited(
        service=service,
        key=key,
        detail=detail.name,
        source=detail.source,
        reading=detail.ended_by,
        origin=place.origin,
        path=place.path,
        event_type=event.event_type,
        asked_at=provenance.source_time,
        reference=reference,
    )

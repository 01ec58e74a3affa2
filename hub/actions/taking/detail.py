"""A thin event names a record that has changed: the record waits for its detail, which a call to its source brings."""

from hub.actions.settling.claim import Claim
from hub.actions.settling.identity import settle
from hub.actions.taking.taking import conclude
from hub.connectors.connector import Provenance
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.records import DetailAwaited
from hub.errors import Ignored
from hub.store.messages import detail
from hub.store.records import identity
from hub.store.transaction import Transaction

OWN_NUMBER = {Service.CUSTODY: identifiers.prison_number, Service.COMMUNITY: identifiers.crn}


async def take_detail_awaited(tx: Transaction, awaited: DetailAwaited, provenance: Provenance) -> str:
    """Mark the record as awaiting its detail; who is unknown gets a case that waits.

    Raises Ignored(OlderThanHeld) where the record was read after the event already.
    """
    known = await identity.find(tx, awaited.service, awaited.key, awaited.reading)
    if known and known.reading and not known.reading.time_assumed and known.reading.time >= awaited.asked_at:
        raise Ignored("OlderThanHeld", "the record that the event points at was read after it")
    claim = Claim(awaited.service, awaited.key, (OWN_NUMBER[awaited.service](awaited.key),))
    settled = await settle(tx, claim, provenance, provenance.topic, guarded=False)
    await detail.await_detail(tx, awaited, case_id=settled.case_id, record_id=settled.record_id)
    done = await conclude(tx, settled, provenance, awaited.service, action="take_detail_awaited", fields=["detail"])
    return f"{done}; awaiting {awaited.detail}"

"""A case of the probation side deleted, or brought back: the record is marked, and its snapshots tell the rest."""

from hub.actions.settling.claim import Settled, reading_of
from hub.actions.settling.gone import refuse_unknown
from hub.actions.settling.identity import settle
from hub.actions.taking.reporting import claim_of, end
from hub.actions.telling.case_events import CaseChange
from hub.connectors.connector import Provenance
from hub.domain.access import Service
from hub.domain.freshness import Verdict
from hub.domain.reports import CommunityCaseRecovered, CommunityCaseRemoved
from hub.errors import Ignored
from hub.store.records import identity
from hub.store.transaction import Transaction

# Deletions and recoveries are read as a history of their own: an older one never undoes a newer.
ENGAGEMENT = "#engagement"


async def take_case_removed(tx: Transaction, told: CommunityCaseRemoved, provenance: Provenance) -> str:
    """Mark the record as removed; what it said stays until its snapshots go, for it may come back.

    Raises Ignored: NothingHeld, OlderThanHeld, Duplicate.
    """
    await refuse_unknown(tx, Service.COMMUNITY, told.crn, provenance.topic)
    settled = await _settle(tx, told.crn, provenance)
    await identity.note_removed(tx, settled.record_id, removed=True)
    changes = [CaseChange("EngagementChanged", {"removed": False}, {"removed": True})]
    return await end(tx, settled, provenance, "take_case_removed", ["removed"], changes)


async def take_case_recovered(tx: Transaction, told: CommunityCaseRecovered, provenance: Provenance) -> str:
    """Mark the record as there again; who is unknown gets a case that waits.

    Raises Ignored: OlderThanHeld, Duplicate.
    """
    settled = await _settle(tx, told.crn, provenance)
    await identity.note_removed(tx, settled.record_id, removed=False)
    changes = [CaseChange("EngagementChanged", {"removed": True}, {"removed": False})]
    return await end(tx, settled, provenance, "take_case_recovered", ["removed"], changes)


async def _settle(tx: Transaction, crn: str, provenance: Provenance) -> Settled:
    topic = provenance.topic + ENGAGEMENT
    settled = await settle(tx, claim_of(crn), provenance, topic)
    if settled.verdict is Verdict.OLDER:
        raise Ignored("OlderThanHeld", "a newer deletion or recovery of the record is held")
    await identity.save_reading(tx, settled.record_id, topic, reading_of(provenance))
    return settled

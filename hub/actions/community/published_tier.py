"""Tiers as the tier system publishes them: thin events, kept with what they say until their detail comes."""

from hub.actions.taking.reporting import begin, end
from hub.actions.telling.case_events import CaseChange
from hub.connectors.connector import Provenance
from hub.domain.reports import TierPublished
from hub.store.community import published_tier
from hub.store.messages import detail
from hub.store.transaction import Transaction


async def take_published_tier(tx: Transaction, told: TierPublished, provenance: Provenance) -> str:
    """Keep a tier as the tier system publishes it."""
    settled = await begin(tx, told.crn, provenance)
    if told.detail:
        await detail.await_detail(tx, told.detail, case_id=settled.case_id, record_id=settled.record_id)
    await published_tier.save_tier(tx, told, case_id=settled.case_id, record_id=settled.record_id)
    shown = {
        "calculationId": told.reference,
        "version": told.version,
        "value": told.value,
        "provisional": told.provisional,
        "calculatedAt": told.at.isoformat(),
        "awaitingDetail": told.value is None,
    }
    changes = [CaseChange("TierPublished", None, shown)]
    return await end(tx, settled, provenance, "take_published_tier", ["published_tier"], changes)

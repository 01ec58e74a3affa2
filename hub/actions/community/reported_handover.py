"""Dates of handover as today's allocation system reports them: pre-release begins when the handover starts."""

from hub.actions.settling.claim import Claim
from hub.actions.settling.identity import settle
from hub.actions.taking.taking import conclude
from hub.connectors.connector import Provenance
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.reports import HandoverReported
from hub.errors import Ignored
from hub.store.community.reported_handover import save_handover
from hub.store.transaction import Transaction


async def take_handover(tx: Transaction, told: HandoverReported, provenance: Provenance) -> str:
    """Keep the dates as they stand now; the phase follows. Raises Ignored(OlderThanHeld)."""
    claim = Claim(Service.CUSTODY, told.prison_number, (identifiers.prison_number(told.prison_number),))
    settled = await settle(tx, claim, provenance, provenance.topic, guarded=False)
    if not await save_handover(tx, told, case_id=settled.case_id, record_id=settled.record_id):
        raise Ignored("OlderThanHeld", "the dates of the handover were read later than these")
    fields = ("handover_starts_on", "handover_complete_on")
    return await conclude(tx, settled, provenance, Service.CUSTODY, action="take_handover", fields=fields)

"""How every action on a report of the probation side begins and ends: whose record it is, and what follows."""

from collections.abc import Sequence

from hub.actions.settling.claim import Claim, Settled
from hub.actions.settling.identity import settle
from hub.actions.taking.taking import conclude
from hub.actions.telling.case_events import CaseChange
from hub.connectors.connector import Provenance
from hub.domain import identifiers
from hub.domain.access import Service
from hub.store.transaction import Transaction


def claim_of(crn: str) -> Claim:
    """What a report claims: the CRN, and nothing else about the person."""
    return Claim(Service.COMMUNITY, crn, (identifiers.crn(crn),))


async def begin(tx: Transaction, crn: str, provenance: Provenance) -> Settled:
    """The record and its case, locked; who is unknown gets a case that waits for its record."""
    return await settle(tx, claim_of(crn), provenance, provenance.topic, guarded=False)


async def end(
    tx: Transaction,
    settled: Settled,
    provenance: Provenance,
    action: str,
    fields: Sequence[str],
    told: Sequence[CaseChange] = (),
) -> str:
    """Decide the case anew, publish what the report changed, audit it."""
    return await conclude(tx, settled, provenance, Service.COMMUNITY, action=action, fields=fields, told=told)

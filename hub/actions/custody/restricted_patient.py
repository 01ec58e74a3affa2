"""Restricted patients: still serving the sentence, in a secure hospital; so the case stays in custody."""

from hub.actions.settling.claim import Claim
from hub.actions.settling.identity import settle
from hub.actions.taking.taking import conclude
from hub.connectors.connector import Provenance
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.reports import PatientReported
from hub.errors import Ignored
from hub.store.custody import restricted_patient
from hub.store.transaction import Transaction


async def take_patient_report(tx: Transaction, record: PatientReported, provenance: Provenance) -> str:
    """Keep that somebody became a restricted patient, or ceased to be one; where they are follows.

    Raises Ignored(OlderThanHeld) where the same was reported later.
    """
    claim = Claim(Service.CUSTODY, record.prison_number, (identifiers.prison_number(record.prison_number),))
    settled = await settle(tx, claim, provenance, provenance.topic, guarded=False)
    newer = await restricted_patient.save_report(
        tx, record.report, case_id=settled.case_id, record_id=settled.record_id
    )
    if not newer:
        raise Ignored("OlderThanHeld", "the same was reported of a later time")
    return await conclude(
        tx, settled, provenance, Service.CUSTODY, action="take_patient_report", fields=("restricted_patient",)
    )

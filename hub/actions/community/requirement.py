"""Requirements and licence conditions: created, terminated, brought back, deleted."""

from typing import Any

from hub.actions.taking.reporting import begin, end
from hub.actions.telling.case_events import CaseChange
from hub.connectors.connector import Provenance
from hub.domain.reports import RequirementReported
from hub.domain.requirement import Requirement, with_report
from hub.store.assessment.assessed import follow_requirements
from hub.store.community import requirement
from hub.store.transaction import Transaction


async def take_requirement(tx: Transaction, told: RequirementReported, provenance: Provenance) -> str:
    """Take one report about a requirement; what is newest of it counts."""
    settled = await begin(tx, told.crn, provenance)
    case_id, record_id = settled.case_id, settled.record_id
    before = await requirement.held_requirement(tx, record_id=record_id, kind=told.kind, reference=told.reference)
    now = with_report(before, told.report)
    if now != before:
        await requirement.save_requirement(
            tx, now, case_id=case_id, record_id=record_id, kind=told.kind, reference=told.reference
        )
        await follow_requirements(tx, record_id)
    was, shown = _shown(told, before) if before else None, _shown(told, now)
    changes = [CaseChange("RequirementChanged", was, shown)] if was != shown else []
    return await end(tx, settled, provenance, "take_requirement", ["requirement"], changes)


def _shown(told: RequirementReported, now: Requirement) -> dict[str, Any]:
    return {
        "kind": told.kind,
        "reference": told.reference,
        "status": now.status,
        "mainType": now.terms.main_type,
        "subType": now.terms.sub_type,
        "restrictive": now.terms.restrictive,
        "sentence": now.terms.sentence_reference,
    }

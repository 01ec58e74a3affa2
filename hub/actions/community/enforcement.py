"""Enforcement: breaches and recalls raised and concluded, recommendations on recall, licences."""

from collections.abc import Sequence
from typing import Any

from hub.actions.taking.reporting import begin, end
from hub.actions.telling.case_events import CaseChange
from hub.connectors.connector import Provenance
from hub.domain.enforcement import EnforcementAction, Moment, with_report
from hub.domain.reports import EnforcementReported, LicenceReported, RecallRecommended
from hub.store.community import enforcement, licence
from hub.store.community.enforcement import OfSentence
from hub.store.transaction import Transaction


async def take_enforcement(tx: Transaction, told: EnforcementReported, provenance: Provenance) -> str:
    """Take that a breach or recall was raised or concluded."""
    settled = await begin(tx, told.crn, provenance)
    which = OfSentence(settled.record_id, told.kind, told.reference)
    before = await enforcement.held_actions(tx, which)
    now = with_report(before, told.stage, Moment(told.at, told.time_assumed), told.outcome)
    changes: list[CaseChange] = []
    if now != before:
        await enforcement.save_actions(tx, now, which, case_id=settled.case_id)
        changes.append(CaseChange("EnforcementChanged", _actions(told, before), _actions(told, now)))
    return await end(tx, settled, provenance, "take_enforcement", ["enforcement"], changes)


async def take_recall_recommendation(tx: Transaction, told: RecallRecommended, provenance: Provenance) -> str:
    """Take a step of a recommendation on recall."""
    settled = await begin(tx, told.crn, provenance)
    added = await enforcement.save_recommendation(tx, told, case_id=settled.case_id, record_id=settled.record_id)
    step = {"stage": told.stage, "decision": told.decision, "at": told.at.isoformat(), "atAssumed": told.time_assumed}
    changes = [CaseChange("RecallRecommended", None, step)] if added else []
    return await end(tx, settled, provenance, "take_recall_recommendation", ["recall_recommendation"], changes)


async def take_licence(tx: Transaction, told: LicenceReported, provenance: Provenance) -> str:
    """Take that a licence or a variation of one was activated or inactivated."""
    settled = await begin(tx, told.crn, provenance)
    before = await licence.held_licence(tx, told, record_id=settled.record_id)
    now = before.told(active=told.active, at=told.at)
    if now != before:
        await licence.save_licence(tx, now, told, case_id=settled.case_id, record_id=settled.record_id)
    told_before = before.activated_at is not None or before.inactivated_at is not None
    of_it = {"reference": told.reference, "variation": told.variation}
    was = {**of_it, "active": before.active} if told_before else None
    shown = {**of_it, "active": now.active}
    changes = [CaseChange("LicenceChanged", was, shown)] if was != shown else []
    return await end(tx, settled, provenance, "take_licence", ["licence"], changes)


def _actions(told: EnforcementReported, actions: Sequence[EnforcementAction]) -> dict[str, Any]:
    return {
        "kind": told.kind,
        "sentence": told.reference or None,
        "actions": [
            {"raisedAt": _at(one.raised), "concludedAt": _at(one.concluded), "outcome": one.outcome} for one in actions
        ],
    }


def _at(moment: Moment | None) -> str | None:
    return moment.at.isoformat() if moment else None

"""What counts of a record's assessments and requirements for the rules, kept on the record's own row.

It is decided anew with the rows that it follows from, and goes where the record goes.
"""

from typing import Any

import msgspec

from hub.domain.answers import RecordAssessed, Scored
from hub.domain.assessment import (
    AssessmentPart,
    Band,
    Need,
    PredictorKind,
    PredictorMethod,
    RiskLevel,
    Section,
    Severity,
)
from hub.domain.requirement import RequirementKind, RequirementStatus, Terms, asks_for_change
from hub.domain.tier import sections_in_need
from hub.store.assessment.assessment import assessment
from hub.store.assessment.assessment_parts import needs_of, risk_of
from hub.store.assessment.predictor import predictor
from hub.store.community.requirement import requirement
from hub.store.fetching import RECORD, rows_said_by, rows_with
from hub.store.records.identity import source_record
from hub.store.transaction import Transaction
from hub.store.working_set import Row


async def follow_assessments(tx: Transaction, record_id: int) -> None:
    """Bring what counts of the record's assessments up to date; call it after these were decided."""
    said = (await rows_said_by(tx, assessment, record_id)).find(RECORD, record_id)
    harm = _source_of(said, AssessmentPart.RISK)
    needs = _source_of(said, AssessmentPart.NEEDS)
    scores = (await rows_said_by(tx, predictor, record_id)).find(RECORD, record_id)
    now = RecordAssessed(
        harm=await _harm(tx, harm["id"]) if harm else None,
        harm_at=harm["ordered_at"] if harm else None,
        in_need=await _in_need(tx, needs["id"]) if needs else (),
        needs_at=needs["ordered_at"] if needs else None,
        scores={PredictorKind(row["kind"]): _scored(row) for row in scores if row["current"]},
    )
    kept = None if now == RecordAssessed() else msgspec.to_builtins(now, str_keys=True)
    (await rows_with(tx, source_record, record_id)).change(record_id, assessed=kept)


async def follow_requirements(tx: Transaction, record_id: int) -> None:
    """Bring up to date whether a requirement that runs asks for change."""
    rows = (await rows_said_by(tx, requirement, record_id)).find(RECORD, record_id)
    running = (row for row in rows if row["status"] == RequirementStatus.ACTIVE)
    asks = any(asks_for_change(RequirementKind(row["kind"]), _terms(row)) for row in running)
    (await rows_with(tx, source_record, record_id)).change(record_id, rehabilitative=asks)


def assessed_in(row: Row) -> RecordAssessed | None:
    """What counts of the record's assessments, as its row keeps it."""
    kept = row["assessed"]
    return None if kept is None else msgspec.convert(kept, RecordAssessed)


def _source_of(said: list[Row], part: AssessmentPart) -> Row | None:
    return next((row for row in said if part in row["current_parts"]), None)


async def _harm(tx: Transaction, statement: int) -> RiskLevel | None:
    found = await risk_of(tx, statement)
    return RiskLevel(found[0]["overall"]) if found and found[0]["overall"] else None


async def _in_need(tx: Transaction, statement: int) -> tuple[Section, ...]:
    return tuple(sorted(sections_in_need(_need(row) for row in await needs_of(tx, statement))))


def _need(row: Row) -> Need:
    severity = Severity(row["severity"]) if row["severity"] else None
    return Need(Section(row["section"]), row["score"], severity, row["linked_to_harm"], row["linked_to_reoffending"])


def _scored(row: Row) -> Scored:
    band = Band(row["band"]) if row["band"] else None
    method = PredictorMethod(row["method"]) if row["method"] else None
    return Scored(row["assessed_at"], row["score"], band, method)


def _terms(row: Row) -> Terms:
    said: dict[str, Any] = {name: row[name] for name in ("main_type", "sub_type", "restrictive", "sentence_reference")}
    return Terms(**said)

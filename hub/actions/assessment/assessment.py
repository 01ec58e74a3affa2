"""What the assessment system says: assessments in every version, scores, and that there are none any more.

Which assessment and which scores count is decided anew from all that are held, so it never depends on what came first.
Plans rest on an assessment by its row's id: a version of it is never changed.
"""

from collections.abc import Sequence
from typing import Any

from hub.actions.assessment.assessment_events import assessment_changes
from hub.actions.settling.claim import Claim, Settled, reading_of
from hub.actions.settling.gone import refuse_removal
from hub.actions.settling.identity import settle
from hub.actions.taking.taking import conclude
from hub.actions.telling.case_events import CaseChange
from hub.connectors.connector import Provenance
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.assessment import AssessmentBody, newest, stand
from hub.domain.freshness import Verdict
from hub.domain.records import AssessmentsRemoved, AssessmentStatements, PredictorsTold, Record
from hub.errors import Ignored
from hub.store.assessment import assessment, predictor
from hub.store.assessment.assessed import follow_assessments
from hub.store.records import identity, reading
from hub.store.transaction import Transaction

# The bodies share the topic and are read apart: newer needs do not make the summary old.
PARTS = {AssessmentBody.SUMMARY: "", **{body: f"#{body.lower()}" for body in list(AssessmentBody)[1:]}}
SCORES = "#scores"


async def take_assessments(tx: Transaction, record: AssessmentStatements, provenance: Provenance) -> str:
    """Take what a body says of a person's assessments, and the scores in it.

    Raises Ignored: Duplicate; OlderThanHeld with what was written to be kept, where a newer reading is held and nothing
    that counts has changed.
    """
    settled = await _settle(tx, record.crn, record, provenance, provenance.topic + PARTS[record.body])
    own = {"case_id": settled.case_id, "record_id": settled.record_id}
    await assessment.save_statements(
        tx, **own, body=record.body, statements=record.statements, read_at=provenance.source_time
    )
    await predictor.save_predictors(tx, record.predictors, **own, told_at=provenance.source_time)
    changes = await decide_assessments(tx, settled.record_id)
    fields = sorted({str(part).lower() for one in record.statements for part in one.parts})
    return await _conclude(tx, settled, provenance, "take_assessments", ["assessments", *fields], changes)


async def take_predictors(tx: Transaction, record: PredictorsTold, provenance: Provenance) -> str:
    """Take scores; one that comes after a newer one enters the history and overwrites nothing.

    Raises Ignored: Duplicate; OlderThanHeld with what was written to be kept, where nothing that counts has changed.
    """
    settled = await settle(tx, _claim(record.crn), provenance, provenance.topic + SCORES, guarded=False)
    own = {"case_id": settled.case_id, "record_id": settled.record_id}
    new = await predictor.save_predictors(tx, record.predictors, **own, told_at=provenance.source_time)
    changes = await decide_assessments(tx, settled.record_id)
    if not new and not changes and not settled.opened:
        raise Ignored("Duplicate", "the same scores are held")
    late = not changes and not settled.opened
    return await _conclude(tx, settled, provenance, "take_predictors", ["predictors"], changes, late=late)


async def take_assessments_removed(tx: Transaction, record: AssessmentsRemoved, provenance: Provenance) -> str:
    """No assessment counts any more that was read until now; the history stays, for plans may rest on it.

    Raises Ignored: NothingHeld, Duplicate, OlderThanHeld.
    """
    await refuse_removal(tx, Service.COMMUNITY, record.crn, provenance)
    settled = await _settle(tx, record.crn, record, provenance, provenance.topic)
    changes = await decide_assessments(tx, settled.record_id)
    return await _conclude(tx, settled, provenance, "take_assessments_removed", ["assessments"], changes)


async def decide_assessments(tx: Transaction, record_id: int) -> list[CaseChange]:
    """Decide from all that is held which assessment and which scores of a record count; what has changed.

    Call it after the case was locked, and whatever brought a statement or a score.
    """
    removed_at = await reading.newest_of_kind(tx, record_id, AssessmentsRemoved)
    held = await assessment.statements_of(tx, record_id)
    was = await assessment.standings_of(tx, record_id)
    now = stand(held, removed_at)
    await assessment.save_standings(tx, record_id, now)
    scores = await predictor.predictors_of(tx, record_id)
    counted_was = await predictor.current_predictors(tx, record_id)
    counted = set(newest(scores, removed_at).values())
    if counted != counted_was:
        await predictor.save_current(tx, record_id, counted)
    if now != was or counted != counted_was:
        await follow_assessments(tx, record_id)
    return await assessment_changes(tx, was, now, counted - counted_was)


async def _settle(tx: Transaction, crn: str, said: Record, provenance: Provenance, topic: str) -> Settled:
    """Whose record it is; the reading enters the history and, if none is newer, becomes the newest of `topic`."""
    settled = await settle(tx, _claim(crn), provenance, topic)
    read = reading_of(provenance)
    own: dict[str, Any] = {"case_id": settled.case_id, "record_id": settled.record_id}
    if not await reading.keep(tx, reading.row(**own, topic=topic, read=read, said=said, now=tx.now)):
        raise Ignored("Duplicate", "the same reading of the record is held")
    if settled.verdict is not Verdict.OLDER:
        await identity.save_reading(tx, settled.record_id, topic, read)
    return settled


async def _conclude(
    tx: Transaction,
    settled: Settled,
    provenance: Provenance,
    action: str,
    fields: Sequence[str],
    changes: Sequence[CaseChange],
    *,
    late: bool = False,
) -> str:
    done = await conclude(tx, settled, provenance, Service.COMMUNITY, action=action, fields=fields, told=changes)
    if late or (settled.verdict is Verdict.OLDER and not changes):
        raise Ignored("OlderThanHeld", "a newer one counts; kept in the history", kept=True)
    return done


def _claim(crn: str) -> Claim:
    return Claim(Service.COMMUNITY, crn, (identifiers.crn(crn),))

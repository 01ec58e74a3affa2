"""What the world hears of assessments: which one counts, needs, risk of harm, scores; no word of an assessor's."""

from collections.abc import Collection, Mapping
from typing import Any

from hub.actions.telling.case_events import CaseChange
from hub.domain.assessment import AssessmentPart, Standing
from hub.store.assessment import assessment_told as told
from hub.store.transaction import Transaction


async def assessment_changes(
    tx: Transaction, was: Mapping[int, Standing], now: Mapping[int, Standing], new_scores: Collection[int]
) -> list[CaseChange]:
    """The changes that are told, from what counted and what counts now; `new_scores` count since now."""
    compared = (
        ("AssessmentChanged", _assessment(tx, _current(was)), _assessment(tx, _current(now))),
        (
            "NeedsChanged",
            await told.needs(tx, _source(was, AssessmentPart.NEEDS)),
            await told.needs(tx, _source(now, AssessmentPart.NEEDS)),
        ),
        (
            "RiskOfHarmChanged",
            await told.risk(tx, _source(was, AssessmentPart.RISK)),
            await told.risk(tx, _source(now, AssessmentPart.RISK)),
        ),
    )
    changes = [CaseChange(name, before, after) for name, before, after in compared if before != after]
    if new_scores:
        changes.append(CaseChange("PredictorsChanged", None, {"predictors": told.scores(tx, new_scores)}))
    return changes


def _assessment(tx: Transaction, number: int | None) -> dict[str, Any] | None:
    return told.assessment_of(tx, number) if number is not None else None


def _current(standings: Mapping[int, Standing]) -> int | None:
    return next((number for number, one in standings.items() if one.current), None)


def _source(standings: Mapping[int, Standing], part: AssessmentPart) -> int | None:
    return next((number for number, one in standings.items() if part in one.current_parts), None)

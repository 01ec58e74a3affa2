"""Breaches and recalls with their dates and outcomes, and the steps of recommendations on recall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Integer, Table, UniqueConstraint

from hub.domain.enforcement import EnforcementAction, EnforcementKind, Moment, RecallDecision, RecallStage
from hub.domain.reports import RecallRecommended
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.fetching import rows_said_by
from hub.store.transaction import Transaction
from hub.store.working_set import keep

OF_SENTENCE = ("source_record_id", "kind", "reference")
STEP = ("source_record_id", "stage", "at")

# `position` counts the actions of one kind under one sentence, the first raised first.
enforcement_action = Table(
    "enforcement_action",
    metadata,
    key(),
    of_case(),
    of("source_record", index=False),
    text("kind"),
    text("reference"),
    Column("position", Integer, nullable=False),
    instant("raised_at", nullable=True),
    Column("raised_assumed", Boolean),
    instant("concluded_at", nullable=True),
    Column("concluded_assumed", Boolean),
    text("outcome_code", nullable=True),
    UniqueConstraint(*OF_SENTENCE, "position"),
    closed_list("kind", EnforcementKind),
)

recall_recommendation = Table(
    "recall_recommendation",
    metadata,
    key(),
    of_case(),
    of("source_record", index=False),
    text("stage"),
    text("decision", nullable=True),
    text("staff_code", nullable=True),
    text("reference", nullable=True),
    instant("at"),
    Column("time_assumed", Boolean, nullable=False),
    UniqueConstraint(*STEP),
    closed_list("stage", RecallStage),
    closed_list("decision", RecallDecision),
)

keep(enforcement_action, key=(*OF_SENTENCE, "position"), lookups=[OF_SENTENCE], of_cases=None)
keep(recall_recommendation, key=STEP, of_cases=None)


@dataclass(frozen=True)
class OfSentence:
    """Which actions: of one record, one kind, under one sentence by its number there ("": not told)."""

    record_id: int
    kind: EnforcementKind
    reference: str


async def held_actions(tx: Transaction, which: OfSentence) -> tuple[EnforcementAction, ...]:
    """The actions held, the first raised first."""
    rows = await rows_said_by(tx, enforcement_action, which.record_id)
    found = rows.find(OF_SENTENCE, (which.record_id, which.kind, which.reference))
    return tuple(
        EnforcementAction(
            _moment(row["raised_at"], row["raised_assumed"]),
            _moment(row["concluded_at"], row["concluded_assumed"]),
            row["outcome_code"],
        )
        for row in sorted(found, key=lambda row: int(row["position"]))
    )


async def save_actions(
    tx: Transaction, actions: Sequence[EnforcementAction], which: OfSentence, *, case_id: int
) -> None:
    """Make these the actions; they never grow fewer."""
    fixed = {
        "case_id": case_id,
        "source_record_id": which.record_id,
        "kind": which.kind,
        "reference": which.reference,
    }
    rows = await rows_said_by(tx, enforcement_action, which.record_id)
    for position, action in enumerate(actions):
        rows.put({**fixed, "position": position, **_values(action)})


async def save_recommendation(tx: Transaction, told: RecallRecommended, *, case_id: int, record_id: int) -> bool:
    """Keep one step of a recommendation on recall; False where it is kept already."""
    rows = await rows_said_by(tx, recall_recommendation, record_id)
    if rows.get((record_id, told.stage, told.at)) is not None:
        return False
    values = {
        "case_id": case_id,
        "source_record_id": record_id,
        "stage": told.stage,
        "decision": told.decision,
        "staff_code": told.staff_code,
        "reference": told.reference,
        "at": told.at,
        "time_assumed": told.time_assumed,
    }
    rows.put(values)
    return True


def _moment(at: datetime | None, assumed: bool | None) -> Moment | None:
    return None if at is None else Moment(at, bool(assumed))


def _values(action: EnforcementAction) -> dict[str, Any]:
    return {
        "raised_at": action.raised.at if action.raised else None,
        "raised_assumed": action.raised.assumed if action.raised else None,
        "concluded_at": action.concluded.at if action.concluded else None,
        "concluded_assumed": action.concluded.assumed if action.concluded else None,
        "outcome_code": action.outcome,
    }

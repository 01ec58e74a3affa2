"""Breaches and recalls with their dates and outcomes, and the steps of recommendations on recall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Integer, Table, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert as upsert

from hub.domain.enforcement import EnforcementAction, EnforcementKind, Moment, RecallDecision, RecallStage
from hub.domain.reports import RecallRecommended
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

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
    UniqueConstraint("source_record_id", "kind", "reference", "position"),
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
    UniqueConstraint("source_record_id", "stage", "at"),
    closed_list("stage", RecallStage),
    closed_list("decision", RecallDecision),
)


@dataclass(frozen=True)
class OfSentence:
    """Which actions: of one record, one kind, under one sentence by its number there ("": not told)."""

    record_id: int
    kind: EnforcementKind
    reference: str


async def held_actions(tx: Transaction, which: OfSentence) -> tuple[EnforcementAction, ...]:
    """The actions held, the first raised first."""
    column = enforcement_action.c
    mine = (
        column.source_record_id == which.record_id,
        column.kind == which.kind,
        column.reference == which.reference,
    )
    rows = await tx.rows(select(enforcement_action).where(*mine).order_by(column.position))
    return tuple(
        EnforcementAction(
            _moment(row.raised_at, row.raised_assumed),
            _moment(row.concluded_at, row.concluded_assumed),
            row.outcome_code,
        )
        for row in rows
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
    column = enforcement_action.c
    where = [column.source_record_id, column.kind, column.reference, column.position]
    for position, action in enumerate(actions):
        values = _values(action)
        statement = upsert(enforcement_action).values(**fixed, position=position, **values)
        await tx.execute(statement.on_conflict_do_update(index_elements=where, set_=values))


async def save_recommendation(tx: Transaction, told: RecallRecommended, *, case_id: int, record_id: int) -> bool:
    """Keep one step of a recommendation on recall; False where it is kept already."""
    values = {
        "stage": told.stage,
        "decision": told.decision,
        "staff_code": told.staff_code,
        "reference": told.reference,
        "at": told.at,
        "time_assumed": told.time_assumed,
    }
    statement = upsert(recall_recommendation).values(case_id=case_id, source_record_id=record_id, **values)
    added = await tx.execute(statement.on_conflict_do_nothing().returning(recall_recommendation.c.id))
    return added.one_or_none() is not None


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

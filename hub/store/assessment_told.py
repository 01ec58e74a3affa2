"""Assessments as events tell them: closed lists and numbers only, by the names of the contract."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hub.store.assessment import assessment
from hub.store.assessment_parts import assessment_need, risk_level, risk_of_harm
from hub.store.predictor import predictor
from hub.store.transaction import Transaction


async def assessment_of(tx: Transaction, number: int) -> dict[str, Any]:
    """One assessment: its id, which it is, how far it came."""
    row = await tx.one(select(assessment).where(assessment.c.id == number))
    return {
        "assessmentId": str(row.id),
        "reference": row.reference,
        "kind": row.kind,
        "status": row.status,
        "completedAt": _iso(row.completed_at),
    }


async def needs(tx: Transaction, number: int | None) -> dict[str, Any] | None:
    """The needs of a statement by section; None without one."""
    if number is None:
        return None
    rows = await tx.rows(select(assessment_need).where(assessment_need.c.assessment_id == number))
    found = sorted(rows, key=lambda row: row.section)
    return {"needs": [{"section": row.section, "score": row.score, "severity": row.severity} for row in found]}


async def risk(tx: Transaction, number: int | None) -> dict[str, Any] | None:
    """The risk of harm of a statement: overall, and by group and setting; None without one."""
    held = await tx.one(select(risk_of_harm).where(risk_of_harm.c.assessment_id == number))
    if held is None:
        return None
    rows = await tx.rows(select(risk_level).where(risk_level.c.risk_id == held.id))
    found = sorted(rows, key=lambda row: (row.setting, row.risk_group))
    levels = [{"group": row.risk_group, "setting": row.setting, "level": row.level} for row in found]
    return {"overall": held.overall, "overallDerived": held.overall_derived, "levels": levels}


async def scores(tx: Transaction, numbers: Collection[int]) -> list[dict[str, Any]]:
    """Scores of those ids, by kind."""
    rows = await tx.rows(select(predictor).where(predictor.c.id.in_(list(numbers))).order_by(predictor.c.kind))
    return [
        {
            "kind": row.kind,
            "score": row.score,
            "oneYear": row.one_year,
            "twoYears": row.two_years,
            "band": row.band,
            "assessedAt": _iso(row.assessed_at),
        }
        for row in rows
    ]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

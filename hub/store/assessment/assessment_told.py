"""Assessments as events tell them: closed lists and numbers only, by the names of the contract."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from hub.store.assessment.assessment import assessment
from hub.store.assessment.assessment_parts import needs_of, risk_of
from hub.store.assessment.predictor import predictor
from hub.store.transaction import Transaction


def assessment_of(tx: Transaction, number: int) -> dict[str, Any]:
    """One assessment, which must be in memory: its id, which it is, how far it came."""
    row = tx.working.of(assessment)[number]
    return {
        "assessmentId": str(number),
        "reference": row["reference"],
        "kind": row["kind"],
        "status": row["status"],
        "completedAt": _iso(row["completed_at"]),
    }


async def needs(tx: Transaction, number: int | None) -> dict[str, Any] | None:
    """The needs of a statement by section; None without one."""
    if number is None:
        return None
    told = ("section", "score", "severity")
    return {"needs": [{name: row[name] for name in told} for row in await needs_of(tx, number)]}


async def risk(tx: Transaction, number: int | None) -> dict[str, Any] | None:
    """The risk of harm of a statement: overall, and by group and setting; None without one."""
    held = await risk_of(tx, number) if number is not None else None
    if held is None:
        return None
    row, rows = held
    levels = [{"group": one["risk_group"], "setting": one["setting"], "level": one["level"]} for one in rows]
    return {"overall": row["overall"], "overallDerived": row["overall_derived"], "levels": levels}


def scores(tx: Transaction, numbers: Collection[int]) -> list[dict[str, Any]]:
    """Scores of those ids, which must be in memory, by kind."""
    held = tx.working.of(predictor)
    return [
        {
            "kind": row["kind"],
            "score": row["score"],
            "oneYear": row["one_year"],
            "twoYears": row["two_years"],
            "band": row["band"],
            "assessedAt": _iso(row["assessed_at"]),
        }
        for row in sorted((held[number] for number in numbers), key=lambda row: str(row["kind"]))
    ]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

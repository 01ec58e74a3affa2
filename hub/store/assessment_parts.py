"""The parts of an assessment: needs, risk of harm, objectives, management plan; written once, with their statement.

Each row says whose record it comes from, so that it goes where the record goes, and is erased with it.
"""

from dataclasses import asdict
from typing import Any

from sqlalchemy import ARRAY, Boolean, Column, Index, Integer, Table, Text, insert
from sqlalchemy import text as sql

from hub.domain.assessment import (
    Concern,
    RiskGroup,
    RiskLevel,
    RiskOfHarm,
    RiskSetting,
    Section,
    Severity,
    Statement,
)
from hub.store.base import closed_list, closed_lists, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

assessment_need = Table(
    "assessment_need",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    of("assessment"),
    text("section"),
    Column("score", Integer),
    text("severity", nullable=True),
    Column("linked_to_harm", Boolean),
    Column("linked_to_reoffending", Boolean),
    closed_list("section", Section),
    closed_list("severity", Severity),
)

risk_of_harm = Table(
    "risk_of_harm",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    of("assessment", index=False),
    text("overall", nullable=True),
    Column("overall_derived", Boolean, nullable=False),
    Column("concerns", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    Column("concerns_not_known", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    text("who_is_at_risk", nullable=True),
    text("nature", nullable=True),
    text("imminence", nullable=True),
    text("increases", nullable=True),
    text("mitigates", nullable=True),
    closed_list("overall", RiskLevel),
    closed_lists("concerns", Concern),
    closed_lists("concerns_not_known", Concern),
    Index("ix_risk_of_harm_assessment_id", "assessment_id", unique=True),
)

risk_level = Table(
    "risk_level",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    of("risk_of_harm", "risk_id"),
    text("risk_group"),
    text("setting"),
    text("level"),
    closed_list("risk_group", RiskGroup),
    closed_list("setting", RiskSetting),
    closed_list("level", RiskLevel),
)

assessed_objective = Table(
    "assessed_objective",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    of("assessment"),
    Column("position", Integer, nullable=False),
    text("description", nullable=True),
    Column("needs", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    Column("actions", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
)

risk_management_plan = Table(
    "risk_management_plan",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    of("assessment", index=False),
    text("key_information", nullable=True),
    text("further_considerations", nullable=True),
    text("supervision", nullable=True),
    text("monitoring_and_control", nullable=True),
    text("interventions_and_treatment", nullable=True),
    text("victim_safety_planning", nullable=True),
    text("contingency_plans", nullable=True),
    Index("ix_risk_management_plan_assessment_id", "assessment_id", unique=True),
)

PARTS = (assessment_need, risk_of_harm, risk_level, assessed_objective, risk_management_plan)


async def save_parts(tx: Transaction, one: Statement, *, case_id: int, record_id: int, assessment_id: int) -> None:
    """Keep the parts of a new statement."""
    own = {"case_id": case_id, "source_record_id": record_id, "assessment_id": assessment_id}
    if one.needs:
        await tx.execute(insert(assessment_need), [{**own, **asdict(need)} for need in one.needs])
    if one.risk:
        await _save_risk(tx, one.risk, own)
    if one.objectives:
        rows = [
            {**own, **asdict(aim), "needs": list(aim.needs), "actions": list(aim.actions)} for aim in one.objectives
        ]
        await tx.execute(insert(assessed_objective), rows)
    if one.management_plan:
        await tx.execute(insert(risk_management_plan).values({**own, **asdict(one.management_plan)}))


async def _save_risk(tx: Transaction, risk: RiskOfHarm, own: dict[str, Any]) -> None:
    told = asdict(risk)
    levels = told.pop("levels")
    lists = {name: [str(one) for one in told[name]] for name in ("concerns", "concerns_not_known")}
    statement = insert(risk_of_harm).values({**own, **told, **lists}).returning(risk_of_harm.c.id)
    number = (await tx.execute(statement)).scalar_one()
    if levels:
        rows = [
            {
                "case_id": own["case_id"],
                "source_record_id": own["source_record_id"],
                "risk_id": number,
                "risk_group": one["group"],
                "setting": one["setting"],
                "level": one["level"],
            }
            for one in levels
        ]
        await tx.execute(insert(risk_level), rows)

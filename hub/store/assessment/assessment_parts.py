"""The parts of an assessment: needs, risk of harm, objectives, management plan; written once, with their statement.

Each row says whose record it comes from, so that it goes where the record goes, and is erased with it.
"""

from collections.abc import Iterable

from msgspec.structs import asdict
from sqlalchemy import ARRAY, Boolean, Column, Index, Integer, Table, Text
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
from hub.store.working_set import Row, keep

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

STATEMENT, RISK = ("assessment_id",), ("risk_id",)
# What events tell is held in memory, and read of the statements asked for only.
keep(assessment_need, lookups=[STATEMENT], of_cases=None)
keep(risk_of_harm, lookups=[STATEMENT], of_cases=None)
keep(risk_level, lookups=[RISK], of_cases=None)
NEEDS = "select * from assessment_need where assessment_id = any($1)"
RISKS = "select * from risk_of_harm where assessment_id = any($1)"
LEVELS = "select * from risk_level where risk_id = any($1)"


async def fetch_parts(tx: Transaction, statements: Iterable[int]) -> None:
    """Read the needs and the risk of harm of these statements. The case must be locked."""
    new = [number for number in statements if ("parts", number) not in tx.working.sought]
    if not new:
        return
    driver = await tx.driver()
    risks = await driver.fetch(RISKS, new)
    levels = await driver.fetch(LEVELS, [row["id"] for row in risks])
    found = ((assessment_need, await driver.fetch(NEEDS, new)), (risk_of_harm, risks), (risk_level, levels))
    for table, rows in found:
        tx.working.of(table).read(map(dict, rows))
    tx.working.sought.update(("parts", number) for number in new)


async def needs_of(tx: Transaction, statement: int) -> list[Row]:
    """The needs of a statement by section."""
    await fetch_parts(tx, [statement])
    found = tx.working.of(assessment_need).find(STATEMENT, statement)
    return sorted(found, key=lambda row: (row["section"], row["id"]))


async def risk_of(tx: Transaction, statement: int) -> tuple[Row, list[Row]] | None:
    """The risk of harm of a statement with its levels, by setting and group; None where it says nothing of it."""
    await fetch_parts(tx, [statement])
    risk = next(iter(tx.working.of(risk_of_harm).find(STATEMENT, statement)), None)
    if risk is None:
        return None
    levels = tx.working.of(risk_level).find(RISK, risk["id"])
    return risk, sorted(levels, key=lambda row: (row["setting"], row["risk_group"]))


async def save_parts(tx: Transaction, one: Statement, *, case_id: int, record_id: int, assessment_id: int) -> None:
    """Keep the parts of a new statement."""
    tx.working.sought.add(("parts", assessment_id))
    said_by = {"case_id": case_id, "source_record_id": record_id}
    own = {**said_by, "assessment_id": assessment_id}
    needs = tx.working.of(assessment_need)
    for need in one.needs:
        needs.put({"id": await tx.draw(assessment_need, ahead=len(one.needs)), **own, **asdict(need)})
    if one.risk:
        await _save_risk(tx, one.risk, own, said_by)
    for aim in one.objectives:
        tx.add(assessed_objective, {**own, **asdict(aim), "needs": list(aim.needs), "actions": list(aim.actions)})
    if one.management_plan:
        tx.add(risk_management_plan, {**own, **asdict(one.management_plan)})


async def _save_risk(tx: Transaction, risk: RiskOfHarm, own: Row, said_by: Row) -> None:
    number = await tx.draw(risk_of_harm)
    said = {name: value for name, value in asdict(risk).items() if name != "levels"}
    lists = {name: [str(one) for one in said[name]] for name in ("concerns", "concerns_not_known")}
    tx.working.of(risk_of_harm).put({"id": number, **own, **said, **lists})
    levels = tx.working.of(risk_level)
    for one in risk.levels:
        level = {"risk_id": number, "risk_group": one.group, "setting": one.setting, "level": one.level}
        levels.put({"id": await tx.draw(risk_level, ahead=len(risk.levels)), **said_by, **level})

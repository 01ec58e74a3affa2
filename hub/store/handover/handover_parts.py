"""What hangs on a handover: the snapshot that the old holder gave, and what each side ticked off its checklist."""

from typing import Any

from sqlalchemy import Column, Date, Integer, Table, UniqueConstraint, delete, func, insert, select
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.access import Service
from hub.domain.assessment import RiskLevel
from hub.domain.handover.checklist import HandoverTask, Tick
from hub.domain.plan import InterventionStatus, ObjectiveStatus, PlanStatus, StepStatus
from hub.domain.registration import RegistrationStatus
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.community.registration import registration
from hub.store.plan.plan import intervention, objective, sentence_plan, step
from hub.store.transaction import Transaction

# As things stood when it was given: `actions` are the steps that were open, `risks` the registrations that stood.
handover_snapshot = Table(
    "handover_snapshot",
    metadata,
    key(),
    of_case(),
    of("handover"),
    of("sentence_plan", "plan_id", nullable=True, index=False),
    Column("plan_version", Integer),
    Column("open_objectives", Integer, nullable=False),
    Column("open_interventions", Integer, nullable=False),
    Column("open_steps", Integer, nullable=False),
    Column("actions", JSONB, nullable=False, server_default=sql("'[]'")),
    Column("risks", JSONB, nullable=False, server_default=sql("'[]'")),
    text("harm", nullable=True),
    text("note", nullable=True),
    of("staff", "given_by_id", index=False),
    instant("given_at"),
    UniqueConstraint("handover_id"),
    closed_list("harm", RiskLevel),
)

handover_tick = Table(
    "handover_tick",
    metadata,
    key(),
    of_case(),
    of("handover", index=False),
    text("task"),
    text("side"),
    text("evidence", nullable=True),
    of("staff", "ticked_by_id", index=False),
    Column("ticked_on", Date, nullable=False),
    UniqueConstraint("handover_id", "task", "side"),
    closed_list("task", HandoverTask),
    closed_list("side", Service),
)

PARTS = (handover_snapshot, handover_tick)
OVER = (StepStatus.COMPLETED, StepStatus.NO_LONGER_NEEDED)


async def take_snapshot(
    tx: Transaction, case_id: int, handover_id: int, *, harm: RiskLevel | None, note: str | None, by_id: int
) -> None:
    """Keep the plan that lives, its open actions and the risks registered, as they stand; an earlier one goes."""
    await tx.execute(delete(handover_snapshot).where(handover_snapshot.c.handover_id == handover_id))
    given = {"case_id": case_id, "handover_id": handover_id, "note": note, "given_by_id": by_id, "given_at": tx.now}
    values = {**given, **await _plan(tx, case_id), "harm": harm, "risks": await _risks(tx, case_id)}
    await tx.execute(insert(handover_snapshot).values(values))


async def _plan(tx: Transaction, case_id: int) -> dict[str, Any]:
    plan = sentence_plan.c
    living = select(plan.id, plan.version).where(plan.case_id == case_id, plan.status == PlanStatus.ACTIVE)
    found = next(iter(await tx.rows(living.order_by(plan.created_at.desc(), plan.id.desc()).limit(1))), None)
    if found is None:
        nothing = dict.fromkeys(("open_objectives", "open_interventions", "open_steps"), 0)
        return {"plan_id": None, "plan_version": None, "actions": [], **nothing}
    actions = await _actions(tx, found.id)
    aims, means = objective.c, intervention.c
    running = (InterventionStatus.PLANNED, InterventionStatus.IN_PROGRESS)
    aims_open = select(func.count()).where(aims.plan_id == found.id, aims.status == ObjectiveStatus.ACTIVE)
    means_open = select(func.count()).where(means.plan_id == found.id, means.status.in_(running))
    return {
        "plan_id": found.id,
        "plan_version": found.version,
        "open_objectives": (await tx.rows(aims_open))[0][0],
        "open_interventions": (await tx.rows(means_open))[0][0],
        "open_steps": len(actions),
        "actions": actions,
    }


async def _actions(tx: Transaction, plan_id: int) -> list[dict[str, Any]]:
    columns = (objective.c.title, step.c.description, step.c.owner, step.c.status, step.c.due_on)
    joined = step.join(objective, objective.c.id == step.c.objective_id)
    wanted = (step.c.plan_id == plan_id, step.c.status.not_in(OVER), objective.c.status == ObjectiveStatus.ACTIVE)
    statement = select(*columns).select_from(joined).where(*wanted)
    order = (objective.c.position, objective.c.id, step.c.position, step.c.id)
    return [
        {
            "objective": row.title,
            "description": row.description,
            "owner": row.owner,
            "status": row.status,
            "due_on": row.due_on.isoformat() if row.due_on else None,
        }
        for row in await tx.rows(statement.order_by(*order))
    ]


async def _risks(tx: Transaction, case_id: int) -> list[dict[str, Any]]:
    line = registration.c
    wanted = (line.case_id == case_id, line.status == RegistrationStatus.ACTIVE)
    columns = (line.code, line.description, line.registered_on)
    return [
        {
            "type": row.code,
            "description": row.description,
            "registered_on": row.registered_on.isoformat() if row.registered_on else None,
        }
        for row in await tx.rows(select(*columns).where(*wanted).order_by(line.registered_on, line.id))
    ]


async def ticks_of(tx: Transaction, handover_id: int) -> list[Tick]:
    """What was ticked; `by` is the number of the member of staff."""
    rows = await tx.rows(select(handover_tick).where(handover_tick.c.handover_id == handover_id))
    return [
        Tick(HandoverTask(row.task), Service(row.side), str(row.ticked_by_id), row.ticked_on, row.evidence)
        for row in rows
    ]


async def tick(tx: Transaction, case_id: int, handover_id: int, done: Tick, by_id: int) -> None:
    """Keep that a side says that a task is done."""
    values = {
        "case_id": case_id,
        "handover_id": handover_id,
        "task": done.task,
        "side": done.side,
        "evidence": done.evidence,
        "ticked_by_id": by_id,
        "ticked_on": done.on,
    }
    await tx.execute(insert(handover_tick).values(values))

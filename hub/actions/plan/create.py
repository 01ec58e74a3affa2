"""Begin the shared plan of a case's present span: one plan for custody and community together [guide]."""

from datetime import datetime

from hub.actions.plan.once import once
from hub.actions.plan.outcome import PlanOutcome
from hub.actions.plan.settle import settle
from hub.domain.access import Actor
from hub.domain.days import london_day
from hub.domain.plan import PlanNode
from hub.domain.plan.authority import standing
from hub.domain.plan.broken_rules import broken
from hub.domain.plan.checks import Asked
from hub.domain.plan.commands import CreatePlan
from hub.domain.plan.decision import decide_creation
from hub.store.case import lock
from hub.store.database import Database
from hub.store.plan.plan_state import new_id, present_span
from hub.store.reach.plan_subject import reach_of, surviving
from hub.store.transaction import Transaction


async def create_plan(
    database: Database,
    actor: Actor,
    command: CreatePlan,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> PlanOutcome:
    """Create the plan in a transaction of its own; raises BrokenRule."""
    async with database.transaction(now) as tx:
        return await once(
            tx, actor.subject, idempotency_key, command, lambda: create_plan_in(tx, actor, command, cause=cause)
        )


async def create_plan_in(tx: Transaction, actor: Actor, command: CreatePlan, *, cause: str) -> PlanOutcome:
    """Create the plan within a transaction that stands.

    Raises BrokenRule `PlanNodeNotFound`, `OffenderManagerDecides`, `CaseHasNoSpan`, `PlanAlreadyExists`.
    """
    case_id = await surviving(tx, command.case_id)
    if case_id is None or not await lock(tx, [case_id]):
        raise broken("PlanNodeNotFound")
    by = standing(actor, await reach_of(tx, case_id))
    span_id, held_plan_id = await present_span(tx, case_id)
    assert actor.staff_id is not None  # `standing` refuses who has no staff record
    asked = Asked(by, actor.staff_id, london_day(tx.now), tx.now, await new_id(tx, PlanNode.PLAN))
    decision = decide_creation(CreatePlan(case_id), asked, span_id, held_plan_id)
    return await settle(tx, actor, by, command, decision, cause)

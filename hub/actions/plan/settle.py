"""The last part of every change of a plan: save it, tell the world, leave the audit line."""

import re

from hub.actions.plan.outcome import PlanOutcome, outcome_of
from hub.actions.redeciding.redecide import redecide
from hub.actions.telling.case_events import Cause, announce
from hub.actions.telling.plan_events import Changer, plan_events
from hub.domain.access import Actor
from hub.domain.plan.authority import Standing
from hub.domain.plan.commands import CreatePlan, PlanCommand, fields_asked
from hub.domain.plan.decision import Change, Decision
from hub.domain.plan.nodes import Node, Objective
from hub.domain.plan.words import NeedArea, ObjectiveStatus
from hub.store.messages.outbox import publish
from hub.store.plan.plan_state import Author, save
from hub.store.reach.plan_subject import event_identifiers
from hub.store.transaction import Transaction


def action_name(command: PlanCommand | CreatePlan) -> str:
    """`CompleteIntervention` -> `complete_intervention`: how the audit names it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(command).__name__).lower()


async def settle(
    tx: Transaction, actor: Actor, by: Standing, command: PlanCommand | CreatePlan, decision: Decision, cause: str
) -> PlanOutcome:
    """Write what was decided; nothing at all where nothing changed."""
    if not decision.changes:
        return outcome_of(decision)
    assert actor.staff_id is not None  # who has no staff record sees no plan
    case_id = decision.state.plan.case_id
    await save(tx, decision.state, decision.changes, Author(actor.service, actor.staff_id, by), cause)
    changer = Changer(actor.service, actor.staff_code, by)
    identifiers = await event_identifiers(tx, case_id)
    await publish(tx, case_id, plan_events(decision, changer, cause=cause, now=tx.now, identifiers=identifiers))
    if any(map(_moves_areas, decision.changes)):
        await _follow(tx, case_id, actor, by, cause)
    await tx.record(
        actor=actor.subject,
        service=actor.service,
        action=action_name(command),
        case_ids=[case_id],
        why=f"as {by} of the case",
        cause=cause,
        fields=fields_asked(command),
    )
    return outcome_of(decision)


def _moves_areas(change: Change) -> bool:
    """Whether an objective begins or ceases to work on an area of need."""
    before, after = change.before, change.after
    return isinstance(after, Objective) and _area(before) != _area(after)


def _area(node: Node | None) -> NeedArea | None:
    active = isinstance(node, Objective) and node.status is ObjectiveStatus.ACTIVE
    return node.need_area if active and isinstance(node, Objective) else None


async def _follow(tx: Transaction, case_id: int, actor: Actor, by: Standing, cause: str) -> None:
    """What the plan works on decides the tier."""
    changer = Cause(actor.staff_code or actor.subject, actor.service, cause, by, actor.staff_code, actor.staff_id)
    decided = await redecide(tx, case_id, changer)
    await announce(tx, case_id, decided.version, decided.changes, changer)

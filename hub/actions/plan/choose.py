"""Two plans of one person: the Offender Manager says which goes on, or that both become one. Nothing is dropped."""

from collections.abc import Sequence
from datetime import datetime

from hub.actions.plan.once import once
from hub.actions.plan.outcome import PlanOutcome, outcome_of
from hub.actions.telling.plan_events import Changer, plan_events
from hub.domain.access import Actor
from hub.domain.plan import COUNTING, PlanNode, PlanStatus
from hub.domain.plan.authority import Standing, standing
from hub.domain.plan.broken_rules import broken
from hub.domain.plan.decision import Decision
from hub.domain.plan.nodes import PlanState
from hub.domain.plan.together import ChoosePlan, CombinePlans, combine, count_again, give_way
from hub.store.case import lock
from hub.store.database import Database
from hub.store.messages.outbox import publish
from hub.store.moving import plan_moves
from hub.store.moving.plan_moves import HeldPlan
from hub.store.plan.plan_state import Author, Place, load, place_of, save
from hub.store.reach.plan_subject import event_identifiers, reach_of
from hub.store.transaction import Transaction

LARGEST_ID = 2**63 - 1


async def choose_plan(
    database: Database,
    actor: Actor,
    command: ChoosePlan | CombinePlans,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> PlanOutcome:
    """Choose one of the plans of a span, or combine two; the outcome is about the plan that goes on.

    Raises BrokenRule `PlanNodeNotFound`, `OffenderManagerDecides`, `VersionNotReached`, `NoPlanSetAside`.
    """
    async with database.transaction(now) as tx:
        return await once(tx, actor.subject, idempotency_key, command, lambda: _choose(tx, actor, command, cause))


async def _choose(tx: Transaction, actor: Actor, command: ChoosePlan | CombinePlans, cause: str) -> PlanOutcome:
    place = await _locked(tx, command.plan_id)
    by = standing(actor, await reach_of(tx, place.case_id))
    if by is not Standing.OFFENDER_MANAGER:
        raise broken("OffenderManagerDecides")
    state = await load(tx, place.plan_id)
    if not 1 <= command.expected_version <= state.plan.version:
        raise broken("VersionNotReached", "expectedVersion")
    plans = [one for one in await plan_moves.plans_of(tx, place.case_id) if one.span_id == state.plan.span_id]
    waiting = [one for one in plans if one.status is PlanStatus.SET_ASIDE]
    counting = next((one for one in plans if one.status in COUNTING), None)
    if not waiting or counting is None or state.plan.status is PlanStatus.REPLACED:
        raise broken("NoPlanSetAside", "planId")
    work = _Work(tx, actor, by, cause)
    if isinstance(command, CombinePlans):
        decision = await _combine(work, state, counting)
    else:
        decision = await _take(work, state, plans)
    await tx.record(
        actor=actor.subject,
        service=actor.service,
        action="choose_plan" if isinstance(command, ChoosePlan) else "combine_plans",
        case_ids=[place.case_id],
        why=f"as {by} of the case",
        cause=cause,
        fields=("plan",),
    )
    return outcome_of(decision)


class _Work:
    """Saves decisions on the plans of one case, by one person, and tells the world."""

    def __init__(self, tx: Transaction, actor: Actor, by: Standing, cause: str) -> None:
        self.tx, self._actor, self._by, self.cause = tx, actor, by, cause

    async def save(self, decision: Decision) -> None:
        """Write it and publish it; nothing where nothing changed."""
        if not decision.changes:
            return
        tx, actor, case_id = self.tx, self._actor, decision.state.plan.case_id
        await save(tx, decision.state, decision.changes, Author(actor.service, actor.staff_id, self._by), self.cause)
        changer = Changer(actor.service, actor.staff_code, self._by)
        identifiers = await event_identifiers(tx, case_id)
        events = plan_events(decision, changer, cause=self.cause, now=tx.now, identifiers=identifiers)
        await publish(tx, case_id, events)


async def _take(work: _Work, chosen: PlanState, plans: Sequence[HeldPlan]) -> Decision:
    """The chosen plan counts; whatever else counts or waits for its span is replaced by it."""
    for other in plans:
        if other.id != chosen.plan.id and other.status is not PlanStatus.REPLACED:
            await work.save(give_way(await load(work.tx, other.id), chosen.plan.id))
    decision = count_again(chosen)
    await work.save(decision)
    return decision


async def _combine(work: _Work, taken: PlanState, counting: HeldPlan) -> Decision:
    """What the set-aside plan holds becomes part of the plan that counts."""
    if taken.plan.status is not PlanStatus.SET_ASIDE:
        raise broken("NoPlanSetAside", "planId")
    ids = await plan_moves.new_ids(work.tx, list(taken.nodes))
    decision, copied = combine(await load(work.tx, counting.id), taken, ids, work.cause)
    await work.save(decision)
    await plan_moves.note_origins(work.tx, copied)
    await work.save(give_way(taken, counting.id))
    return decision


async def _locked(tx: Transaction, plan_id: int) -> Place:
    """Where the plan is, its case locked; a merge meanwhile may have moved it."""
    place = await place_of(tx, PlanNode.PLAN, plan_id) if 0 < plan_id <= LARGEST_ID else None
    while place is not None:
        await lock(tx, [place.case_id])
        now_at = await place_of(tx, PlanNode.PLAN, plan_id)
        if now_at == place:
            return place
        place = now_at
    raise broken("PlanNodeNotFound")

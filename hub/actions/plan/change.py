"""Any change of a plan, from a mutation or from a service's own system: fetch, decide, save.

One pipeline serves every command; what tells them apart is in hub/domain/plan.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from hub.actions.plan.once import once
from hub.actions.plan.outcome import PlanOutcome
from hub.actions.plan.settle import settle
from hub.domain.access import Actor
from hub.domain.days import london_day
from hub.domain.plan.authority import check, standing
from hub.domain.plan.broken_rules import broken
from hub.domain.plan.checks import Asked
from hub.domain.plan.commands import PlanCommand, named_by
from hub.domain.plan.decision import creates, decide
from hub.domain.plan.nodes import NodeKey, PlanState, key_of
from hub.domain.plan.versions import Touch, claims
from hub.errors import VersionConflict
from hub.store.case import lock
from hub.store.database import Database
from hub.store.plan.plan_history import touches_since
from hub.store.plan.plan_state import Place, load, new_id, place_of
from hub.store.reach.plan_subject import reach_of
from hub.store.transaction import Transaction

# The database's widest integer: no id lies beyond it.
LARGEST_ID = 2**63 - 1


async def change_plan(
    database: Database,
    actor: Actor,
    command: PlanCommand,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> PlanOutcome:
    """Carry the command out in a transaction of its own; raises BrokenRule, VersionConflict."""
    async with database.transaction(now) as tx:
        return await once(
            tx, actor.subject, idempotency_key, command, lambda: change_plan_in(tx, actor, command, cause=cause)
        )


async def change_plan_in(tx: Transaction, actor: Actor, command: PlanCommand, *, cause: str) -> PlanOutcome:
    """Carry the command out within a transaction that stands; raises BrokenRule, VersionConflict.

    Someone else's case and an unknown id are both `PlanNodeNotFound`. Nothing is written before the rules have agreed.
    """
    place = await _locked(tx, command)
    by = standing(actor, await reach_of(tx, place.case_id))
    check(command, by)
    state = await load(tx, place.plan_id)
    touches = await _touches(tx, state, command)
    created = creates(state, command)
    assert actor.staff_id is not None  # `standing` refuses who has no staff record
    new = await new_id(tx, created) if created else 0
    asked = Asked(by, actor.staff_id, london_day(tx.now), tx.now, new)
    try:
        decision = decide(state, command, asked, touches)
    except VersionConflict as conflict:
        conflict.case_ids = (place.case_id,)
        raise
    return await settle(tx, actor, by, command, decision, cause)


async def _locked(tx: Transaction, command: PlanCommand) -> Place:
    """The place of the node that the command names, its case locked; a merge meanwhile may have moved it."""
    kind, node_id = named_by(command)
    place = await place_of(tx, kind, node_id) if 0 < node_id <= LARGEST_ID else None
    while place is not None:
        await lock(tx, [place.case_id])
        now_at = await place_of(tx, kind, node_id)
        if now_at == place:
            return place
        place = now_at
    raise broken("PlanNodeNotFound")


async def _touches(tx: Transaction, state: PlanState, command: PlanCommand) -> Mapping[NodeKey, Sequence[Touch]]:
    return {
        key_of(claim.node): await touches_since(tx, key_of(claim.node), claim.expected_version)
        for claim in claims(state, command)
        if claim.expected_version is not None and claim.behind and claim.sent
    }

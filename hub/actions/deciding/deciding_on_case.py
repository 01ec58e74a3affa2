"""What a named person decides about a case beside the rules, and takes back."""

from datetime import datetime

from hub.actions.deciding.once import case_once
from hub.actions.redeciding.redecide import redecide
from hub.actions.telling.case_events import CaseChange, Cause, announce
from hub.domain.access import CAPABILITIES, Actor, Capability, Role
from hub.domain.answers import DecisionKind
from hub.domain.consequences import consequences
from hub.domain.deciding import (
    Decide,
    Subject,
    WithdrawDecision,
    check,
    check_actor,
    check_withdrawal,
    nothing_to_withdraw,
)
from hub.store import case
from hub.store.database import Database
from hub.store.decided import decision_made
from hub.store.decided.facts import facts_of
from hub.store.reach.plan_subject import reach_of, surviving
from hub.store.transaction import Transaction

Command = Decide | WithdrawDecision


async def decide_on_case(
    database: Database,
    actor: Actor,
    command: Command,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Keep the decision, or take it back, and decide the case anew by it; the id of the case.

    Raises BrokenRule (`hub/domain/deciding`; IdempotencyKeyNotValid, IdempotencyKeyReused).
    """
    async with database.transaction(now) as tx:

        async def work() -> int:
            return await _decide(tx, actor, command, cause)

        return await case_once(tx, actor.subject, idempotency_key, command, work)


async def _decide(tx: Transaction, actor: Actor, command: Command, cause: str) -> int:
    case_id = await surviving(tx, command.case_id)
    found = case_id is not None and bool(await case.lock(tx, [case_id]))
    check_actor(actor, await reach_of(tx, case_id) if found and case_id else None)
    assert case_id is not None and actor.staff_id is not None  # `check_actor` refuses who reaches no case
    by = Cause(actor.staff_code or actor.subject, actor.service, cause, _role(actor), actor.staff_code, actor.staff_id)
    if isinstance(command, WithdrawDecision):
        told = await _withdraw(tx, case_id, actor, command)
    else:
        told = await _keep(tx, case_id, actor, command)
    decided = await redecide(tx, case_id, by)
    await announce(tx, case_id, decided.version, [told, *decided.changes], by)
    await tx.record(
        actor=by.actor,
        service=actor.service,
        action="decide_on_case",
        case_ids=[case_id],
        fields=["decision"],
        why="decided by a member of staff",
        cause=cause,
    )
    return case_id


async def _keep(tx: Transaction, case_id: int, actor: Actor, command: Decide) -> CaseChange:
    facts = await facts_of(tx, case_id)
    now = consequences(facts, tx.now)
    references = {one.given.reference for record in facts.records for one in record.sentences}
    made = check(command, Subject(now.situation, now.answers, references), actor)
    assert actor.staff_id is not None
    await decision_made.decide(
        tx,
        case_id,
        made.kind,
        terms=made.terms,
        reason=made.reason,
        by_id=actor.staff_id,
        by=actor.staff_code or actor.subject,
        role=_role(actor),
    )
    return _told(made.kind, stands=True)


async def _withdraw(tx: Transaction, case_id: int, actor: Actor, command: WithdrawDecision) -> CaseChange:
    reason = check_withdrawal(command, actor)
    assert actor.staff_id is not None
    if not await decision_made.withdraw(tx, case_id, command.kind, by_id=actor.staff_id, because=reason):
        raise nothing_to_withdraw()
    return _told(command.kind, stands=False)


def _told(kind: DecisionKind, *, stands: bool) -> CaseChange:
    return CaseChange("DecisionMade", None, {"kind": kind, "stands": stands})


def _role(actor: Actor) -> Role:
    """The first of the actor's roles that allows it, a team manager's before any other."""
    able = [role for role in Role if role in actor.roles and Capability.DECIDE_ON_CASE in CAPABILITIES[role]]
    return Role.TEAM_MANAGER if Role.TEAM_MANAGER in able else able[0]

"""Somebody contributes to a case of high risk by decision of a team manager or MAPPA, until that ends."""

from datetime import datetime

from hub.actions.deciding.once import case_once
from hub.actions.redeciding.follow_contributions import changed
from hub.actions.team.offender_manager import candidate_of
from hub.actions.telling.case_events import CaseChange, Cause, announce
from hub.domain.access import CAPABILITIES, Actor, Capability, Role
from hub.domain.allocation.contributing import (
    CaseOfRisk,
    ContributionEnd,
    Contributor,
    DecideContribution,
    EndContribution,
    broken,
    check_ending,
    decide_contribution,
)
from hub.domain.case import CaseFacts
from hub.domain.consequences import consequences
from hub.domain.days import london_day
from hub.domain.deciding import check_actor
from hub.domain.phase import Phase
from hub.errors import BrokenRule
from hub.store import case
from hub.store.database import Database
from hub.store.decided.facts import facts_of
from hub.store.reach.plan_subject import reach_of, surviving
from hub.store.team import contribution, staff_records
from hub.store.transaction import Transaction

LARGEST_ID = 2**63 - 1
Command = DecideContribution | EndContribution


async def change_contribution(
    database: Database,
    actor: Actor,
    command: Command,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Keep the decision, or its end; the id of the case.

    Raises BrokenRule, BrokenRules (`hub/domain/allocation/contributing.py`; CaseNotFound, DecisionNotYours,
    StaffNotFound, IdempotencyKeyNotValid, IdempotencyKeyReused).
    """
    async with database.transaction(now) as tx:

        async def work() -> int:
            if isinstance(command, DecideContribution):
                return await _decide(tx, actor, command, cause)
            return await _end(tx, actor, command, cause)

        return await case_once(tx, actor.subject, idempotency_key, command, work)


async def _decide(tx: Transaction, actor: Actor, command: DecideContribution, cause: str) -> int:
    case_id = await surviving(tx, command.case_id)
    found = case_id is not None and bool(await case.lock(tx, [case_id]))
    check_actor(actor, await reach_of(tx, case_id) if found and case_id else None)
    assert case_id is not None and actor.staff_id is not None  # `check_actor` refuses who reaches no case
    facts = await facts_of(tx, case_id)
    contributor = await _member(tx, command.staff_code)
    if contributor is None:
        raise _no_such_staff()
    decider = await _member(tx, command.decider_code) if command.decider_code is not None else None
    of_risk = await _case_of_risk(tx, facts)
    decided = decide_contribution(command, contributor, decider, of_risk, actor, london_day(tx.now))
    number = await contribution.keep(tx, case_id, decided, service=actor.service, by_id=actor.staff_id)
    kept = await contribution.held(tx, number)
    await _tell(tx, case_id, actor, changed(None, kept), "decide_contribution", cause)
    return case_id


async def _end(tx: Transaction, actor: Actor, command: EndContribution, cause: str) -> int:
    number = command.contribution_id
    case_id = await contribution.case_of(tx, number) if 0 < number <= LARGEST_ID else None
    if case_id is None or not await case.lock(tx, [case_id]):
        raise broken("ContributionNotFound")
    if await contribution.case_of(tx, number) != case_id:  # moved or erased while we waited for the case
        raise broken("ContributionNotFound")
    try:
        check_actor(actor, await reach_of(tx, case_id))
    except BrokenRule as refused:
        raise broken("ContributionNotFound") if refused.code == "CaseNotFound" else refused from None
    before = await contribution.held(tx, number)
    reason = check_ending(command, ended=before.ended_as is not None)
    ended_as = ContributionEnd.WITHDRAWN if command.withdrawn else ContributionEnd.ENDED
    await contribution.end(tx, number, ended_as, by_id=actor.staff_id, reason=reason)
    after = await contribution.held(tx, number)
    await _tell(tx, case_id, actor, changed(before, after), "end_contribution", cause)
    return case_id


async def _member(tx: Transaction, code: str) -> Contributor | None:
    member = await staff_records.serving(tx, code)
    return Contributor(member.id, candidate_of(member)) if member else None


def _no_such_staff() -> BrokenRule:
    return BrokenRule(
        "StaffNotFound",
        "The hub knows no member of staff with that code.",
        "Check the code; the hub learns staff from both services' staff records.",
        "staffCode",
    )


async def _case_of_risk(tx: Transaction, facts: CaseFacts) -> CaseOfRisk:
    now = consequences(facts, tx.now)
    spans = [span.start for span in now.spans.wanted]
    return CaseOfRisk(
        harm=now.situation.harm,
        terminated=now.phase.phase is Phase.TERMINATED,
        mappa=now.situation.registered.mappa_level is not None,
        began_on=london_day(min(spans)) if spans else None,
        manager_id=now.om_staff_id,
        contributors={one.staff_id for one in await contribution.standing(tx, facts.id)},
    )


async def _tell(tx: Transaction, case_id: int, actor: Actor, change: CaseChange, action: str, cause: str) -> None:
    """Count the change of the case, tell the world, leave the audit line."""
    version = await case.save(tx, case_id, {})
    able = [role for role in Role if role in actor.roles and Capability.DECIDE_ON_CASE in CAPABILITIES[role]]
    role = Role.TEAM_MANAGER if Role.TEAM_MANAGER in able else able[0]
    by = Cause(actor.staff_code or actor.subject, actor.service, cause, role, actor.staff_code, actor.staff_id)
    await announce(tx, case_id, version, [change], by)
    await tx.record(
        actor=by.actor,
        service=actor.service,
        action=action,
        case_ids=[case_id],
        fields=["contribution"],
        why="decided by a member of staff",
        cause=cause,
    )

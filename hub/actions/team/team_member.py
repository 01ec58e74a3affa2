"""Case administrators, key workers and interested parties join the team of a case, and leave it."""

from datetime import datetime
from typing import Any

from hub.actions.deciding.once import case_once
from hub.actions.telling.case_events import CaseChange, Cause, announce
from hub.domain.access import CAPABILITIES, Actor, Capability, CaseReach, Role, may_see
from hub.domain.allocation.offender_supervisor import Candidate
from hub.domain.days import london_day
from hub.domain.phase import Phase
from hub.domain.team_member import (
    AddTeamMember,
    EndTeamMember,
    broken,
    check_actor,
    check_form,
    check_member,
    check_reason,
)
from hub.store import case
from hub.store.database import Database
from hub.store.decided.facts import facts_of
from hub.store.reach.plan_subject import reach_of, surviving
from hub.store.team import staff_records, team_member
from hub.store.team.team_member import HeldMember
from hub.store.transaction import Transaction

LARGEST_ID = 2**63 - 1
Command = AddTeamMember | EndTeamMember


async def change_team(
    database: Database,
    actor: Actor,
    command: Command,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Somebody joins the team, or leaves it; the id of the case. The same idempotency key gets the same answer.

    Raises BrokenRule (`hub/domain/team_member.py`; IdempotencyKeyNotValid, IdempotencyKeyReused).
    """
    async with database.transaction(now) as tx:

        async def work() -> int:
            if isinstance(command, AddTeamMember):
                return await _add(tx, actor, command, cause)
            return await _end(tx, actor, command, cause)

        return await case_once(tx, actor.subject, idempotency_key, command, work)


async def _add(tx: Transaction, actor: Actor, command: AddTeamMember, cause: str) -> int:
    case_id = await surviving(tx, command.case_id)
    found = case_id is not None and bool(await case.lock(tx, [case_id]))
    by_id = check_actor(actor, command.role, await reach_of(tx, case_id) if found and case_id else None)
    assert case_id is not None
    today = london_day(tx.now)
    check_form(command, today)
    facts = await facts_of(tx, case_id)
    delivered = await team_member.delivered(tx, case_id, command.intervention_ids)
    candidate = await _candidate(tx, command)
    terminated = facts.row.phase == Phase.TERMINATED
    team = await team_member.team_of(tx, case_id)
    check_member(command, candidate, delivered, team, terminated=terminated, today=today)
    staff_id = candidate.id if candidate else None
    number = await team_member.add(tx, case_id, command, delivered, staff_id=staff_id, by=(by_id, actor.service))
    after = await _told(tx, number)
    await _tell(tx, case_id, actor, CaseChange("TeamMemberAdded", None, after), "add_team_member", cause)
    return case_id


async def _end(tx: Transaction, actor: Actor, command: EndTeamMember, cause: str) -> int:
    number = command.member_id
    case_id = await team_member.case_of(tx, number) if 0 < number <= LARGEST_ID else None
    if case_id is None or not await case.lock(tx, [case_id]):
        raise broken("MemberNotFound", "id")
    held = await team_member.held(tx, number)
    if held is None or held.case_id != case_id:  # moved or erased while we waited for the case
        raise broken("MemberNotFound", "id")
    by_id = _check_leaving(actor, held, await reach_of(tx, case_id))
    reason = check_reason(command.reason)
    before = await _told(tx, number)
    await team_member.end(tx, number, reason, by_id)
    after = await _told(tx, number)
    await _tell(tx, case_id, actor, CaseChange("TeamMemberEnded", before, after), "end_team_member", cause)
    return case_id


def _check_leaving(actor: Actor, held: HeldMember, reach: CaseReach) -> int:
    if not may_see(actor, reach):
        raise broken("MemberNotFound", "id")
    by_id = check_actor(actor, held.role, reach)
    if held.left:
        raise broken("MemberHasLeft", "id")
    return by_id


async def _candidate(tx: Transaction, command: AddTeamMember) -> Candidate | None:
    if command.service is None or not command.staff_code:
        return None
    found = await staff_records.find_staff(tx, command.service, command.staff_code)
    return Candidate(**vars(found)) if found else None


async def _told(tx: Transaction, number: int) -> dict[str, Any]:
    """A member as events tell of them: never a name, nor words about them."""
    held = await team_member.held(tx, number)
    assert held is not None
    codes = await staff_records.staff_codes(tx, [held.staff_id]) if held.staff_id else {}
    return {
        "memberId": str(number),
        "role": held.role,
        "staffCode": codes.get(held.staff_id) if held.staff_id else None,
        "interventionIds": [str(one) for one in held.deliveries],
        "ended": held.left,
    }


async def _tell(tx: Transaction, case_id: int, actor: Actor, change: CaseChange, action: str, cause: str) -> None:
    """Count the change of the case, tell the world, leave the audit line."""
    version = await case.save(tx, case_id, {})
    acting_as = next(one for one in Role if one in actor.roles and Capability.CHANGE_TEAM in CAPABILITIES[one])
    by = Cause(actor.staff_code or actor.subject, actor.service, cause, acting_as, actor.staff_code)
    await announce(tx, case_id, version, [change], by)
    await tx.record(
        actor=by.actor,
        service=actor.service,
        action=action,
        case_ids=[case_id],
        fields=["team_member"],
        why="asked for by a member of staff",
        cause=cause,
    )

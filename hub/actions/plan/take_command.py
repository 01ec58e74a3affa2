"""A plan command from a service's own system: the same rules as a mutation, and always an answer.

Effect and answer are one transaction. A refusal rolls its own writes back to a savepoint and is answered all the same.
The same command id has its effect once and gets the same answer again.
"""

from dataclasses import dataclass
from typing import Any

from hub.actions.plan import replies
from hub.actions.plan.change import LARGEST_ID, change_plan_in
from hub.actions.plan.create import create_plan_in
from hub.actions.plan.outcome import PlanOutcome
from hub.connectors.connector import Provenance
from hub.connectors.plan_command import AskedPlanCommand
from hub.domain.access import Actor, CaseReach, Role
from hub.domain.plan.broken_rules import broken
from hub.domain.plan.commands import CreatePlan, PlanCommand, named_by
from hub.errors import BrokenRule, VersionConflict
from hub.store.case import lock
from hub.store.messages.idempotency import held_answer, keep_answer
from hub.store.messages.outbox import publish_of_no_case
from hub.store.plan.plan_state import place_of
from hub.store.reach.plan_subject import StaffMember, case_with, reach_of, staff_member, surviving
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class _Asked:
    """What makes two commands the same command: who asks for what, on which plan of whom."""

    staff_code: str
    identifier: str
    plan_id: int | None
    command: PlanCommand | None


async def take_plan_command(tx: Transaction, asked: AskedPlanCommand, provenance: Provenance) -> str:
    """Carry the command out or refuse it, and answer; how it ended, for the outcome's detail."""
    sender = f"{asked.service} plan commands"
    same = _Asked(asked.staff_code, asked.identifier, asked.plan_id, asked.command)
    held = await held_answer(tx, sender, asked.command_id, same)
    if held is None:
        body = await _answer(tx, asked, provenance.cause)
        await keep_answer(tx, sender, asked.command_id, same, body)
    else:
        body = dict(held.answer) if held.same_input else replies.refused(broken("CommandIdReused", "commandId"))
    await publish_of_no_case(tx, asked.key, replies.reply(asked, body, tx.now))
    return _in_words(body, again=held is not None)


async def _answer(tx: Transaction, asked: AskedPlanCommand, cause: str) -> dict[str, Any]:
    try:
        async with tx.savepoint():
            return replies.done(await _carry_out(tx, asked, cause))
    except BrokenRule as rule:
        return replies.refused(rule)
    except VersionConflict as conflict:
        return replies.in_conflict(conflict)


async def _carry_out(tx: Transaction, asked: AskedPlanCommand, cause: str) -> PlanOutcome:
    member = await staff_member(tx, asked.service, asked.staff_code)
    if member is None:
        raise broken("StaffUnknown", "staffCode")
    case_id = await _case_of(tx, asked)
    if case_id is None or not await lock(tx, [case_id]):
        raise broken("PlanNodeNotFound")
    actor = _actor(asked, member, await reach_of(tx, case_id))
    if asked.command is None:
        return await create_plan_in(tx, actor, CreatePlan(case_id), cause=cause)
    place = await place_of(tx, *named_by(asked.command)) if _in_range(asked.command) else None
    if place is None or (place.case_id, place.plan_id) != (case_id, asked.plan_id):
        raise broken("PlanNodeNotFound")
    return await change_plan_in(tx, actor, asked.command, cause=cause)


async def _case_of(tx: Transaction, asked: AskedPlanCommand) -> int | None:
    if asked.kind is not None:
        return await case_with(tx, asked.kind, asked.identifier)
    case_id = int(asked.identifier)
    return await surviving(tx, case_id) if case_id <= LARGEST_ID else None


def _in_range(command: PlanCommand) -> bool:
    return 0 < named_by(command)[1] <= LARGEST_ID


def _actor(asked: AskedPlanCommand, member: StaffMember, case: CaseReach) -> Actor:
    """The member of staff as the hub's records have them: no token says their roles, so the case's own facts do.

    The named Offender Manager and Offender Supervisor act as such, and who covers for them; others of the side who
    reach the case may record delivery, as a key worker may.
    """
    role = Role.KEY_WORKER
    if member.acts_for(case.om_staff_id):
        role = Role.OFFENDER_MANAGER
    elif member.acts_for(case.os_staff_id):
        role = Role.OFFENDER_SUPERVISOR
    return Actor(
        subject=f"{asked.service}/{member.code}",
        service=asked.service,
        roles=frozenset({role}),
        staff_code=member.code,
        staff_id=member.id,
        team_code=member.team_code,
        establishment_code=member.establishment_code,
        email=member.email,
        covers=member.covers,
    )


def _in_words(body: dict[str, Any], *, again: bool) -> str:
    repeated = ", answered again" if again else ""
    if body["outcome"] == "BROKEN_RULE":
        return f"refused: {body['rules'][0]['code']}{repeated}"
    return ("in conflict" if body["outcome"] == "CONFLICT" else "done") + repeated

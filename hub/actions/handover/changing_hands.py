"""Between which two a case changes hands by a handover, and the instant at which it does."""

from datetime import datetime

from msgspec.structs import replace

from hub.actions.team import offender_manager, team
from hub.domain.access import Actor, Role, Service
from hub.domain.allocation.offender_manager import broken_rules, rule_name
from hub.domain.allocation.offender_manager_allocation import (
    AllocateOffenderManager,
    allocation,
    check_texts,
    duty_of,
    set_aside,
)
from hub.domain.allocation.offender_supervisor import AllocateOffenderSupervisor, Candidate, check_candidate
from hub.domain.case import CaseFacts
from hub.domain.consequences import consequences
from hub.domain.handover.asked import PlanHandover, refused
from hub.domain.handover.following import HeldHandover
from hub.domain.handover.in_two_hands import HandoverKind, Override
from hub.domain.team import HolderCause
from hub.errors import BrokenRules
from hub.store.team import holder_decision, staff_records
from hub.store.transaction import Transaction


async def two_hands(
    tx: Transaction, actor: Actor, facts: CaseFacts, command: PlanHandover
) -> tuple[int | None, int, Override | None]:
    """The old holder, the new one, and the rule that was set aside for them.

    Raises BrokenRules with every rule that the new one would break, and BrokenRule: NobodyToHandOverTo,
    NobodySupervises, StaffCodeNeeded, StaffNotFound, OverrideOnlyForManagers, and why they may not supervise.
    """
    manager = facts.holders[-1].staff_id if facts.holders else None
    supervisor = facts.supervisor.staff_id if facts.supervisor else None
    if command.override is not None and command.kind is not HandoverKind.MANAGER:
        raise refused("OverrideOnlyForManagers", "override")
    if command.kind is HandoverKind.CUSTODY_TO_COMMUNITY:
        if manager is None:
            raise refused("NobodyToHandOverTo", "caseId")
        if supervisor is None:
            raise refused("NobodySupervises", "caseId")
        return supervisor, manager, None
    if not command.staff_code:
        raise refused("StaffCodeNeeded", "staffCode")
    if command.kind is HandoverKind.SUPERVISOR:
        return supervisor, await _new_supervisor(tx, facts, command), None
    member = await offender_manager.member_of(tx, command.staff_code)
    case_now = offender_manager.case_to_hold(facts, consequences(facts, tx.now), member)
    candidate = offender_manager.candidate_of(member)
    duty = duty_of(candidate, case_now, command.override, actor.roles)
    breaks = (*check_texts(override=command.override), *broken_rules(candidate, case_now, command.on, duty))
    if breaks:
        raise BrokenRules(breaks)
    rule = set_aside(duty)
    why = (command.override or "").strip()
    return manager, member.id, Override(rule_name(rule), why) if rule else None


async def _new_supervisor(tx: Transaction, facts: CaseFacts, command: PlanHandover) -> int:
    """Whom the handover is to; before a transfer they are of another prison, so the place is asked on completion."""
    service, code = command.service or Service.CUSTODY, command.staff_code or ""
    asked = AllocateOffenderSupervisor(facts.id, service, code, facts.row.version, command.reason)
    found = await staff_records.find_staff(tx, asked.service, asked.staff_code)
    named = Candidate(**vars(found)) if found else None
    subject = await team.subject_of(tx, facts)
    place = named.establishment_code if named else None
    there = replace(subject, reach=replace(subject.reach, prison_code=place))
    return check_candidate(asked, named, there, command.on).id


async def change_hands(
    tx: Transaction, facts: CaseFacts, before: HeldHandover, actor: Actor, role: Role, at: datetime
) -> None:
    """The new holder begins at the instant at which the old one ends; what was set aside when it was planned stays so.

    Raises BrokenRules.
    """
    given = before.given
    assert given.to_id is not None and actor.staff_id is not None
    if given.kind is HandoverKind.CUSTODY_TO_COMMUNITY:
        return
    code = (await staff_records.staff_codes(tx, [given.to_id]))[given.to_id]
    if given.kind is HandoverKind.SUPERVISOR:
        await team.take_over(tx, facts, given.to_id, at, reason=given.reason, cause=f"handover {before.id}")
        return
    member = await offender_manager.member_of(tx, code)
    case_now = offender_manager.case_to_hold(facts, consequences(facts, tx.now), member)
    asked = AllocateOffenderManager(facts.id, code, facts.row.version, given.reason, at, given.override)
    roles = actor.roles | ({Role.TEAM_MANAGER} if given.override else set())
    decided = allocation(asked, offender_manager.candidate_of(member), member.id, case_now, roles, tx.now)
    handed = replace(decided, cause=HolderCause.HANDED_OVER)
    version = facts.row.version + 1
    await holder_decision.decide(tx, facts.id, handed, case_version=version, by_id=actor.staff_id, role=role)

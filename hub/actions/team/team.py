"""Changes of the Offender Management Team that people ask for."""

from dataclasses import dataclass
from datetime import datetime

from hub.actions.deciding.once import case_once
from hub.actions.redeciding.redecide import redecide
from hub.actions.telling.case_events import CaseChange, Cause, announce
from hub.domain.access import CAPABILITIES, Actor, Capability, Role
from hub.domain.allocation.duties import DutyFlag
from hub.domain.allocation.offender_supervisor import (
    AllocateOffenderSupervisor,
    Candidate,
    Subject,
    check_actor,
    check_candidate,
    check_grade,
    check_version,
)
from hub.domain.case import CaseFacts
from hub.domain.days import london_day
from hub.domain.phase import Phase
from hub.domain.team import MOMENT
from hub.store import case
from hub.store.database import Database
from hub.store.decided.facts import facts_of
from hub.store.reach.plan_subject import reach_of, surviving
from hub.store.team import staff_records, team
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class Decided:
    """What is kept beside who supervises: why, by which request, and what a person should look at."""

    reason: str | None
    cause: str
    flags: tuple[DutyFlag, ...]


async def allocate_offender_supervisor(
    database: Database,
    actor: Actor,
    command: AllocateOffenderSupervisor,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Make the member of staff the case's Offender Supervisor; the former allocation ends at the same moment.

    The id of the case (the one that it was merged into, if it was). The same idempotency key gets the same answer.
    Raises BrokenRule (`hub/domain/allocation/offender_supervisor.py`; IdempotencyKeyNotValid, IdempotencyKeyReused)
    and VersionConflict.
    """
    async with database.transaction(now) as tx:

        async def work() -> int:
            return await _allocate(tx, actor, command, cause)

        return await case_once(tx, actor.subject, idempotency_key, command, work)


async def _allocate(tx: Transaction, actor: Actor, command: AllocateOffenderSupervisor, cause: str) -> int:
    case_id = await surviving(tx, command.case_id)
    found = case_id is not None and bool(await case.lock(tx, [case_id]))
    check_actor(actor, await reach_of(tx, case_id) if found and case_id else None)
    assert case_id is not None
    flags = check_grade(actor, await staff_records.grade_of(tx, actor.staff_id))
    facts = await facts_of(tx, case_id)
    subject = await subject_of(tx, facts)
    check_version(command, subject)
    found_staff = await staff_records.find_staff(tx, command.service, command.staff_code)
    named = Candidate(**vars(found_staff)) if found_staff else None
    candidate = check_candidate(command, named, subject, london_day(tx.now))
    reason = (command.reason or "").strip() or None
    await _save(tx, facts, candidate, Decided(reason, cause, flags), tx.now)
    by = Cause(actor.staff_code or actor.subject, actor.service, cause, _acting_as(actor), actor.staff_code)
    decided = await redecide(tx, case_id, by)
    before = {"staffCode": subject.supervisor_code} if subject.supervisor_code else None
    after = {"staffCode": command.staff_code, "service": command.service, "reason": reason}
    told = CaseChange("OffenderSupervisorAllocated", before, after)
    await announce(tx, case_id, decided.version, [told, *decided.changes], by)
    await tx.record(
        actor=by.actor,
        service=actor.service,
        action="allocate_offender_supervisor",
        case_ids=[case_id],
        fields=["offender_supervisor", "reason"] if reason else ["offender_supervisor"],
        why="asked for by a member of staff",
        cause=cause,
    )
    return case_id


def _acting_as(actor: Actor) -> Role:
    """The first of the actor's roles that allows the allocation."""
    return next(
        role for role in Role if role in actor.roles and Capability.ALLOCATE_OFFENDER_SUPERVISOR in CAPABILITIES[role]
    )


async def subject_of(tx: Transaction, facts: CaseFacts) -> Subject:
    """The case as the rule of who may supervise sees it."""
    held = facts.supervisor
    codes = await staff_records.staff_codes(tx, [held.staff_id]) if held else {}
    return Subject(
        version=facts.row.version,
        reach=await reach_of(tx, facts.id),
        terminated=facts.row.phase == Phase.TERMINATED,
        supervisor_code=codes.get(held.staff_id) if held else None,
        supervisor_since_version=held.case_version if held else None,
    )


async def take_over(tx: Transaction, facts: CaseFacts, staff_id: int, at: datetime, *, reason: str, cause: str) -> None:
    """The member of staff supervises the case from then on; the former allocation ends at the same moment.

    Raises BrokenRule: why they may not (`hub/domain/allocation/offender_supervisor.py`).
    """
    code, member = await staff_records.member_with(tx, staff_id)
    subject = await subject_of(tx, facts)
    asked = AllocateOffenderSupervisor(facts.id, member.service, code, facts.row.version, reason)
    candidate = check_candidate(asked, Candidate(**vars(member)), subject, london_day(tx.now))
    await _save(tx, facts, candidate, Decided(reason, cause, ()), at)


async def _save(tx: Transaction, facts: CaseFacts, candidate: Candidate, decided: Decided, at: datetime) -> None:
    start = max(at, facts.supervisor.start + MOMENT) if facts.supervisor else at
    await team.allocate_supervisor(
        tx,
        facts.id,
        staff_id=candidate.id,
        start=start,
        case_version=facts.row.version + 1,
        cause=decided.cause,
        reason=decided.reason,
        flags=decided.flags,
    )

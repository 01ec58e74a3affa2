"""Who holds a case as Offender Manager, where people decide it in the hub."""

from datetime import datetime

from msgspec.structs import replace

from hub.actions.deciding.once import case_once
from hub.actions.redeciding.redecide import redecide
from hub.actions.telling.case_events import Cause, announce
from hub.domain.access import CAPABILITIES, Actor, Capability, Role
from hub.domain.allocation.offender_manager import Candidate, CaseToHold
from hub.domain.allocation.offender_manager_allocation import (
    AllocateOffenderManager,
    EndOffenderManager,
    Held,
    allocation,
    check_actor,
    check_version,
    ending,
)
from hub.domain.answers import Question
from hub.domain.case import CaseFacts
from hub.domain.consequences import Consequences, consequences
from hub.domain.days import london_day
from hub.domain.eligibility import Eligibility
from hub.domain.grade import Grade
from hub.domain.holder_decided import HolderDecided
from hub.errors import BrokenRule
from hub.store import case
from hub.store.database import Database
from hub.store.decided.facts import facts_of
from hub.store.reach.plan_subject import reach_of, surviving
from hub.store.team import holder_decision, staff_records
from hub.store.team.staff_records import Serving
from hub.store.transaction import Transaction

Command = AllocateOffenderManager | EndOffenderManager


async def decide_manager(
    database: Database,
    actor: Actor,
    command: Command,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Allocate an Offender Manager, or end their time for a cause that nobody planned; the id of the case.

    Raises BrokenRule, BrokenRules (`hub/domain/allocation/offender_manager_allocation.py`; IdempotencyKeyNotValid,
    IdempotencyKeyReused) and VersionConflict.
    """
    async with database.transaction(now) as tx:

        async def work() -> int:
            return await _decide(tx, actor, command, cause)

        return await case_once(tx, actor.subject, idempotency_key, command, work)


async def _decide(tx: Transaction, actor: Actor, command: Command, cause: str) -> int:
    case_id = await surviving(tx, command.case_id)
    found = case_id is not None and bool(await case.lock(tx, [case_id]))
    reach = await reach_of(tx, case_id) if found and case_id else None
    check_actor(actor, reach, await staff_records.grade_of(tx, actor.staff_id))
    assert case_id is not None
    facts = await facts_of(tx, case_id)
    held = await _held(tx, facts)
    if isinstance(command, AllocateOffenderManager):
        check_version(command.case_id, command.expected_version, held, command.staff_code)
        decided = await allowed(tx, facts, command, actor)
    else:
        check_version(command.case_id, command.expected_version, held, command.follower_code)
        decided = ending(command, held, tx.now)
        if command.allocation is not None:
            decided = replace(await allowed(tx, facts, command.allocation, actor), cause=decided.cause)
    await settle_manager(tx, facts, decided, actor, cause)
    return case_id


async def allowed(tx: Transaction, facts: CaseFacts, command: AllocateOffenderManager, actor: Actor) -> HolderDecided:
    """The allocation, if the rules allow it. Raises BrokenRule StaffNotFound, and BrokenRules."""
    member = await member_of(tx, command.staff_code)
    to_hold = case_to_hold(facts, consequences(facts, tx.now), member)
    return allocation(command, candidate_of(member), member.id, to_hold, actor.roles, tx.now)


async def member_of(tx: Transaction, staff_code: str) -> Serving:
    """The member of staff named. Raises BrokenRule StaffNotFound."""
    member = await staff_records.serving(tx, staff_code)
    if member is None:
        raise BrokenRule(
            "StaffNotFound",
            "The hub knows no member of the probation service's staff with that code.",
            "Check the code; the hub learns staff from both services' staff records.",
            "staffCode",
        )
    return member


def candidate_of(member: Serving) -> Candidate:
    """The member of staff as the rules of holding a case see them."""
    grade = Grade(member.grade) if member.grade else None
    return Candidate(member.service, grade, member.active_from, member.active_to)


def case_to_hold(facts: CaseFacts, now: Consequences, member: Serving) -> CaseToHold:
    """The case as the rules of holding it see it."""
    running = [span.start for span in now.spans.wanted if span.end is None]
    eligible = now.answers.get(Question.ELIGIBILITY)
    return CaseToHold(
        harm=now.situation.harm,
        span_began_on=london_day(running[-1]) if running else None,
        terminated=now.situation.terminated and bool(facts.spans),
        holds_already=now.om_staff_id == member.id,
        eligible=eligible is None or eligible.outcome not in (Eligibility.NO, Eligibility.OUTSIDE),
        outside=eligible is not None and eligible.outcome == Eligibility.OUTSIDE,
        held_since=facts.holders[-1].start if facts.holders else None,
    )


async def settle_manager(tx: Transaction, facts: CaseFacts, decided: HolderDecided, actor: Actor, cause: str) -> None:
    """Keep the decision, decide the case anew by it, tell the world, leave the audit line."""
    assert actor.staff_id is not None  # who has no staff record reaches no case
    role = _acting_as(actor)
    version = await case.save(tx, facts.id, {})  # a decision counts, also where the chain stays as it is
    await holder_decision.decide(tx, facts.id, decided, case_version=version, by_id=actor.staff_id, role=role)
    by = Cause(actor.staff_code or actor.subject, actor.service, cause, role, actor.staff_code, actor.staff_id)
    done = await redecide(tx, facts.id, by)
    await announce(tx, facts.id, done.version, done.changes, by)
    await tx.record(
        actor=by.actor,
        service=actor.service,
        action="decide_manager",
        case_ids=[facts.id],
        fields=["offender_manager"],
        why="asked for by a member of staff",
        cause=cause,
    )


async def _held(tx: Transaction, facts: CaseFacts) -> Held:
    last = facts.holders[-1] if facts.holders else None
    codes = await staff_records.staff_codes(tx, [last.staff_id]) if last and last.staff_id else {}
    code = codes.get(last.staff_id) if last and last.staff_id else None
    newest = await holder_decision.newest_version(tx, facts.id)
    return Held(facts.row.version, newest, code, last.start if last else None)


def _acting_as(actor: Actor) -> Role:
    """The first of the actor's roles that allows it, a team manager's before any other."""
    able = [role for role in actor.roles if Capability.ALLOCATE_OFFENDER_MANAGER in CAPABILITIES[role]]
    return Role.TEAM_MANAGER if Role.TEAM_MANAGER in able else sorted(able)[0]

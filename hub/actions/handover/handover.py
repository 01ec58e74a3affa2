"""Handovers in two hands: planned, with a snapshot, answered, completed at an instant; ticked, followed up."""

from datetime import datetime

from msgspec.structs import replace

from hub.actions.deciding.once import case_once
from hub.actions.handover.changing_hands import change_hands, two_hands
from hub.actions.redeciding.redecide import redecide
from hub.actions.telling.case_events import CaseChange, Cause, announce
from hub.actions.telling.handover_events import changed, codes_of
from hub.domain.access import Actor, Role
from hub.domain.answers import Question
from hub.domain.case import CaseFacts
from hub.domain.consequences import consequences
from hub.domain.days import london_day
from hub.domain.handover import checklist
from hub.domain.handover import in_two_hands as hands
from hub.domain.handover.asked import (
    AcceptHandover,
    CompleteHandover,
    FollowUp,
    GiveSnapshot,
    PlanHandover,
    RefuseHandover,
    Step,
    TickTask,
    WithdrawHandover,
    check_planner,
    check_step,
    check_words,
    refused,
)
from hub.domain.handover.checklist import Checklist, Tick, handover_type
from hub.domain.handover.following import HeldHandover
from hub.domain.handover.in_two_hands import HandoverKind
from hub.domain.handover.two_hands_rules import broken
from hub.domain.handover.words import HandoverReason
from hub.store import case
from hub.store.database import Database
from hub.store.decided.facts import facts_of
from hub.store.handover import handover, handover_parts
from hub.store.reach.plan_subject import reach_of, surviving
from hub.store.team import staff_records
from hub.store.transaction import Transaction

LARGEST_ID = 2**63 - 1
Command = PlanHandover | Step


async def hand_over(
    database: Database,
    actor: Actor,
    command: Command,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Plan a handover, or do one step of it; the id of the case.

    Raises BrokenRule and BrokenRules (`hub/domain/handover/asked.py`, `two_hands_rules.py`, the rules of who may hold
    the case; IdempotencyKeyNotValid, IdempotencyKeyReused).
    """
    async with database.transaction(now) as tx:

        async def work() -> int:
            if isinstance(command, PlanHandover):
                return await _plan(tx, actor, command, cause)
            return await _step(tx, actor, command, cause)

        return await case_once(tx, actor.subject, idempotency_key, command, work)


async def _plan(tx: Transaction, actor: Actor, command: PlanHandover, cause: str) -> int:
    case_id = await surviving(tx, command.case_id)
    found = case_id is not None and bool(await case.lock(tx, [case_id]))
    reach = await reach_of(tx, case_id) if found and case_id else None
    check_planner(actor, command.kind, reach, await staff_records.grade_of(tx, actor.staff_id))
    assert case_id is not None
    facts = await facts_of(tx, case_id)
    from_id, to_id, override = await two_hands(tx, actor, facts, command)
    open_already = any(one.open and one.given.kind is command.kind for one in facts.handovers)
    planned = hands.plan(
        command.kind,
        from_id=from_id,
        to_id=to_id,
        on=command.on,
        reason=command.reason,
        now=tx.now,
        open_already=open_already,
        override=override,
    )
    after = HeldHandover(planned)
    number = await handover.save(tx, case_id, after, planned_by_id=actor.staff_id)
    told = changed("HandoverPlanned", number, None, after, await codes_of(tx, [after]))
    await _settle(tx, case_id, actor, [told], "plan_handover", cause)
    return case_id


async def _step(tx: Transaction, actor: Actor, command: Step, cause: str) -> int:
    number = command.handover_id
    case_id = await handover.case_of(tx, number) if 0 < number <= LARGEST_ID else None
    found = case_id is not None and bool(await case.lock(tx, [case_id]))
    facts = await facts_of(tx, case_id) if found and case_id is not None else None
    before = next((one for one in facts.handovers if one.id == number), None) if facts else None
    if facts is None or before is None:  # or moved or erased while we waited for the case
        raise refused("HandoverNotFound", "id")
    check_step(actor, command, before.given.kind, before.given.to_id, await reach_of(tx, facts.id))
    assert actor.staff_id is not None  # `check_step` refuses who reaches no case
    name, after = await _done(tx, facts, before, actor, command)
    codes = await codes_of(tx, [before])
    told = changed(name, number, before, after, codes)
    if isinstance(command, TickTask):
        told = replace(told, after={**(told.after or {}), "task": command.task, "side": actor.service})
    await _settle(tx, facts.id, actor, [told], _action(command), cause)
    return facts.id


async def _done(
    tx: Transaction, facts: CaseFacts, before: HeldHandover, actor: Actor, command: Step
) -> tuple[str, HeldHandover]:
    """The handover after the step, kept, and the event that tells of it."""
    given, number = before.given, before.id
    assert actor.staff_id is not None and number is not None
    match command:
        case GiveSnapshot():
            after, name = (
                hands.give_snapshot(given, by_id=_acting_for(actor, given.from_id), now=tx.now),
                "HandoverSnapshotGiven",
            )
            note, harm = check_words(command.note, "note"), consequences(facts, tx.now).situation.harm
            await handover_parts.take_snapshot(tx, facts.id, number, harm=harm, note=note, by_id=actor.staff_id)
        case AcceptHandover():
            after, name = hands.accept(given, by_id=_acting_for(actor, given.to_id), now=tx.now), "HandoverAccepted"
        case RefuseHandover():
            after = hands.refuse(given, by_id=_acting_for(actor, given.to_id), reason=command.reason, now=tx.now)
            name = "HandoverRefused"
        case WithdrawHandover():
            after, name = hands.withdraw(given, reason=command.reason, now=tx.now), "HandoverWithdrawn"
        case CompleteHandover():
            after, name = hands.complete(given, at=command.at or tx.now, now=tx.now), "HandoverCompleted"
            await change_hands(tx, facts, before, actor, _role(actor), command.at or tx.now)
        case TickTask():
            await _tick(tx, facts, before, actor, command)
            return "HandoverTaskTicked", before
        case FollowUp():
            return "HandoverFollowedUp", await _followed_up(tx, facts, before, actor, command)
    done = replace(before, given=after)
    await handover.save(tx, facts.id, done)
    return name, done


async def _tick(tx: Transaction, facts: CaseFacts, before: HeldHandover, actor: Actor, command: TickTask) -> None:
    """Raises BrokenRule: HandoverOver, TaskNotOnTheList, TaskTickedAlready."""
    assert actor.staff_id is not None and before.id is not None
    if not before.open:
        raise broken("HandoverOver")
    ticks = await handover_parts.ticks_of(tx, before.id)
    listed = tasks_of(facts, before, tx.now, ticks)
    if command.task not in listed.tasks:
        raise refused("TaskNotOnTheList", "task")
    if command.task not in listed.open_for[actor.service]:
        raise refused("TaskTickedAlready", "task")
    evidence = check_words(command.evidence, "evidence")
    done = Tick(command.task, actor.service, actor.staff_code or actor.subject, london_day(tx.now), evidence)
    await handover_parts.tick(tx, facts.id, before.id, done, actor.staff_id)


def tasks_of(facts: CaseFacts, held: HeldHandover, now: datetime, ticks: list[Tick]) -> Checklist:
    """The checklist of the handover: one from custody to community has tasks, by the reason of the responsibility."""
    answered = consequences(facts, now).answers.get(Question.RESPONSIBILITY)
    if held.given.kind is not HandoverKind.CUSTODY_TO_COMMUNITY or answered is None:
        return Checklist(())
    reason = HandoverReason(answered.reason)
    return checklist(handover_type(reason, enhanced_resourcing=None), held.given.planned_on, ticks)


async def _followed_up(
    tx: Transaction, facts: CaseFacts, before: HeldHandover, actor: Actor, command: FollowUp
) -> HeldHandover:
    """Raises BrokenRule: NothingToFollowUp, FollowUpNeedsWords, WordsTooLong."""
    if before.followed_up or before.given.follow_up_due_at is None:
        raise refused("NothingToFollowUp", "id")
    words = check_words(command.done, "done")
    if words is None:
        raise refused("FollowUpNeedsWords", "done")
    done = replace(before, followed_up=True, late=None)
    beside = {"followed_up_at": tx.now, "followed_up_by_id": actor.staff_id, "follow_up": words}
    await handover.save(tx, facts.id, done, **beside)
    return done


async def _settle(tx: Transaction, case_id: int, actor: Actor, told: list[CaseChange], action: str, cause: str) -> None:
    """Decide the case anew, tell the world, leave the audit line."""
    by = Cause(actor.staff_code or actor.subject, actor.service, cause, _role(actor), actor.staff_code, actor.staff_id)
    version_before = (await facts_of(tx, case_id)).row.version
    decided = await redecide(tx, case_id, by)
    version = decided.version if decided.version > version_before else await case.save(tx, case_id, {})
    await announce(tx, case_id, version, [*told, *decided.changes], by)
    await tx.record(
        actor=by.actor,
        service=actor.service,
        action=action,
        case_ids=[case_id],
        fields=["handover"],
        why="asked for by a member of staff",
        cause=cause,
    )


def _acting_for(actor: Actor, hand: int | None) -> int:
    """The hand, where the actor is it or stands in for it; else the actor."""
    assert actor.staff_id is not None  # `check_step` refuses who reaches no case
    return hand if hand is not None and actor.acts_for(hand) else actor.staff_id


def _action(command: Step) -> str:
    return ACTIONS[type(command)]


ACTIONS: dict[type[Step], str] = {
    GiveSnapshot: "give_handover_snapshot",
    AcceptHandover: "accept_handover",
    RefuseHandover: "refuse_handover",
    WithdrawHandover: "withdraw_handover",
    CompleteHandover: "complete_handover",
    TickTask: "tick_handover_task",
    FollowUp: "record_handover_follow_up",
}


def _role(actor: Actor) -> Role:
    """What the actor acts as: a team manager before any other."""
    return Role.TEAM_MANAGER if Role.TEAM_MANAGER in actor.roles else sorted(actor.roles)[0]

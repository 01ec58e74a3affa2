"""A person has looked at a change of the prison record that no rule explains, and ticks it off; or takes that back."""

from datetime import datetime

from hub.actions.deciding.once import case_once
from hub.actions.telling.case_events import CaseChange, Cause, announce
from hub.domain.access import CAPABILITIES, Actor, Capability, Role
from hub.domain.unknown_movement import (
    Acknowledgement,
    AcknowledgeMovement,
    ReopenMovement,
    check_comment,
    check_looker,
    check_taking_back,
    is_said_already,
    no_such_movement,
)
from hub.store import case
from hub.store.custody import movements
from hub.store.database import Database
from hub.store.decided.facts import facts_of
from hub.store.reach.plan_subject import reach_of
from hub.store.transaction import Transaction

LARGEST_ID = 2**63 - 1


async def acknowledge_movement(
    database: Database,
    actor: Actor,
    command: AcknowledgeMovement,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Keep who looked, when, and what they found; the id of the case. The same word again changes nothing.

    Raises BrokenRule: MovementNotFound, MovementNotYours, CommentNeeded, CommentTooLong, MovementAcknowledged,
    IdempotencyKeyNotValid, IdempotencyKeyReused.
    """
    async with database.transaction(now) as tx:

        async def work() -> int:
            return await _acknowledge(tx, actor, command, cause)

        return await case_once(tx, actor.subject, idempotency_key, command, work)


async def reopen_movement(
    database: Database,
    actor: Actor,
    command: ReopenMovement,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Take back that somebody has looked: it waits again, and its comment is gone; the id of the case.

    Raises BrokenRule: MovementNotFound, MovementNotYours, MovementWaits, AcknowledgementNotYours,
    IdempotencyKeyNotValid, IdempotencyKeyReused.
    """
    async with database.transaction(now) as tx:

        async def work() -> int:
            return await _reopen(tx, actor, command, cause)

        return await case_once(tx, actor.subject, idempotency_key, command, work)


async def _acknowledge(tx: Transaction, actor: Actor, command: AcknowledgeMovement, cause: str) -> int:
    case_id, staff_id = await _lock(tx, actor, command.movement_id)
    said = Acknowledgement(staff_id, check_comment(command.comment))
    listed = await _listed(tx, case_id, command.movement_id)
    if is_said_already(listed.acknowledgement, said):
        return case_id
    await movements.acknowledge(tx, case_id, command.movement_id, said)
    why = "a member of staff has looked at it"
    await _tell(tx, actor, case_id, CaseChange("UnknownMovementAcknowledged", None, _shown(listed)), cause, why)
    return case_id


async def _reopen(tx: Transaction, actor: Actor, command: ReopenMovement, cause: str) -> int:
    case_id, _ = await _lock(tx, actor, command.movement_id)
    listed = await _listed(tx, case_id, command.movement_id)
    check_taking_back(actor, listed.acknowledgement)
    await movements.wait_again(tx, case_id, command.movement_id)
    why = "a member of staff took back that it has been looked at"
    await _tell(tx, actor, case_id, CaseChange("UnknownMovementReopened", None, _shown(listed)), cause, why)
    return case_id


async def _lock(tx: Transaction, actor: Actor, number: int) -> tuple[int, int]:
    """The case, locked, and the key of the member of staff who may."""
    case_id = await movements.case_of_unknown(tx, number) if 0 < number <= LARGEST_ID else None
    found = case_id is not None and bool(await case.lock(tx, [case_id]))
    staff_id = check_looker(actor, await reach_of(tx, case_id) if found and case_id else None)
    assert case_id is not None
    return case_id, staff_id


async def _listed(tx: Transaction, case_id: int, number: int) -> movements.ListedMovement:
    listed = await movements.listed_unknown(tx, case_id, number)
    if listed is None:  # explained, or moved with its record, while we waited for the case
        raise no_such_movement()
    return listed


def _shown(listed: movements.ListedMovement) -> dict[str, str]:
    one = listed.movement
    return {"since": one.since.isoformat(), "at": one.at.isoformat(), "was": one.was, "now": one.now}


async def _tell(tx: Transaction, actor: Actor, case_id: int, told: CaseChange, cause: str, why: str) -> None:
    """The event, and the audit line."""
    facts = await facts_of(tx, case_id)
    by = Cause(actor.staff_code or actor.subject, actor.service, cause, _acting_as(actor), actor.staff_code)
    await announce(tx, case_id, facts.row.version, [told], by)
    await tx.record(
        actor=by.actor,
        service=actor.service,
        action="acknowledge_movement" if told.name == "UnknownMovementAcknowledged" else "reopen_movement",
        case_ids=[case_id],
        fields=["unknown_movement", "comment"],
        why=why,
        cause=cause,
    )


def _acting_as(actor: Actor) -> Role:
    """The first of the actor's roles that allows it."""
    return next(role for role in Role if role in actor.roles and Capability.ACKNOWLEDGE_MOVEMENT in CAPABILITIES[role])

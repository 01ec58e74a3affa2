"""A person has looked at a change of the prison record that no rule explains, and ticks it off with a comment."""

from datetime import datetime

from hub.actions.case_events import CaseChange, Cause, announce
from hub.actions.once import case_once
from hub.domain.access import CAPABILITIES, Actor, Capability, Role
from hub.domain.unknown_movement import (
    Acknowledgement,
    AcknowledgeMovement,
    check_comment,
    check_looker,
    is_said_already,
    no_such_movement,
)
from hub.store import case, movements
from hub.store.database import Database
from hub.store.facts import facts_of
from hub.store.plan_subject import reach_of
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


async def _acknowledge(tx: Transaction, actor: Actor, command: AcknowledgeMovement, cause: str) -> int:
    number = command.movement_id
    case_id = await movements.case_of_unknown(tx, number) if 0 < number <= LARGEST_ID else None
    found = case_id is not None and bool(await case.lock(tx, [case_id]))
    staff_id = check_looker(actor, await reach_of(tx, case_id) if found and case_id else None)
    assert case_id is not None
    said = Acknowledgement(staff_id, check_comment(command.comment))
    facts = await facts_of(tx, case_id)
    listed = await movements.listed_unknown(tx, case_id, number)
    if listed is None:  # explained, or moved with its record, while we waited for the case
        raise no_such_movement()
    if is_said_already(listed.acknowledgement, said):
        return case_id
    await movements.acknowledge(tx, case_id, number, said)
    by = Cause(actor.staff_code or actor.subject, actor.service, cause, _acting_as(actor), actor.staff_code)
    one = listed.movement
    after = {"since": one.since.isoformat(), "at": one.at.isoformat(), "was": one.was, "now": one.now}
    told = CaseChange("UnknownMovementAcknowledged", None, after)
    await announce(tx, case_id, facts.row.version, [told], by)
    await tx.record(
        actor=by.actor,
        service=actor.service,
        action="acknowledge_movement",
        case_ids=[case_id],
        fields=["unknown_movement", "comment"],
        why="a member of staff has looked at it",
        cause=cause,
    )
    return case_id


def _acting_as(actor: Actor) -> Role:
    """The first of the actor's roles that allows it."""
    return next(role for role in Role if role in actor.roles and Capability.ACKNOWLEDGE_MOVEMENT in CAPABILITIES[role])

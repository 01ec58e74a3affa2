"""What every record of a case by hand shares: once for each key, the case locked and in reach, told and audited."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from hub.actions.deciding.once import case_once
from hub.actions.telling.case_events import CaseChange, Cause, announce
from hub.domain.access import CAPABILITIES, Actor, Capability, Role
from hub.domain.allocation.offender_supervisor import case_not_found
from hub.domain.recording import check_recorder
from hub.errors import BrokenRule
from hub.store import case
from hub.store.database import Database
from hub.store.fetching import rows_of
from hub.store.reach.plan_subject import reach_of, surviving
from hub.store.transaction import Transaction

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Recorded:
    """What was done: the action's name in the audit, the fields written, what is told."""

    action: str
    fields: tuple[str, ...]
    told: CaseChange


@dataclass(frozen=True)
class Recording:
    """One command: the case that it is about (None: there is no such thing), what it does there, who asks."""

    command: object
    case_of: Callable[[Transaction], Awaitable[int | None]]
    work: Callable[[Transaction, int, int], Awaitable[Recorded]]
    no_such: Callable[[], BrokenRule] = case_not_found


async def record_on_case(
    database: Database,
    actor: Actor,
    recording: Recording,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Do it; the id of the case. `work` gets the case and the key of who records.

    Raises BrokenRule: CaseNotFound or what `no_such` says, RecordingNotYours, IdempotencyKeyNotValid,
    IdempotencyKeyReused, and what the work raises.
    """
    async with database.transaction(now) as tx:

        async def once() -> int:
            return await _record(tx, actor, recording, cause)

        return await case_once(tx, actor.subject, idempotency_key, recording.command, once)


def given(case_id: int) -> Callable[[Transaction], Awaitable[int | None]]:
    """The case that the command names, or the one that it was merged into."""

    async def case_of(tx: Transaction) -> int | None:
        return await surviving(tx, case_id) if 0 < case_id <= LARGEST_ID else None

    return case_of


async def _record(tx: Transaction, actor: Actor, recording: Recording, cause: str) -> int:
    case_id = await recording.case_of(tx)
    found = case_id is not None and bool(await case.lock(tx, [case_id]))
    try:
        by_id = check_recorder(actor, await reach_of(tx, case_id) if found and case_id else None)
    except BrokenRule as refused:
        raise recording.no_such() if refused.code == "CaseNotFound" else refused from None
    assert case_id is not None
    done = await recording.work(tx, case_id, by_id)
    by = Cause(actor.staff_code or actor.subject, actor.service, cause, _role(actor), actor.staff_code, by_id)
    rows = await rows_of(tx, case.offender_case, case_id)
    await announce(tx, case_id, rows[case_id]["version"], [done.told], by)
    await tx.record(
        actor=by.actor,
        service=actor.service,
        action=done.action,
        case_ids=[case_id],
        fields=list(done.fields),
        why="recorded by a member of staff",
        cause=cause,
    )
    return case_id


def _role(actor: Actor) -> Role:
    """The first of the actor's roles that allows it."""
    return next(role for role in Role if role in actor.roles and Capability.RECORD_CONTACT in CAPABILITIES[role])

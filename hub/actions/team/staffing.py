"""A team manager decides about the hours of staff, and which two codes are one person."""

from datetime import datetime

from hub.actions.deciding.once import number_once
from hub.domain.access import Actor, Service
from hub.domain.staffing import (
    EndReduction,
    LinkStaff,
    RecordContractedHours,
    RecordReduction,
    UnlinkStaff,
    WithdrawHours,
    WithdrawReduction,
    broken,
    check_decider,
    check_hours,
    check_period,
    check_reason,
    check_reduction,
    check_together,
    is_linked_already,
    works_with,
)
from hub.store.database import Database
from hub.store.team import staffing
from hub.store.team.staffing import HeldReduction
from hub.store.transaction import Transaction

LARGEST_ID = 2**63 - 1
Command = (
    RecordContractedHours | RecordReduction | EndReduction | WithdrawHours | WithdrawReduction | LinkStaff | UnlinkStaff
)


async def decide_staffing(
    database: Database,
    actor: Actor,
    command: Command,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Do what the command says; the key of the member of staff (of a link, the one of the community).

    Raises BrokenRule (`hub/domain/staffing.py`; IdempotencyKeyNotValid, IdempotencyKeyReused).
    """
    async with database.transaction(now) as tx:

        async def work() -> int:
            staff_id, fields = await _decide(tx, actor, command)
            await _record(tx, actor, command, fields, cause)
            return staff_id

        return await number_once(tx, actor.subject, idempotency_key, command, work, "staffId")


async def _decide(tx: Transaction, actor: Actor, command: Command) -> tuple[int, list[str]]:
    """The member of staff, and the names of what was written."""
    match command:
        case RecordContractedHours():
            return await _hours(tx, actor, command), ["contracted_hours"]
        case RecordReduction():
            return await _reduction(tx, actor, command), ["reduction"]
        case EndReduction():
            return await _end_reduction(tx, actor, command), ["reduction"]
        case WithdrawHours():
            return await _withdraw_hours(tx, actor, command), ["contracted_hours", "reason"]
        case WithdrawReduction():
            return await _withdraw_reduction(tx, actor, command), ["reduction", "reason"]
        case LinkStaff():
            return await _link(tx, actor, command), ["same_as", "reason"]
        case UnlinkStaff():
            return await _unlink(tx, actor, command), ["same_as", "reason"]


async def _hours(tx: Transaction, actor: Actor, command: RecordContractedHours) -> int:
    place = await staffing.place_of(tx, command.service, command.staff_code)
    decider = check_decider(actor, place)
    assert place is not None
    check_hours(command.hours)
    await staffing.save_hours(tx, place.id, command.hours, command.starts_on, decider)
    return place.id


async def _reduction(tx: Transaction, actor: Actor, command: RecordReduction) -> int:
    place = await staffing.place_of(tx, command.service, command.staff_code)
    decider = check_decider(actor, place)
    assert place is not None
    check_reduction(command)
    standing, contracted = await staffing.reductions_of(tx, [place.id]), await staffing.hours_of(tx, [place.id])
    check_together(command, standing[place.id], contracted[place.id])
    period = (command.starts_on, command.ends_on)
    await staffing.add_reduction(tx, place.id, command.hours, command.reason, period, decider)
    return place.id


async def _end_reduction(tx: Transaction, actor: Actor, command: EndReduction) -> int:
    held, decider = await _standing(tx, actor, command.reduction_id)
    check_period(held.starts_on, command.ends_on)
    await staffing.end_reduction(tx, held.id, command.ends_on, decider)
    return held.whose.id


async def _withdraw_reduction(tx: Transaction, actor: Actor, command: WithdrawReduction) -> int:
    held, decider = await _standing(tx, actor, command.reduction_id)
    reason = check_reason(command.reason, "WithdrawalNeedsReason")
    await staffing.withdraw_reduction(tx, held.id, reason, decider)
    return held.whose.id


async def _standing(tx: Transaction, actor: Actor, number: int) -> tuple[HeldReduction, int]:
    """The reduction, and who decides about it. Raises BrokenRule: ReductionNotFound, ReductionWithdrawn."""
    held = await staffing.reduction_of(tx, number) if 0 < number <= LARGEST_ID else None
    if held is None or not works_with(actor, held.whose):
        raise broken("ReductionNotFound", "id")
    decider = check_decider(actor, held.whose)
    if held.withdrawn:
        raise broken("ReductionWithdrawn", "id")
    return held, decider


async def _withdraw_hours(tx: Transaction, actor: Actor, command: WithdrawHours) -> int:
    place = await staffing.place_of(tx, command.service, command.staff_code)
    decider = check_decider(actor, place)
    assert place is not None
    reason = check_reason(command.reason, "WithdrawalNeedsReason")
    if not await staffing.withdraw_hours(tx, place.id, command.starts_on, reason, decider):
        raise broken("HoursNotFound", "startsOn")
    return place.id


async def _link(tx: Transaction, actor: Actor, command: LinkStaff) -> int:
    community = await staffing.place_of(tx, Service.COMMUNITY, command.community_code)
    custody = await staffing.place_of(tx, Service.CUSTODY, command.custody_code)
    if community is None or custody is None:
        check_decider(actor, None, "communityCode" if community is None else "custodyCode")
    assert community is not None and custody is not None
    theirs = works_with(actor, community)
    decider = check_decider(actor, community if theirs else custody, "communityCode" if theirs else "custodyCode")
    reason = check_reason(command.reason)
    others = [(one.id, await staffing.linked_with(tx, one.id)) for one in (community, custody)]
    if not is_linked_already(others[0], others[1]):
        await staffing.link(tx, community.id, custody.id, reason, decider)
    return community.id


async def _unlink(tx: Transaction, actor: Actor, command: UnlinkStaff) -> int:
    place = await staffing.place_of(tx, command.service, command.staff_code)
    decider = check_decider(actor, place)
    assert place is not None
    reason = check_reason(command.reason)
    other = await staffing.linked_with(tx, place.id)
    if other is None:
        raise broken("NotLinked", "staffCode")
    await staffing.unlink(tx, place.id, other, reason, decider)
    return place.id


ACTIONS = {
    RecordContractedHours: "record_contracted_hours",
    RecordReduction: "record_reduction",
    EndReduction: "end_reduction",
    WithdrawHours: "withdraw_hours",
    WithdrawReduction: "withdraw_reduction",
    LinkStaff: "link_staff",
    UnlinkStaff: "unlink_staff",
}


async def _record(tx: Transaction, actor: Actor, command: Command, fields: list[str], cause: str) -> None:
    await tx.record(
        actor=actor.staff_code or actor.subject,
        service=actor.service,
        action=ACTIONS[type(command)],
        case_ids=[],
        fields=fields,
        why="decided by a team manager",
        cause=cause,
    )

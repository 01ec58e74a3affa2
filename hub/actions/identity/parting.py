"""What the hub holds as one person's is parted again: one person asks for it, a second carries it out."""

from collections.abc import Collection
from datetime import datetime
from itertools import product

from hub.actions.identity.booking import take_booking_back
from hub.actions.identity.deciding import LARGEST_ID, PERSON, Decided, cause_of, check_reach, decided_once, pairs_of
from hub.actions.identity.regrouping import Regrouping, conclude
from hub.actions.settling.joining import part, take_back
from hub.actions.telling.case_events import CaseChange, Cause
from hub.domain.access import Actor
from hub.domain.merge import MOVES_RECORDS, ChangeKind, merged_away
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.review import PartCase, check_here, check_one_case, check_reason, check_second, nothing_to_decide
from hub.domain.ruling import PartRecord, check_ruled_apart
from hub.store import case
from hub.store.database import Database
from hub.store.identity import identity_change, merge, override, review, ruled
from hub.store.identity.identity_change import HeldChange
from hub.store.moving import joining
from hub.store.reach.plan_subject import surviving
from hub.store.transaction import Transaction

APART = OverrideVerdict.DIFFERENT_PEOPLE


async def part_case(
    database: Database,
    actor: Actor,
    command: PartCase,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> Decided:
    """Ask that what was joined or moved here go back, or, as the second person, bring it back.

    Raises BrokenRule: NothingToDecide, IdentityNotYours, DecisionNeedsReason, DecisionReasonTooLong, RecordsMovedOn,
    CasesAreOneSince, SecondPersonNeeded.
    """
    async with database.transaction(now) as tx:
        return await decided_once(tx, actor, idempotency_key, command, lambda: _part_case(tx, actor, command, cause))


async def _part_case(tx: Transaction, actor: Actor, command: PartCase, cause: str) -> Decided:
    change, at = await _standing(tx, actor, command.change_id)
    reason = check_reason(command.reason)
    former = await surviving(tx, change.other_case_id) if change.other_case_id is not None else None
    if change.kind in MOVES_RECORDS:
        check_here(set(change.moved["source_record"]) & set(await joining.records_of(tx, at)))
        if not change.brings_case:
            check_one_case(at, former)
    by, regrouping = cause_of(actor, cause), Regrouping()
    if not check_second(change.asked_by_id, actor):
        await identity_change.note_asked(tx, change.id, actor.staff_id, reason)
        regrouping.tell(at, CaseChange("PartingAsked", None, {"otherCaseId": str(change.other_case_id)}))
        await conclude(tx, regrouping, by, action="ask_parting", fields=("identity", "reason"), why=PERSON)
        return Decided(at, awaits_second=True)
    await _bring_back(tx, change, at, by, regrouping, reason)
    await conclude(tx, regrouping, by, action="part_case", fields=("identity", "reason"), why=PERSON)
    return Decided(at)


async def _standing(tx: Transaction, actor: Actor, change_id: int) -> tuple[HeldChange, int]:
    """The change, which stands, and the case where it is now; every case that it touches is locked."""
    change = await identity_change.find(tx, change_id) if 0 < change_id <= LARGEST_ID else None
    at = await surviving(tx, change.case_id) if change else None
    if change is None or at is None or change.other_case_id is None or change.undone or not change.can_be_undone:
        raise nothing_to_decide("changeId")
    former = await surviving(tx, change.other_case_id)
    await case.lock(tx, {at, change.other_case_id, *([former] if former else [])})
    await check_reach(tx, actor, [at], "changeId")
    return change, at


async def _bring_back(
    tx: Transaction, change: HeldChange, at: int, by: Cause, regrouping: Regrouping, reason: str
) -> None:
    """Bring back what the change moved; records that were one case are kept apart from now on."""
    if change.kind is ChangeKind.BOOKING_MOVED:
        return await take_booking_back(tx, change, by, regrouping, reason)
    former = await take_back(tx, change, at, by, reason)
    regrouping.parted(at, former, "DECIDED")
    pairs = await pairs_of(tx, at, former)
    regrouping.tell(at, *await _rule_apart(tx, at, pairs, OverrideScope.CASES, by, reason))


async def _rule_apart(
    tx: Transaction, at: int, pairs: Collection[tuple[int, int]], scope: OverrideScope, by: Cause, reason: str
) -> list[CaseChange]:
    """Keep the records apart from now on; that is the new answer to a review that had made them one person's.

    What there is to tell of that on the case that they left.
    """
    ruling = await override.rule(tx, pairs, APART, scope, reason=reason, cause=by.cause, decided_by=by.staff_id)
    answer = {"decision": APART, "decided_by_id": by.staff_id, "decided_at": tx.now, "comment": reason}
    answered = await review.note_overruled(tx, await ruled.overruled(tx, pairs), **answer, ruling=ruling)
    others = [other for mine, other in answered if mine == at]
    return [CaseChange("IdentityReviewDecided", None, {"otherCaseId": str(one), "decision": APART}) for one in others]


async def part_record(
    database: Database,
    actor: Actor,
    command: PartRecord,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> Decided:
    """Bring a record that somebody else ruled to be of another person to a case of its own; the case that it left.

    What was merged into it goes along; the team and the plans stay. Raises BrokenRule: NothingToDecide,
    IdentityNotYours, DecisionNeedsReason, DecisionReasonTooLong, NotRuledApart, SecondPersonNeeded.
    """
    async with database.transaction(now) as tx:
        return await decided_once(tx, actor, idempotency_key, command, lambda: _part_record(tx, actor, command, cause))


async def _part_record(tx: Transaction, actor: Actor, command: PartRecord, cause: str) -> Decided:
    at = await ruled.lock_cases(tx, [command.record_id])
    if len(at) != 1:
        raise nothing_to_decide("recordId")
    [home] = at.values()
    await check_reach(tx, actor, [home], "recordId")
    reason = check_reason(command.reason)
    members = await merge.members(tx, home)
    going = merged_away(command.record_id, members)
    staying = {one.id for one in members} - going
    apart = await ruled.apart_within(tx, going, staying)
    check_ruled_apart(apart, actor)
    by, regrouping = cause_of(actor, cause), Regrouping()
    own = await part(tx, sorted(going), home, by, reason)
    regrouping.opened.add(own)
    regrouping.parted(home, own, "DECIDED")
    pairs = list(product(going, staying))
    regrouping.tell(home, *await _rule_apart(tx, home, pairs, OverrideScope.RECORDS, by, reason))
    await conclude(tx, regrouping, by, action="part_record", fields=("identity", "reason"), why=PERSON)
    return Decided(home)

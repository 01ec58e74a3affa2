"""Named persons decide who is who: a review answered or taken back, a join parted by two who agree."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import product

from hub.actions.case_events import CaseChange, Cause
from hub.actions.joining import join_cases, take_back
from hub.actions.regrouping import Regrouping, conclude
from hub.domain.access import CAPABILITIES, Actor, Capability, Role
from hub.domain.merge import ChangeKind
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.review import (
    AssignReview,
    DecideReview,
    PartCase,
    ReopenReview,
    ReviewState,
    check_decided,
    check_one_person,
    check_owner,
    check_person,
    check_reason,
    check_second,
    check_waits,
    must_part,
    nothing_to_decide,
)
from hub.store import case, identity_change, joining, linking, override, review
from hub.store.database import Database
from hub.store.plan_subject import reach_of, staff_member, surviving
from hub.store.review import HeldReview
from hub.store.transaction import Transaction

LARGEST_ID = 2**63 - 1
Command = AssignReview | DecideReview | ReopenReview | PartCase
Work = Callable[[Transaction, Actor, Cause, str], Awaitable[int]]


async def decide_review(
    database: Database, actor: Actor, command: DecideReview, *, cause: str, now: datetime | None = None
) -> int:
    """Answer a review: join the two cases, or keep them apart; the case that was looked at from.

    Raises BrokenRule: NothingToDecide, IdentityNotYours, DecisionNeedsReason, DecisionReasonTooLong, ReviewDecided,
    PrisonMustMerge.
    """
    async with database.transaction(now) as tx:
        held = await _review(tx, actor, command.review_id)
        reason = check_reason(command.reason)
        check_waits(held.state)
        by, regrouping = _cause(actor, cause), Regrouping()
        pairs = await _pairs(tx, held.case_id, held.other_case_id)
        verdict = command.verdict
        if verdict is OverrideVerdict.SAME_PERSON:
            await _check_prison(tx, held)
        scope = OverrideScope.CASES
        ruling = await override.rule(tx, pairs, verdict, scope, reason=reason, cause=cause, decided_by=actor.staff_id)
        decided = {"decided_by_id": actor.staff_id, "decided_at": tx.now, "comment": reason, "ruling": ruling}
        decided |= {"state": ReviewState.DECIDED, "decision": verdict}
        await review.note(tx, held.case_id, held.other_case_id, **decided)
        home = held.case_id
        if verdict is OverrideVerdict.SAME_PERSON:
            home = await _join(tx, held, by, regrouping)
        told = {"otherCaseId": str(held.other_case_id), "decision": verdict}
        regrouping.tell(home, CaseChange("IdentityReviewDecided", None, told))
        if verdict is OverrideVerdict.DIFFERENT_PEOPLE:
            regrouping.tell(held.other_case_id)
        await conclude(tx, regrouping, by, action="decide_review", fields=("identity", "reason"), why=PERSON)
        return home


async def assign_review(
    database: Database, actor: Actor, command: AssignReview, *, cause: str, now: datetime | None = None
) -> int:
    """Name who is to decide a review; whoever reaches both cases and may, decides it all the same. The case looked at.

    Raises BrokenRule: NothingToDecide, IdentityNotYours, ReviewDecided, ReviewOwnerUnknown, ReviewOwnerOutOfReach.
    """
    async with database.transaction(now) as tx:
        held = await _review(tx, actor, command.review_id)
        check_waits(held.state)
        both = held.case_id, held.other_case_id
        owner = await _owner(tx, actor, command.staff_code)
        owner_id = check_owner(owner, (await reach_of(tx, both[0]), await reach_of(tx, both[1])))
        await review.note(tx, *both, state=ReviewState.ASSIGNED, owner_id=owner_id)
        by, regrouping = _cause(actor, cause), Regrouping()
        told = {"otherCaseId": str(held.other_case_id), "ownerCode": command.staff_code or by.actor}
        regrouping.tell(held.case_id, CaseChange("IdentityReviewAssigned", None, told))
        await conclude(tx, regrouping, by, action="assign_review", fields=("identity", "owner"), why=PERSON)
        return held.case_id


async def _owner(tx: Transaction, actor: Actor, code: str | None) -> Actor | None:
    """Who is named, as somebody who decides; None for a code that nobody works under today."""
    if code is None:
        return actor
    found = await staff_member(tx, actor.service, code)
    if found is None:
        return None
    deciding = frozenset({Role.TEAM_MANAGER})
    place = found.team_code, found.establishment_code
    return Actor(code, actor.service, deciding, code, found.id, *place, found.email)


async def reopen_review(
    database: Database, actor: Actor, command: ReopenReview, *, cause: str, now: datetime | None = None
) -> int:
    """Take back that two cases are different people; the review waits again. The case looked at from.

    Raises BrokenRule: NothingToDecide, IdentityNotYours, DecisionNeedsReason, DecisionReasonTooLong, ReviewOpen,
    CasesWereJoined (a join is parted with `part_case`).
    """
    async with database.transaction(now) as tx:
        held = await _review(tx, actor, command.review_id)
        check_reason(command.reason)
        check_decided(held.state)
        if held.decision == OverrideVerdict.SAME_PERSON:
            raise must_part()
        if held.ruling is not None:
            await override.withdraw(tx, held.ruling, by=cause)
        nothing = dict.fromkeys(review.ANSWER)
        await review.note(tx, held.case_id, held.other_case_id, state=ReviewState.OPEN, **nothing)
        by, regrouping = _cause(actor, cause), Regrouping()
        told = {"otherCaseId": str(held.other_case_id), "decision": None}
        regrouping.tell(held.case_id, CaseChange("IdentityReviewDecided", None, told))
        regrouping.tell(held.other_case_id)
        await conclude(tx, regrouping, by, action="reopen_review", fields=("identity", "reason"), why=PERSON)
        return held.case_id


async def part_case(
    database: Database, actor: Actor, command: PartCase, *, cause: str, now: datetime | None = None
) -> tuple[int, bool]:
    """Ask that what was joined be parted, or, as the second person, part it. The case, and whether it was parted.

    Raises BrokenRule: NothingToDecide, IdentityNotYours, DecisionNeedsReason, DecisionReasonTooLong,
    SecondPersonNeeded.
    """
    async with database.transaction(now) as tx:
        change_id = command.change_id
        change = await identity_change.find(tx, change_id) if 0 < change_id <= LARGEST_ID else None
        at = await surviving(tx, change.case_id) if change else None
        if change is None or at is None or change.other_case_id is None or change.undone:
            raise nothing_to_decide("changeId")
        await case.lock(tx, [at, change.other_case_id])
        check_person(actor, (await reach_of(tx, at),), "changeId")
        reason = check_reason(command.reason)
        if change.kind is not ChangeKind.JOINED:
            raise nothing_to_decide("changeId")
        by, regrouping = _cause(actor, cause), Regrouping()
        if not check_second(change.asked_by_id, actor):
            await identity_change.note_asked(tx, change_id, actor.staff_id, reason)
            regrouping.tell(at, CaseChange("PartingAsked", None, {"otherCaseId": str(change.other_case_id)}))
            await conclude(tx, regrouping, by, action="ask_parting", fields=("identity", "reason"), why=PERSON)
            return at, False
        former = await take_back(tx, change, at, by, reason)
        apart, scope = OverrideVerdict.DIFFERENT_PEOPLE, OverrideScope.CASES
        pairs = await _pairs(tx, at, former)
        await override.rule(tx, pairs, apart, scope, reason=reason, cause=cause, decided_by=actor.staff_id)
        regrouping.parted(at, former, "DECIDED")
        await conclude(tx, regrouping, by, action="part_case", fields=("identity", "reason"), why=PERSON)
        return at, True


PERSON = "decided by a member of staff"


async def _review(tx: Transaction, actor: Actor, review_id: int) -> HeldReview:
    """The review, its cases locked; the same answer for what is not there and what is not theirs."""
    held = await review.find(tx, review_id) if 0 < review_id <= LARGEST_ID else None
    if held is None:
        raise nothing_to_decide("reviewId")
    await case.lock(tx, [held.case_id, held.other_case_id])
    held = await review.find(tx, review_id)  # it may have been decided while we waited
    if held is None:
        raise nothing_to_decide("reviewId")
    cases = {await surviving(tx, case_id) for case_id in (held.case_id, held.other_case_id)}  # one, where joined
    reaches = [await reach_of(tx, case_id) for case_id in cases if case_id is not None]
    check_person(actor, tuple(reaches), "reviewId")
    return held


async def _check_prison(tx: Transaction, held: HeldReview) -> None:
    parties = await linking.parties(tx, [held.case_id, held.other_case_id])
    both = parties[held.case_id].with_(parties[held.other_case_id])
    check_one_person(both.prison_numbers - both.former)


async def _join(tx: Transaction, held: HeldReview, by: Cause, regrouping: Regrouping) -> int:
    """Make the two cases one: the one with a plan stays, else the older."""
    both = sorted((held.case_id, held.other_case_id))
    planned = await joining.planned(tx, both)
    stays = both[0] if both[0] in planned or not planned else both[1]
    gone = both[1] if stays == both[0] else both[0]
    await join_cases(tx, gone, stays, by, PERSON)
    regrouping.joined(gone, stays)
    return stays


async def _pairs(tx: Transaction, case_id: int, other: int) -> list[tuple[int, int]]:
    return list(product(await joining.records_of(tx, case_id), await joining.records_of(tx, other)))


def _cause(actor: Actor, cause: str) -> Cause:
    role = next((one for one in Role if one in actor.roles and Capability.DECIDE_IDENTITY in CAPABILITIES[one]), "NONE")
    return Cause(actor.staff_code or actor.subject, actor.service, cause, role, actor.staff_code, actor.staff_id)

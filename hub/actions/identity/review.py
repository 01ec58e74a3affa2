"""Named persons decide who is who: a review gets an owner, is answered, or its answer is taken back."""

from datetime import datetime

from hub.actions.identity.deciding import (
    LARGEST_ID,
    PERSON,
    Decided,
    cause_of,
    check_prison,
    check_reach,
    decided_once,
    join_two,
    pairs_of,
)
from hub.actions.identity.regrouping import Regrouping, conclude
from hub.actions.telling.case_events import CaseChange
from hub.domain.access import Actor, Role
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.review import (
    AssignReview,
    DecideReview,
    ReopenReview,
    ReviewState,
    check_decided,
    check_owner,
    check_reason,
    check_waits,
    must_part,
    nothing_to_decide,
)
from hub.store import case
from hub.store.database import Database
from hub.store.identity import override, review
from hub.store.identity.review import HeldReview
from hub.store.reach.plan_subject import reach_of, staff_member, surviving
from hub.store.transaction import Transaction


async def decide_review(
    database: Database,
    actor: Actor,
    command: DecideReview,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> Decided:
    """Answer a review: join the two cases, or keep them apart; the case that was looked at from.

    Raises BrokenRule: NothingToDecide, IdentityNotYours, DecisionNeedsReason, DecisionReasonTooLong, ReviewDecided,
    PrisonMustMerge.
    """
    async with database.transaction(now) as tx:
        return await decided_once(tx, actor, idempotency_key, command, lambda: _decide(tx, actor, command, cause))


async def _decide(tx: Transaction, actor: Actor, command: DecideReview, cause: str) -> Decided:
    held = await _review(tx, actor, command.review_id)
    reason = check_reason(command.reason)
    check_waits(held.state)
    by, regrouping = cause_of(actor, cause), Regrouping()
    pairs = await pairs_of(tx, held.case_id, held.other_case_id)
    verdict = command.verdict
    if verdict is OverrideVerdict.SAME_PERSON:
        await check_prison(tx, held.case_id, held.other_case_id)
    scope = OverrideScope.CASES
    ruling = await override.rule(tx, pairs, verdict, scope, reason=reason, cause=cause, decided_by=actor.staff_id)
    decided = {"decided_by_id": actor.staff_id, "decided_at": tx.now, "comment": reason, "ruling": ruling}
    decided |= {"state": ReviewState.DECIDED, "decision": verdict}
    await review.note(tx, held.case_id, held.other_case_id, **decided)
    home = held.case_id
    if verdict is OverrideVerdict.SAME_PERSON:
        home = await join_two(tx, held.case_id, held.other_case_id, by, regrouping)
    told = {"otherCaseId": str(held.other_case_id), "decision": verdict}
    regrouping.tell(home, CaseChange("IdentityReviewDecided", None, told))
    if verdict is OverrideVerdict.DIFFERENT_PEOPLE:
        regrouping.tell(held.other_case_id)
    await conclude(tx, regrouping, by, action="decide_review", fields=("identity", "reason"), why=PERSON)
    return Decided(home)


async def assign_review(
    database: Database,
    actor: Actor,
    command: AssignReview,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> Decided:
    """Name who is to decide a review; whoever reaches both cases and may, decides it all the same. The case looked at.

    Raises BrokenRule: NothingToDecide, IdentityNotYours, ReviewDecided, ReviewOwnerUnknown, ReviewOwnerOutOfReach.
    """
    async with database.transaction(now) as tx:
        return await decided_once(tx, actor, idempotency_key, command, lambda: _assign(tx, actor, command, cause))


async def _assign(tx: Transaction, actor: Actor, command: AssignReview, cause: str) -> Decided:
    held = await _review(tx, actor, command.review_id)
    check_waits(held.state)
    both = held.case_id, held.other_case_id
    owner = await named_owner(tx, actor, command.staff_code)
    owner_id = check_owner(owner, (await reach_of(tx, both[0]), await reach_of(tx, both[1])))
    await review.note(tx, *both, state=ReviewState.ASSIGNED, owner_id=owner_id)
    by, regrouping = cause_of(actor, cause), Regrouping()
    told = {"otherCaseId": str(held.other_case_id), "ownerCode": command.staff_code or by.actor}
    regrouping.tell(held.case_id, CaseChange("IdentityReviewAssigned", None, told))
    await conclude(tx, regrouping, by, action="assign_review", fields=("identity", "owner"), why=PERSON)
    return Decided(held.case_id)


async def named_owner(tx: Transaction, actor: Actor, code: str | None) -> Actor | None:
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
    database: Database,
    actor: Actor,
    command: ReopenReview,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> Decided:
    """Take back that two cases are different people; the review waits again. The case looked at from.

    Raises BrokenRule: NothingToDecide, IdentityNotYours, DecisionNeedsReason, DecisionReasonTooLong, ReviewOpen,
    CasesWereJoined (a join is parted with `part_case`).
    """
    async with database.transaction(now) as tx:
        return await decided_once(tx, actor, idempotency_key, command, lambda: _reopen(tx, actor, command, cause))


async def _reopen(tx: Transaction, actor: Actor, command: ReopenReview, cause: str) -> Decided:
    held = await _review(tx, actor, command.review_id)
    check_reason(command.reason)
    check_decided(held.state)
    if held.decision == OverrideVerdict.SAME_PERSON:
        raise must_part()
    both = held.case_id, held.other_case_id
    if [await surviving(tx, one) for one in both] != list(both):  # one of them is no case of its own any more
        raise nothing_to_decide("reviewId")
    if held.ruling is not None:
        await override.withdraw(tx, held.ruling, by=cause)
    nothing = dict.fromkeys(review.ANSWER)
    await review.note(tx, held.case_id, held.other_case_id, state=ReviewState.OPEN, **nothing)
    by, regrouping = cause_of(actor, cause), Regrouping()
    told = {"otherCaseId": str(held.other_case_id), "decision": None}
    regrouping.tell(held.case_id, CaseChange("IdentityReviewDecided", None, told))
    regrouping.tell(held.other_case_id)
    await conclude(tx, regrouping, by, action="reopen_review", fields=("identity", "reason"), why=PERSON)
    return Decided(held.case_id)


async def _review(tx: Transaction, actor: Actor, review_id: int) -> HeldReview:
    """The review, its cases locked; the same answer for what is not there and what is not theirs."""
    held = await review.find(tx, review_id) if 0 < review_id <= LARGEST_ID else None
    if held is None:
        raise nothing_to_decide("reviewId")
    await case.lock(tx, [held.case_id, held.other_case_id])
    held = await review.find(tx, review_id)  # it may have been decided while we waited
    if held is None:
        raise nothing_to_decide("reviewId")
    await check_reach(tx, actor, (held.case_id, held.other_case_id), "reviewId")
    return held

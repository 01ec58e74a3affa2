"""Named persons look at a case whose records do not hang together: the review gets an owner, an answer, or it back."""

from datetime import datetime

from hub.actions.identity.deciding import LARGEST_ID, PERSON, Decided, cause_of, check_prison, check_reach, decided_once
from hub.actions.identity.regrouping import Regrouping, conclude
from hub.actions.identity.review import named_owner
from hub.actions.telling.case_events import CaseChange
from hub.domain.access import Actor
from hub.domain.cluster_review import (
    AssignClusterReview,
    DecideClusterReview,
    ReopenClusterReview,
    check_answered,
    check_within,
    pairs_ruled,
)
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.review import check_owner, check_reason, check_waits, nothing_to_decide
from hub.store import case
from hub.store.database import Database
from hub.store.identity import cluster, override
from hub.store.identity.cluster import HeldClusterReview
from hub.store.reach.plan_subject import reach_of, surviving
from hub.store.transaction import Transaction


async def decide_cluster_review(
    database: Database,
    actor: Actor,
    command: DecideClusterReview,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> Decided:
    """Answer whether the records of a case are one person's; nothing is parted by it. The case.

    Raises BrokenRule: NothingToDecide, IdentityNotYours, DecisionNeedsReason, DecisionReasonTooLong, ReviewDecided,
    ReviewWithdrawn, DecidedBetweenCases, RuledApartAlready, NothingToTellApart, PrisonMustMerge.
    """
    async with database.transaction(now) as tx:
        return await decided_once(tx, actor, idempotency_key, command, lambda: _decide(tx, actor, command, cause))


async def _decide(tx: Transaction, actor: Actor, command: DecideClusterReview, cause: str) -> Decided:
    held = await _review(tx, actor, command.review_id)
    reason = check_reason(command.reason)
    verdict, home = command.verdict, held.case_id
    check_within(held.state, held.because, verdict)
    pairs = pairs_ruled(verdict, await cluster.groups(tx, held.id, home))
    if verdict is OverrideVerdict.SAME_PERSON:
        await check_prison(tx, home, home)
    scope = OverrideScope.RECORDS
    ruling = await override.rule(tx, pairs, verdict, scope, reason=reason, cause=cause, decided_by=actor.staff_id)
    await cluster.note_decided(tx, held.id, verdict, reason, ruling, actor.staff_id)
    told = CaseChange("ClusterReviewDecided", None, {"because": held.because, "decision": verdict})
    return await _conclude(tx, actor, cause, home, told, "decide_cluster_review")


async def assign_cluster_review(
    database: Database,
    actor: Actor,
    command: AssignClusterReview,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> Decided:
    """Name who is to look at a case; whoever reaches it and may, decides all the same. The case.

    Raises BrokenRule: NothingToDecide, IdentityNotYours, ReviewDecided, ReviewWithdrawn, ReviewOwnerUnknown,
    ReviewOwnerOutOfReach.
    """
    async with database.transaction(now) as tx:
        return await decided_once(tx, actor, idempotency_key, command, lambda: _assign(tx, actor, command, cause))


async def _assign(tx: Transaction, actor: Actor, command: AssignClusterReview, cause: str) -> Decided:
    held = await _review(tx, actor, command.review_id)
    check_waits(held.state)
    owner = check_owner(await named_owner(tx, actor, command.staff_code), (await reach_of(tx, held.case_id),))
    await cluster.note_owner(tx, held.id, owner)
    code = command.staff_code or cause_of(actor, cause).actor
    told = CaseChange("ClusterReviewAssigned", None, {"because": held.because, "ownerCode": code})
    return await _conclude(tx, actor, cause, held.case_id, told, "assign_cluster_review")


async def reopen_cluster_review(
    database: Database,
    actor: Actor,
    command: ReopenClusterReview,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> Decided:
    """Take an answer back: its ruling is withdrawn, and the review waits again where a person must look still.

    Raises BrokenRule: NothingToDecide, IdentityNotYours, DecisionNeedsReason, DecisionReasonTooLong, ReviewOpen,
    ReviewWithdrawn, DecidedElsewhere.
    """
    async with database.transaction(now) as tx:
        return await decided_once(tx, actor, idempotency_key, command, lambda: _reopen(tx, actor, command, cause))


async def _reopen(tx: Transaction, actor: Actor, command: ReopenClusterReview, cause: str) -> Decided:
    held = await _review(tx, actor, command.review_id)
    check_reason(command.reason)
    check_answered(held.state, held.decision)
    assert held.ruling is not None  # kept with every answer
    await override.withdraw(tx, held.ruling, by=cause)
    await cluster.reopen(tx, held.id, held.case_id)
    told = CaseChange("ClusterReviewDecided", None, {"because": held.because, "decision": None})
    return await _conclude(tx, actor, cause, held.case_id, told, "reopen_cluster_review")


async def _conclude(tx: Transaction, actor: Actor, cause: str, home: int, told: CaseChange, action: str) -> Decided:
    by, regrouping = cause_of(actor, cause), Regrouping()
    regrouping.tell(home, told)
    await conclude(tx, regrouping, by, action=action, fields=("identity", "review"), why=PERSON)
    return Decided(home)


async def _review(tx: Transaction, actor: Actor, review_id: int) -> HeldClusterReview:
    """The review, its case locked; the same answer for what is not there, has joined another, and is not theirs."""
    held = await cluster.find(tx, review_id) if 0 < review_id <= LARGEST_ID else None
    if held is None:
        raise nothing_to_decide("reviewId")
    await case.lock(tx, [held.case_id])
    held = await cluster.find(tx, review_id)  # it may have ended while we waited
    if held is None or await surviving(tx, held.case_id) != held.case_id:
        raise nothing_to_decide("reviewId")
    await check_reach(tx, actor, [held.case_id], "reviewId")
    return held

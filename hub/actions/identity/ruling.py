"""A named person rules on two records that they name: of one person, or of different people; or takes that back."""

from datetime import datetime

from hub.actions.identity.deciding import (
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
from hub.domain.access import Actor
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.review import ReviewState, check_reason, nothing_to_decide
from hub.domain.ruling import RuleOnRecords, WithdrawRuling, check_ruling, check_withdrawn
from hub.store.database import Database
from hub.store.identity import cluster, override, review, ruled
from hub.store.transaction import Transaction


async def rule_on_records(
    database: Database,
    actor: Actor,
    command: RuleOnRecords,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> Decided:
    """Rule on two records; the case of the first. One person: their cases are joined. Two: nothing is parted yet.

    What the same person has ruled with the same reason, and what stands, is not ruled again: nothing changes.

    Raises BrokenRule: NothingToDecide, IdentityNotYours, DecisionNeedsReason, DecisionReasonTooLong, RecordsAreOne,
    ScopeIsTheServices, PrisonMustMerge.
    """
    async with database.transaction(now) as tx:
        return await decided_once(tx, actor, idempotency_key, command, lambda: _rule(tx, actor, command, cause))


async def _rule(tx: Transaction, actor: Actor, command: RuleOnRecords, cause: str) -> Decided:
    check_ruling(command)
    named = [command.record_id, command.other_record_id]
    cases = await ruled.lock_cases(tx, named)
    if len(cases) != len(named):
        raise nothing_to_decide("recordId")
    mine, other = (cases[one] for one in named)
    await check_reach(tx, actor, [mine, other], "recordId")
    reason = check_reason(command.reason)
    verdict, apart = command.verdict, mine != other
    wide = apart and command.scope is OverrideScope.CASES
    pairs = await pairs_of(tx, mine, other) if wide else [(command.record_id, command.other_record_id)]
    scope = OverrideScope.CASES if wide else OverrideScope.RECORDS
    joins = apart and verdict is OverrideVerdict.SAME_PERSON
    if joins:
        await check_prison(tx, mine, other)
    asks = joins or (apart and await review.waits(tx, mine, other))
    if not asks and await ruled.stands(tx, pairs, verdict, scope, reason=reason, decided_by=actor.staff_id):
        return Decided(mine)
    ruling = await override.rule(tx, pairs, verdict, scope, reason=reason, cause=cause, decided_by=actor.staff_id)
    by, regrouping = cause_of(actor, cause), Regrouping()
    if apart:
        decided = {"decided_by_id": actor.staff_id, "decided_at": tx.now, "comment": reason, "ruling": ruling}
        decided |= {"state": ReviewState.DECIDED, "decision": verdict}
        await review.note_waiting(tx, mine, other, **decided)
    home = await join_two(tx, mine, other, by, regrouping) if joins else mine
    told = CaseChange("RecordsRuled", None, {"verdict": verdict, "scope": scope})
    for case_id in dict.fromkeys((home, home if joins else other)):
        regrouping.tell(case_id, told)
    await conclude(tx, regrouping, by, action="rule_on_records", fields=("identity", "reason"), why=PERSON)
    return Decided(home)


async def withdraw_ruling(
    database: Database,
    actor: Actor,
    command: WithdrawRuling,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> Decided:
    """Take a ruling back; nothing is joined or parted by that, the cases are looked at again.

    Raises BrokenRule: NothingToDecide, IdentityNotYours, DecisionNeedsReason, DecisionReasonTooLong,
    RulingWithdrawn, RulingAnswersReview.
    """
    async with database.transaction(now) as tx:
        return await decided_once(tx, actor, idempotency_key, command, lambda: _withdraw(tx, actor, command, cause))


async def _withdraw(tx: Transaction, actor: Actor, command: WithdrawRuling, cause: str) -> Decided:
    held = await ruled.find(tx, command.ruling_id)
    if held is None:
        raise nothing_to_decide("rulingId")
    await ruled.lock_cases(tx, held.records)
    held = await ruled.find(tx, command.ruling_id)
    if held is None:
        raise nothing_to_decide("rulingId")
    await check_reach(tx, actor, held.cases, "rulingId")
    check_reason(command.reason)
    answers = await review.answered_by(tx, held.ruling) or await cluster.answered_by(tx, held.ruling)
    check_withdrawn(withdrawn=held.withdrawn, answers_review=answers)
    await override.withdraw(tx, held.ruling, by=cause)
    by, regrouping = cause_of(actor, cause), Regrouping()
    for case_id in held.cases:
        regrouping.tell(case_id, CaseChange("RulingWithdrawn", None, {"verdict": held.verdict, "scope": held.scope}))
    await conclude(tx, regrouping, by, action="withdraw_ruling", fields=("identity", "reason"), why=PERSON)
    return Decided(held.cases[0])

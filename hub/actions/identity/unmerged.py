"""A service takes a merge back: what people had answered, or were asked, about the two records is answered anew."""

from collections.abc import Iterable

from hub.actions.identity.regrouping import Regrouping
from hub.actions.redeciding.asking import withdraw
from hub.actions.telling.case_events import CaseChange, Cause
from hub.domain.identity import Doubt
from hub.domain.override import OverrideVerdict
from hub.domain.review import ReviewState, Withdrawn
from hub.store.identity import linking, override, review, ruled
from hub.store.moving import joining
from hub.store.reach.plan_subject import surviving
from hub.store.transaction import Transaction


async def answer_unmerged(
    tx: Transaction, home: int, stays: int, back: int, cause: Cause, regrouping: Regrouping
) -> None:
    """Withdraw the review that had made the two records one person's, and the one that asks about their two cases.

    `home` is the case of the record `stays`; the service's ruling on the pair is kept already. What was answered stays
    with the review. Where people ruled that other records of the two cases are one person's, that stands against the
    service's word: then somebody is asked again.
    """
    other = (await ruled.lock_cases(tx, [back]))[back]
    ended = {"state": ReviewState.WITHDRAWN, "withdrawn_at": tx.now, "withdrawn_because": Withdrawn.SOURCE_UNMERGED}
    answered = await review.note_overruled(tx, await ruled.overruled(tx, [(back, stays)]), **ended)
    await _tell(tx, answered, home, regrouping)
    if await _ruled_one(tx, home, other):
        await ask_again(tx, home, other, Doubt.RULED_DIFFERENT, cause, regrouping)
    elif await review.waits(tx, home, other):
        regrouping.tell(home, await withdraw(tx, home, other, Withdrawn.SOURCE_UNMERGED))
        regrouping.tell(other)


async def ask_again(
    tx: Transaction, case_id: int, other: int, doubt: Doubt, cause: Cause, regrouping: Regrouping
) -> None:
    """Ask a person whether two cases are one person, against what a service says of their records."""
    if await linking.note_review(tx, case_id, other, doubt, {"cause": cause.cause}):
        regrouping.tell(case_id, CaseChange("IdentityReviewDue", None, {"otherCaseId": str(other), "reason": doubt}))
        regrouping.tell(other)


async def _tell(tx: Transaction, reviews: Iterable[tuple[int, int]], home: int, regrouping: Regrouping) -> None:
    """Tell of each review once, on the case `home` or where one of its two cases lives now."""
    sides = sorted(reviews, key=lambda pair: (pair[0] != home, pair))
    told = set[frozenset[int]]()
    for mine, other in sides:
        living = await surviving(tx, mine)
        if living is not None and frozenset((mine, other)) not in told:
            told.add(frozenset((mine, other)))
            after = {"otherCaseId": str(other), "because": Withdrawn.SOURCE_UNMERGED}
            regrouping.tell(living, CaseChange("IdentityReviewWithdrawn", None, after))


async def _ruled_one(tx: Transaction, home: int, other: int) -> bool:
    """Whether a ruling stands that records of the two cases are of one person."""
    theirs = set(await joining.records_of(tx, other))
    rulings = await override.standing_of(tx, home)
    return any(one.verdict is OverrideVerdict.SAME_PERSON and one.other_id in theirs for one in rulings)

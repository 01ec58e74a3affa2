"""Decisions of named persons on who is who: a review of two cases, and the parting of what was joined.

A person decides with a reason, within reach of both cases; the decision wins over every score and stands until it is
taken back. To part what the hub holds as one person takes a second person who agrees. Source: hub ("Identity").
"""

from collections.abc import Collection
from enum import StrEnum

from hub.domain.access import Actor, Capability, CaseReach, may_see
from hub.domain.override import OverrideVerdict
from hub.domain.value import Value
from hub.errors import BrokenRule

LONGEST_REASON = 1000


class ReviewState(StrEnum):
    """How far a review is."""

    OPEN = "OPEN"
    ASSIGNED = "ASSIGNED"
    DECIDED = "DECIDED"
    WITHDRAWN = "WITHDRAWN"


class Withdrawn(StrEnum):
    """Why the hub does not ask any more: what made it ask is not so now."""

    RECORDS_DIFFER = "RECORDS_DIFFER"
    LINKED_OTHERWISE = "LINKED_OTHERWISE"
    RULED_DIFFERENT = "RULED_DIFFERENT"
    NUMBER_NOT_SHARED = "NUMBER_NOT_SHARED"
    SOURCE_UNMERGED = "SOURCE_UNMERGED"


WAITING = frozenset({ReviewState.OPEN, ReviewState.ASSIGNED})


class AssignReview(Value):
    """Somebody is to decide a review: a member of staff of the same service by code; None is who asks."""

    review_id: int
    staff_code: str | None = None


class DecideReview(Value):
    """The answer to a review: both cases are one person, or two."""

    review_id: int
    verdict: OverrideVerdict
    reason: str


class ReopenReview(Value):
    """A decision is taken back: the review waits again."""

    review_id: int
    reason: str


class PartCase(Value):
    """What a change brought to a case is to go back: asked for by one person, carried out once a second asks."""

    change_id: int
    reason: str


def check_person(actor: Actor, reaches: tuple[CaseReach, ...], field: str) -> None:
    """Raises BrokenRule: NothingToDecide where a case is not theirs to see, IdentityNotYours."""
    if not reaches or not all(may_see(actor, reach) for reach in reaches):
        raise nothing_to_decide(field)
    if not actor.may(Capability.DECIDE_IDENTITY) or actor.staff_id is None:
        raise _broken("IdentityNotYours")


def check_reason(reason: str) -> str:
    """The reason without blanks around it. Raises BrokenRule: DecisionNeedsReason, DecisionReasonTooLong."""
    plain = reason.strip()
    if not plain:
        raise _broken("DecisionNeedsReason", "reason")
    if len(plain) > LONGEST_REASON:
        raise _broken("DecisionReasonTooLong", "reason")
    return plain


def check_waits(state: ReviewState) -> None:
    """Raises BrokenRule: ReviewDecided, ReviewWithdrawn."""
    _check_asked(state)
    if state not in WAITING:
        raise _broken("ReviewDecided", "reviewId")


def check_decided(state: ReviewState) -> None:
    """Raises BrokenRule: ReviewOpen, ReviewWithdrawn."""
    _check_asked(state)
    if state in WAITING:
        raise _broken("ReviewOpen", "reviewId")


def _check_asked(state: ReviewState) -> None:
    if state is ReviewState.WITHDRAWN:
        raise _broken("ReviewWithdrawn", "reviewId")


def check_owner(owner: Actor | None, reaches: tuple[CaseReach, ...]) -> int:
    """The key of the member of staff. Raises BrokenRule: ReviewOwnerUnknown, ReviewOwnerOutOfReach."""
    if owner is None or owner.staff_id is None:
        raise _broken("ReviewOwnerUnknown", "staffCode")
    if not all(may_see(owner, reach) for reach in reaches):
        raise _broken("ReviewOwnerOutOfReach", "staffCode")
    return owner.staff_id


def check_one_person(prison_numbers: frozenset[str]) -> None:
    """Two living prison numbers are two people until the prison merges them: raises BrokenRule PrisonMustMerge."""
    if len(prison_numbers) > 1:
        raise _broken("PrisonMustMerge", "verdict")


def check_second(asked_by: int | None, actor: Actor) -> bool:
    """Whether somebody else asked for the parting before; raises BrokenRule SecondPersonNeeded."""
    if asked_by is not None and asked_by == actor.staff_id:
        raise _broken("SecondPersonNeeded")
    return asked_by is not None


def check_here(records: Collection[int]) -> None:
    """What a change brought to a case is there no more: raises BrokenRule RecordsMovedOn."""
    if not records:
        raise _broken("RecordsMovedOn", "changeId")


def check_one_case(at: int, former: int | None) -> None:
    """What came from a case that has gone into this one since can't go back there: raises CasesAreOneSince."""
    if at == former:
        raise _broken("CasesAreOneSince", "changeId")


def nothing_to_decide(field: str) -> BrokenRule:
    """The same for what does not exist, and for what is not theirs to see."""
    return _broken("NothingToDecide", field)


def must_part() -> BrokenRule:
    """A decision that joined two cases is taken back by parting them."""
    return _broken("CasesWereJoined", "reviewId")


RULES: dict[str, tuple[str, str]] = {
    "NothingToDecide": (
        "There is no such review, change, ruling or record of cases that you see.",
        "Check the id; who decides must reach both cases.",
    ),
    "IdentityNotYours": (
        "Your roles do not allow you to decide who is who.",
        "Ask a team manager who reaches both cases.",
    ),
    "DecisionNeedsReason": ("A decision on who somebody is needs a reason.", "Say why, in a sentence."),
    "DecisionReasonTooLong": (f"A reason has at most {LONGEST_REASON} characters.", "Shorten the reason."),
    "ReviewDecided": ("The review is decided.", "Take the decision back first, with its reason."),
    "ReviewOpen": ("The review waits for a decision; there is none to take back.", "Decide it."),
    "ReviewWithdrawn": (
        "The hub does not ask this any more: the records have changed, or a ruling was taken back.",
        "Look at the records; where they are of one person, or of two, all the same, rule so with ruleOnRecords.",
    ),
    "ReviewOwnerUnknown": (
        "Your service has no member of staff with this code who works there today.",
        "Check the code.",
    ),
    "ReviewOwnerOutOfReach": (
        "The member of staff does not reach both cases.",
        "Name somebody whose team, prison or caseload has both.",
    ),
    "PrisonMustMerge": (
        "Both cases have a living prison number: to the prison they are two people.",
        "Have the prison merge its records; the cases follow by themselves.",
    ),
    "SecondPersonNeeded": (
        "You asked for this yourself: to part a case takes a second person.",
        "Ask a colleague who may decide to look at it and do the same.",
    ),
    "RecordsMovedOn": (
        "What this change brought to the case has gone to another since.",
        "Take the later change back first: see the history of the case where the records are now.",
    ),
    "CasesAreOneSince": (
        "The case that this came from has become one with this one since.",
        "Part that join first: see the history of the case.",
    ),
    "CasesWereJoined": (
        "The decision made the two cases one.",
        "Part the case: use partCase with the change in the case's identity history.",
    ),
}


def _broken(code: str, field: str | None = None) -> BrokenRule:
    message, remedy = RULES[code]
    return BrokenRule(code, message, remedy, field)

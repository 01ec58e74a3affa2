"""Decisions of named persons on a case whose records do not hang together: one person's, or of different people.

Nothing is parted by it: who decides that records are of different people has said so, and a second person parts them.
The decision is a ruling on the records, wins over every score, and stands until it is taken back. Source: hub
("Identity").
"""

from collections.abc import Sequence
from itertools import combinations, product

from hub.domain.cluster import Because
from hub.domain.override import OverrideVerdict
from hub.domain.review import ReviewState, check_decided, check_waits
from hub.domain.value import Value
from hub.errors import BrokenRule


class AssignClusterReview(Value):
    """Somebody is to look at a case: a member of staff of the same service by code; None is who asks."""

    review_id: int
    staff_code: str | None = None


class DecideClusterReview(Value):
    """The answer: the groups of records are of one person, or of different people."""

    review_id: int
    verdict: OverrideVerdict
    reason: str


class ReopenClusterReview(Value):
    """The answer is taken back: the case is looked at again."""

    review_id: int
    reason: str


# What is asked within one case; the rest is asked of two, and decided there.
WITHIN = frozenset({Because.RECORDS_DIFFER, Because.RULED_APART_WITHIN, Because.LEFT_BY_UNMERGE})

Pairs = list[tuple[int, int]]


def check_within(state: ReviewState, because: Because, verdict: OverrideVerdict) -> None:
    """Raises BrokenRule: ReviewDecided, ReviewWithdrawn, DecidedBetweenCases, RuledApartAlready."""
    check_waits(state)
    if because not in WITHIN:
        raise _broken("DecidedBetweenCases", "reviewId")
    if because is Because.RULED_APART_WITHIN and verdict is OverrideVerdict.DIFFERENT_PEOPLE:
        raise _broken("RuledApartAlready", "verdict")


def check_answered(state: ReviewState, decision: OverrideVerdict | None) -> None:
    """Raises BrokenRule: ReviewOpen, ReviewWithdrawn, DecidedElsewhere."""
    check_decided(state)
    if decision is None:
        raise _broken("DecidedElsewhere", "reviewId")


def pairs_ruled(verdict: OverrideVerdict, groups: Sequence[Sequence[int]]) -> Pairs:
    """The pairs of records that the answer speaks of; `groups` are those that hang together, by record.

    One person: every two of the records. Different people: every two of different groups, for nobody asked of those
    that hang together; raises BrokenRule NothingToTellApart where all do.
    """
    if verdict is OverrideVerdict.SAME_PERSON:
        return list(combinations(sorted(one for group in groups for one in group), 2))
    pairs = [pair for one, other in combinations(groups, 2) for pair in product(one, other)]
    if not pairs:
        raise _broken("NothingToTellApart", "verdict")
    return pairs


RULES: dict[str, tuple[str, str]] = {
    "DecidedBetweenCases": (
        "What is asked here is whether a record of this case and one of another are of one person.",
        "Decide the review of the two cases, or rule on the two records anew with ruleOnRecords.",
    ),
    "RuledApartAlready": (
        "It is ruled already that records of the case are of different people.",
        "Part them with partRecord, as somebody else than who ruled so, or decide that they are one person.",
    ),
    "DecidedElsewhere": (
        "A ruling, a parting or a review of two cases ended this, not an answer given here.",
        "Take that back: see the rulings, reviews and history of the case.",
    ),
    "NothingToTellApart": (
        "All records that were looked at hang together: which of them are of somebody else is not said by this.",
        "Rule on the two records that are of different people, with ruleOnRecords.",
    ),
}


def _broken(code: str, field: str) -> BrokenRule:
    message, remedy = RULES[code]
    return BrokenRule(code, message, remedy, field)

"""Answers on a case whose records do not hang together: what they speak of, and what stands in the way, as tables."""

from collections.abc import Callable

import pytest

from hub.domain.cluster import Because
from hub.domain.cluster_review import RULES, WITHIN, check_answered, check_within, pairs_ruled
from hub.domain.override import OverrideVerdict
from hub.domain.review import ReviewState
from hub.errors import BrokenRule

SAME, DIFFERENT = OverrideVerdict.SAME_PERSON, OverrideVerdict.DIFFERENT_PEOPLE
OPEN, DECIDED, WITHDRAWN = ReviewState.OPEN, ReviewState.DECIDED, ReviewState.WITHDRAWN
DIFFER, RULED, TIED = Because.RECORDS_DIFFER, Because.RULED_APART_WITHIN, Because.TIED_YET_RULED_APART
ACROSS = Because.RULED_TOGETHER_ACROSS

REFUSED: list[tuple[str, Callable[[], object], str]] = [
    ("decided already", lambda: check_within(DECIDED, DIFFER, SAME), "ReviewDecided"),
    ("asked no more", lambda: check_within(WITHDRAWN, DIFFER, SAME), "ReviewWithdrawn"),
    ("a ruling across cases", lambda: check_within(OPEN, ACROSS, SAME), "DecidedBetweenCases"),
    ("a number against a ruling", lambda: check_within(OPEN, TIED, DIFFERENT), "DecidedBetweenCases"),
    ("ruled apart already", lambda: check_within(OPEN, RULED, DIFFERENT), "RuledApartAlready"),
    ("one group only", lambda: pairs_ruled(DIFFERENT, [[1, 2]]), "NothingToTellApart"),
    ("no record left", lambda: pairs_ruled(DIFFERENT, []), "NothingToTellApart"),
    ("nothing decided", lambda: check_answered(OPEN, None), "ReviewOpen"),
    ("asked no more, none decided", lambda: check_answered(WITHDRAWN, None), "ReviewWithdrawn"),
    ("ended by a parting", lambda: check_answered(DECIDED, None), "DecidedElsewhere"),
]


@pytest.mark.parametrize(("what", "check", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_stands_in_the_way(what: str, check: Callable[[], object], code: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        check()
    assert refused.value.code == code
    assert refused.value.remedy.endswith(".")


def test_every_rule_has_a_row() -> None:
    assert set(RULES) <= {code for _, _, code in REFUSED}


@pytest.mark.parametrize("because", sorted(WITHIN))
def test_what_is_asked_of_one_case_is_answered_there(because: Because) -> None:
    check_within(ReviewState.ASSIGNED, because, SAME)
    check_answered(DECIDED, SAME)


@pytest.mark.parametrize(
    ("verdict", "groups", "pairs"),
    [
        (SAME, [[2], [1]], [(1, 2)]),
        (SAME, [[1, 2], [3]], [(1, 2), (1, 3), (2, 3)]),
        (SAME, [[1, 2]], [(1, 2)]),
        (DIFFERENT, [[1, 2], [3]], [(1, 3), (2, 3)]),
        (DIFFERENT, [[1], [2], [3]], [(1, 2), (1, 3), (2, 3)]),
    ],
)
def test_the_pairs_that_an_answer_speaks_of(
    verdict: OverrideVerdict, groups: list[list[int]], pairs: list[tuple[int, int]]
) -> None:
    assert pairs_ruled(verdict, groups) == pairs

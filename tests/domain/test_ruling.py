"""Who may rule on records, part them and take a ruling back, as a table."""

from collections.abc import Callable

import pytest

from hub.domain.access import Actor, Role, Service
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.ruling import RULES, RuleOnRecords, check_ruled_apart, check_ruling, check_withdrawn
from hub.errors import BrokenRule

MANAGER = Actor("s", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "S", 1, "T1")


def ruling(one: int = 1, other: int = 2, scope: OverrideScope = OverrideScope.RECORDS) -> RuleOnRecords:
    return RuleOnRecords(one, other, OverrideVerdict.SAME_PERSON, scope, "Finger prints")


REFUSED: list[tuple[str, Callable[[], object], str]] = [
    ("one record", lambda: check_ruling(ruling(1, 1)), "RecordsAreOne"),
    ("a service's scope", lambda: check_ruling(ruling(scope=OverrideScope.SOURCE_UNMERGE)), "ScopeIsTheServices"),
    ("withdrawn", lambda: check_withdrawn(withdrawn=True, answers_review=False), "RulingWithdrawn"),
    ("a review's answer", lambda: check_withdrawn(withdrawn=False, answers_review=True), "RulingAnswersReview"),
    ("nobody ruled", lambda: check_ruled_apart(set(), MANAGER), "NotRuledApart"),
    ("ruled oneself", lambda: check_ruled_apart({1}, MANAGER), "SecondPersonNeeded"),
]


@pytest.mark.parametrize(("what", "check", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_stands_in_the_way(what: str, check: Callable[[], object], code: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        check()
    assert refused.value.code == code
    assert refused.value.remedy.endswith(".")


def test_every_rule_has_a_row() -> None:
    assert {code for _, _, code in REFUSED} == set(RULES)


@pytest.mark.parametrize("deciders", [{2}, {1, 2}, {None}])  # a colleague, both, a service's own word
def test_two_pairs_of_eyes_part_a_record(deciders: set[int | None]) -> None:
    check_ruled_apart(deciders, MANAGER)
    check_ruling(ruling())
    check_withdrawn(withdrawn=False, answers_review=False)

from datetime import date

import pytest

from hub.domain.access import Role
from hub.domain.span_join import SpanJoin, check_join, positions
from hub.errors import BrokenRule
from tests.rule_table import RuleTable

DAY = date(2026, 11, 23)


def checked(sentences: int, role: Role, name: str, reason: str, is_complex: bool, is_risky: bool) -> str:
    join = SpanJoin(frozenset(f"sentence {number}" for number in range(sentences)), name, reason, DAY)
    try:
        check_join(join, is_complex=is_complex, is_risky=is_risky, roles=frozenset({role}))
    except BrokenRule as broken:
        assert broken.remedy.endswith(".")
        return broken.code
    return "allowed"


TM, OM = Role.TEAM_MANAGER, Role.OFFENDER_MANAGER
JOINS = RuleTable(
    "Joining spans that are not consecutive",
    "guide, End-to-end; that a team manager decides: hub",
    ("sentences named", "by", "name", "reason", "complex", "risky"),
    ("answer",),
    [
        (2, TM, "A. Name", "the same pattern", True, True, "allowed"),
        (3, TM, "A. Name", "the same pattern", True, True, "allowed"),
        (2, TM, "A. Name", "the same pattern", True, False, "NotComplexAndRisky"),
        (2, TM, "A. Name", "the same pattern", False, True, "NotComplexAndRisky"),
        (2, TM, "A. Name", " ", True, True, "JoinNeedsReason"),
        (2, TM, " ", "the same pattern", True, True, "JoinNotYours"),
        (2, OM, "A. Name", "the same pattern", True, True, "JoinNotYours"),
        (1, TM, "A. Name", "the same pattern", True, True, "JoinNeedsTwoSentences"),
    ],
    checked,
)


@pytest.mark.parametrize("row", JOINS.rows, ids=JOINS.names())
def test_joining(row: tuple[object, ...]) -> None:
    JOINS.check(row)


def test_sentences_are_named_by_their_record_and_found_by_position() -> None:
    join = SpanJoin(frozenset({"b", "d", "gone"}), "A. Name", "said", DAY)
    assert positions([join], ["a", "b", "c", "d"]) == [frozenset({1, 3})]

from datetime import date

import pytest

from hub.domain.handover import HandoverOverride, OverrideReason, Responsibility, check_override
from hub.errors import BrokenRule
from tests.rule_table import RuleTable

WHY = OverrideReason


def checked(reason: OverrideReason, by: str, text: str | None) -> str:
    try:
        check_override(HandoverOverride(Responsibility.COMMUNITY, reason, by, date(2026, 11, 23), text))
    except BrokenRule as broken:
        assert broken.remedy.endswith(".")
        return broken.code
    return "allowed"


OVERRIDES = RuleTable(
    "Deciding responsibility otherwise",
    "rules, (d), step 0",
    ("reason", "by", "words"),
    ("answer",),
    [
        (WHY.LESS_THAN_TEN_MONTHS_TO_SERVE, "A. Name", None, "allowed"),
        (WHY.COMMUNITY_TEAM_TO_WORK_WITH_OFFENDER, "A. Name", None, "allowed"),
        (WHY.RECALLED, "A. Name", None, "allowed"),
        (WHY.MOVED_TO_OPEN_PRISON, "A. Name", None, "allowed"),
        (WHY.OTHER, "A. Name", "Moves near home.", "allowed"),
        (WHY.OTHER, "A. Name", None, "OverrideNeedsText"),
        (WHY.OTHER, "A. Name", "  ", "OverrideNeedsText"),
        (WHY.RECALLED, " ", None, "OverrideNeedsName"),
    ],
    checked,
)


@pytest.mark.parametrize("row", OVERRIDES.rows, ids=OVERRIDES.names())
def test_an_override(row: tuple[object, ...]) -> None:
    OVERRIDES.check(row)


def test_words_have_a_length() -> None:
    assert checked(WHY.OTHER, "A. Name", "x" * 1000) == "allowed"
    assert checked(WHY.OTHER, "A. Name", "x" * 1001) == "OverrideTextTooLong"

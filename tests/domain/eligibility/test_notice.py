from datetime import date

import pytest

from hub.domain.because import because
from hub.domain.eligibility import (
    Eligibility,
    EligibilityDecision,
    EligibilityReason,
    NoticeChannel,
    NoticeReason,
    NoticeTold,
    SupervisorDue,
    check_told,
    notice_due,
)
from hub.errors import BrokenRule
from tests.rule_table import RuleTable

YES, NO, OUTSIDE, NOT_KNOWN = Eligibility
DAY = date(2026, 11, 23)
Y = NoticeReason


def due(
    now: Eligibility, manager: int | None, told: Eligibility | None, told_manager: int | None
) -> NoticeReason | None:
    decision = EligibilityDecision(now, SupervisorDue.NONE, because(EligibilityReason.INDETERMINATE, "Said."))
    last = None if told is None else NoticeTold(told, told_manager, DAY, NoticeChannel.IN_PERSON)
    return notice_due(decision, manager, last)


NOTICES = RuleTable(
    "When the offender is to be told",
    "what, Who has an Offender Manager; domain",
    ("has a manager", "manager", "told before", "manager told"),
    ("reason",),
    [
        (YES, 7, None, None, Y.NEVER_TOLD),
        (YES, None, None, None, Y.NEVER_TOLD),
        (NO, None, None, None, Y.NEVER_TOLD),
        (OUTSIDE, None, None, None, None),
        (NOT_KNOWN, None, None, None, None),
        (YES, 7, YES, 7, None),
        (YES, 8, YES, 7, Y.MANAGER_CHANGED),
        (YES, 7, YES, None, Y.MANAGER_NAMED),
        (YES, None, YES, 7, Y.NOBODY_MANAGES_NOW),
        (YES, None, YES, None, None),
        (YES, 7, NO, None, Y.ANSWER_CHANGED),
        (NO, None, YES, 7, Y.ANSWER_CHANGED),
        (NO, None, NO, None, None),
        (OUTSIDE, None, YES, 7, None),
    ],
    due,
    "Managers are numbers here. Date and channel of what was told are recorded.",
)


@pytest.mark.parametrize("row", NOTICES.rows, ids=NOTICES.names())
def test_when_a_notice_is_due(row: tuple[object, ...]) -> None:
    NOTICES.check(row)


@pytest.mark.parametrize(
    ("told_on", "broken"),
    [
        (date(2026, 11, 1), None),
        (date(2026, 11, 23), None),
        (date(2026, 11, 24), "NoticeInTheFuture"),
        (date(2026, 10, 31), "NoticeBeforeTheDecision"),
    ],
)
def test_what_is_recorded_was_told_after_the_decision(told_on: date, broken: str | None) -> None:
    found = None
    try:
        check_told(NoticeTold(YES, 7, told_on, NoticeChannel.BY_LETTER), decided_on=date(2026, 11, 1), today=DAY)
    except BrokenRule as rule:
        found = rule.code
    assert found == broken

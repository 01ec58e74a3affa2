from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.handover import (
    HandoverList,
    HandoverNotice,
    HandoverReason,
    Notice,
    Responsibility,
    listed,
    manager_overdue,
    notices,
    upcoming,
)
from tests.rule_table import RuleTable

CUSTODY, BOTH, COMMUNITY = Responsibility
DAY = date(2022, 12, 1)


def off(days: int) -> date:
    return DAY + timedelta(days=days)


LISTS = RuleTable(
    "The lists of handovers",
    "rules, (d), Around it",
    ("responsible", "days since the day of handover", "manager known"),
    ("lists",),
    [
        (CUSTODY, -57, True, ()),
        (CUSTODY, -56, True, (HandoverList.UPCOMING,)),
        (CUSTODY, -1, False, (HandoverList.UPCOMING,)),
        (CUSTODY, 0, True, ()),
        (CUSTODY, 1, False, ()),
        (BOTH, -20, False, (HandoverList.IN_PROGRESS,)),
        (COMMUNITY, -56, True, (HandoverList.IN_PROGRESS,)),
        (COMMUNITY, 1, False, (HandoverList.IN_PROGRESS,)),
        (COMMUNITY, 2, False, (HandoverList.IN_PROGRESS, HandoverList.MANAGER_OVERDUE)),
        (COMMUNITY, 2, True, (HandoverList.IN_PROGRESS,)),
        (BOTH, 2, False, (HandoverList.IN_PROGRESS,)),
        (COMMUNITY, None, False, ()),
    ],
    lambda side, days, known: listed(side, None if days is None else DAY, off(days or 0), manager_known=known),
    "Upcoming: custody alone, the day at most 56 days ahead. Overdue: the community for two days, nobody named.",
)

APPROACHES, ON_THE_DAY, UNIT, MISSING, ASK = Notice
NOTICES = RuleTable(
    "What is told or asked when",
    "rules, (d), Around it",
    ("reason", "starts on", "handover on", "today", "manager known", "asked on"),
    ("notices due",),
    [
        (HandoverReason.DETERMINATE, DAY, DAY, off(-57), True, None, ()),
        (HandoverReason.DETERMINATE, DAY, DAY, off(-56), True, None, (APPROACHES,)),
        (HandoverReason.DETERMINATE, DAY, DAY, off(-1), True, None, (APPROACHES,)),
        (HandoverReason.DETERMINATE, DAY, DAY, DAY, True, None, (ON_THE_DAY,)),
        (HandoverReason.DETERMINATE, DAY, DAY, DAY, False, None, ()),
        (HandoverReason.DETERMINATE, DAY, DAY, off(6), False, None, ()),
        (HandoverReason.DETERMINATE, DAY, DAY, off(7), False, None, (UNIT,)),
        (HandoverReason.DETERMINATE, DAY, DAY, off(13), False, None, (UNIT,)),
        (HandoverReason.DETERMINATE, DAY, DAY, off(14), False, None, (UNIT, MISSING)),
        (HandoverReason.DETERMINATE, DAY, DAY, off(14), True, None, (ON_THE_DAY,)),
        (HandoverReason.INDETERMINATE_OPEN, off(-60), DAY, off(-53), False, None, (APPROACHES, UNIT)),
        (HandoverReason.DETERMINATE_SHORT, None, None, DAY, True, None, ()),
        (HandoverReason.DETERMINATE_SHORT, None, None, DAY, False, None, (ASK,)),
        (HandoverReason.DETERMINATE_SHORT, None, None, DAY, False, off(-1), ()),
        (HandoverReason.DETERMINATE_SHORT, None, None, DAY, False, off(-2), (ASK,)),
        (HandoverReason.RECALLED, None, None, DAY, False, None, ()),
    ],
    lambda reason, start, handover, today, known, asked: tuple(
        sorted(
            (one.notice for one in notices(reason, start, handover, today, manager_known=known, asked_on=asked)),
            key=list(Notice).index,
        )
    ),
    "Eight weeks before; on the day, where a manager is known; the local unit a week after the start and the prison 14 "
    "days after the handover, where none is; in a short sentence every two days until one is.",
)


@pytest.mark.parametrize("row", LISTS.rows, ids=LISTS.names())
def test_the_lists(row: tuple[object, ...]) -> None:
    LISTS.check(row)


@pytest.mark.parametrize("row", NOTICES.rows, ids=NOTICES.names())
def test_the_notices(row: tuple[object, ...]) -> None:
    NOTICES.check(row)


def test_a_window_of_another_length() -> None:
    assert upcoming(CUSTODY, DAY, off(-10), days=10)
    assert not upcoming(CUSTODY, DAY, off(-11), days=10)
    assert not manager_overdue(CUSTODY, DAY, off(9), manager_known=False)


@given(st.integers(-90, 90), st.integers(0, 30), st.booleans())
def test_a_clock_that_stood_still_finds_what_was_due_meanwhile(days: int, asleep: int, known: bool) -> None:
    """Each notice keeps the day on which it was due, however late it is found."""
    then = notices(HandoverReason.DETERMINATE, DAY, DAY, off(days), manager_known=known)
    later = notices(HandoverReason.DETERMINATE, DAY, DAY, off(days + asleep), manager_known=known)
    lasting = [one for one in then if one.notice is not APPROACHES]
    assert all(one in later for one in lasting)
    assert all(isinstance(one, HandoverNotice) and one.due_on <= off(days + asleep) for one in later)

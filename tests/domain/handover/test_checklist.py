from datetime import date

import pytest

from hub.domain.access import Service
from hub.domain.handover import HandoverReason, HandoverTask, Responsibility, Tick, checklist, must_reset
from hub.domain.handover.checklist import HandoverType, handover_type
from tests.rule_table import RuleTable

OASYS, CONTACT, MEETING, REPORT = HandoverTask
NONE, STANDARD, ENHANCED = HandoverType
CUSTODY, BOTH, COMMUNITY = Responsibility

TASKS = RuleTable(
    "The tasks of a handover",
    "rules, (d), Checklist",
    ("type", "handover on"),
    ("tasks",),
    [
        (ENHANCED, date(2026, 8, 31), (OASYS, CONTACT, MEETING)),
        (ENHANCED, date(2026, 9, 1), (OASYS, CONTACT)),
        (ENHANCED, date(2026, 9, 2), (OASYS, CONTACT)),
        (ENHANCED, None, (OASYS, CONTACT, MEETING)),
        (STANDARD, date(2026, 8, 31), (CONTACT, REPORT)),
        (STANDARD, date(2026, 9, 2), (CONTACT, REPORT)),
        (STANDARD, None, (CONTACT, REPORT)),
        (NONE, date(2026, 9, 2), ()),
        (NONE, None, ()),
    ],
    lambda kind, handover: checklist(kind, handover).tasks,
)

TYPES = RuleTable(
    "Which handover needs how much",
    "rules, (d), Checklist",
    ("reason", "enhanced resourcing"),
    ("type",),
    [
        (HandoverReason.DETERMINATE, True, ENHANCED),
        (HandoverReason.DETERMINATE, False, STANDARD),
        (HandoverReason.DETERMINATE, None, ENHANCED),
        (HandoverReason.INDETERMINATE, False, STANDARD),
        (HandoverReason.DETERMINATE_SHORT, True, NONE),
        (HandoverReason.DETERMINATE_SHORT, None, NONE),
    ],
    lambda reason, enhanced: handover_type(reason, enhanced_resourcing=enhanced),
)

RESETS = RuleTable(
    "When the ticks start anew",
    "rules, (d), Checklist",
    ("responsible before", "responsible now", "upcoming before", "upcoming now"),
    ("start anew",),
    [
        (CUSTODY, CUSTODY, True, True, False),
        (CUSTODY, CUSTODY, False, True, False),
        (CUSTODY, CUSTODY, True, False, True),
        (CUSTODY, CUSTODY, False, False, False),
        (CUSTODY, BOTH, True, False, False),
        (CUSTODY, COMMUNITY, True, False, False),
        (BOTH, CUSTODY, False, True, True),
        (COMMUNITY, CUSTODY, False, False, True),
        (COMMUNITY, BOTH, False, False, False),
    ],
    lambda before, now, was, is_now: must_reset(before, now, in_window_before=was, in_window_now=is_now),
)


ALL = [(table, row) for table in (TASKS, TYPES, RESETS) for row in table.rows]


@pytest.mark.parametrize(("table", "row"), ALL, ids=[f"{table.title}: {row}" for table, row in ALL])
def test_the_checklist(table: RuleTable, row: tuple[object, ...]) -> None:
    table.check(row)


def tick(task: HandoverTask, side: Service) -> Tick:
    return Tick(task, side, "Z01T011", date(2026, 11, 1), "Letter of that day")


def test_each_side_ticks_for_itself() -> None:
    found = checklist(STANDARD, None, [tick(CONTACT, Service.CUSTODY), tick(REPORT, Service.CUSTODY)])
    assert found.open_for == {Service.CUSTODY: (), Service.COMMUNITY: (CONTACT, REPORT)}
    assert not found.complete


def test_it_is_complete_when_both_sides_ticked_everything() -> None:
    ticks = [tick(task, side) for task in (CONTACT, REPORT) for side in Service]
    assert checklist(STANDARD, None, ticks).complete
    assert not checklist(STANDARD, None, ticks[:-1]).complete


def test_a_tick_for_a_task_that_is_none_of_it_falls_away() -> None:
    assert checklist(STANDARD, None, [tick(MEETING, Service.CUSTODY)]).ticks == ()


def test_the_day_without_meeting_is_a_setting() -> None:
    assert MEETING in checklist(ENHANCED, date(2027, 1, 1), without_meeting_from=None).tasks
    assert MEETING not in checklist(ENHANCED, date(2025, 1, 1), without_meeting_from=date(2025, 1, 1)).tasks

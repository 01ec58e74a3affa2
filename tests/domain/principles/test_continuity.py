from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.principles.continuity import Continuity, continuity
from hub.domain.principles.figure import NOT_YET_KNOWN, NOTHING_TO_MEASURE, Figure, FigureState
from hub.domain.supervision import Supervision
from hub.domain.team import Holder, HolderCause, HolderFlag, Period
from tests.rule_table import RuleTable

START = datetime(2026, 1, 1, tzinfo=UTC)
RECORD, UNPLANNED = HolderCause.COMMUNITY_RECORD, (HolderFlag.UNPLANNED_HANDOVER,)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def chain(text: str) -> list[Holder]:
    """Holders as text: "1 0-40, - 40-50, 2! 50-": who (- unallocated, ! unplanned), from which day to which."""
    holders = []
    for part in filter(None, text.split(", ")):
        who, days = part.split(" ")
        first, _, last = days.partition("-")
        flags = UNPLANNED if who.endswith("!") else ()
        staff = None if who == "-" else int(who.removesuffix("!"))
        holders.append(Holder(day(int(first)), day(int(last)) if last else None, staff, RECORD, flags=flags))
    return holders


def figures(holders: str, now: int, ended: int | None = None) -> Continuity:
    span = Period(START, None if ended is None else day(ended))
    return continuity(span, chain(holders), [], day(now))


def measured(holders: str, now: int, ended: int | None) -> tuple[int | None, ...]:
    found = figures(holders, now, ended)
    return tuple(
        one.value
        for one in (
            found.managers,
            found.share_with_present_manager,
            found.gaps,
            found.gap_days,
            found.planned_handovers,
            found.unplanned_handovers,
        )
    )


CONTINUITY = RuleTable(
    "Continuity of managers over a span",
    "domain, The four principles (guide, Continuity)",
    ("holders, by day of the span", "today is day", "the span ended on day"),
    ("managers", "per cent with the present one", "gaps", "days in gaps", "planned", "unplanned"),
    [
        ("1 0-", 100, None, 1, 100, 0, 0, 0, 0),
        ("1 0-40, 2 40-", 100, None, 2, 60, 0, 0, 1, 0),
        ("1 0-40, 2! 40-", 100, None, 2, 60, 0, 0, 0, 1),
        ("- 0-10, 1 10-", 100, None, 1, 90, 1, 10, 0, 0),
        ("1 0-40, - 40-50, 2! 50-", 100, None, 2, 50, 1, 10, 0, 0),
        ("1 0-40, 2! 40-60, 1! 60-", 100, None, 2, 80, 0, 0, 0, 2),
        ("1 0-40, - 40-", 100, None, 1, None, 1, 60, 0, 0),
        ("- 0-", 100, None, 0, None, 1, 100, 0, 0),
        ("1 0-", 200, 100, 1, 100, 0, 0, 0, 0),
        ("1 0-40, 2 40-100, 3 100-", 200, 100, 2, 60, 0, 0, 1, 0),
        ("1 0-33, 2 33-", 100, None, 2, 67, 0, 0, 1, 0),
        ("1 0-40, 1 40-", 100, None, 1, 100, 0, 0, 0, 0),
        ("", 100, None, None, None, None, None, None, None),
        ("1 0-", 0, None, None, None, None, None, None, None),
    ],
    measured,
    "People are numbers, a dash is unallocated, ! marks a change that nobody planned. A change over a gap is none. "
    "Without anybody named now there is no share with the present manager.",
)


@pytest.mark.parametrize("row", CONTINUITY.rows, ids=CONTINUITY.names())
def test_continuity(row: tuple[object, ...]) -> None:
    CONTINUITY.check(row)


def test_what_nobody_counts_is_not_yet_known_and_never_nought() -> None:
    found = figures("1 0-", 100)
    assert (found.key_worker_changes, found.broken_off) == (NOT_YET_KNOWN, NOT_YET_KNOWN)
    nothing = figures("", 100)
    assert (nothing.managers, nothing.gaps, nothing.share_with_present_manager) == (NOTHING_TO_MEASURE,) * 3


def test_changes_of_supervisor_are_counted_within_the_span() -> None:
    supervisions = [
        Supervision(1, day(-50), day(-10)),
        Supervision(2, day(-10), day(20)),
        Supervision(3, day(20), day(60)),
        Supervision(3, day(60), day(70)),
        Supervision(4, day(70)),
    ]
    found = continuity(Period(START, None), chain("1 0-"), supervisions, day(100), key_worker_changes=2, broken_off=1)
    assert found.supervisor_changes == Figure(FigureState.KNOWN, 2)
    assert (found.key_worker_changes.value, found.broken_off.value) == (2, 1)


def test_a_change_at_the_very_start_or_end_is_none_of_the_span() -> None:
    supervisions = [Supervision(1, day(-50), day(0)), Supervision(2, day(0), day(100)), Supervision(3, day(100))]
    found = continuity(Period(START, None), chain("1 0-"), supervisions, day(100))
    assert found.supervisor_changes.value == 0


@given(st.lists(st.tuples(st.none() | st.integers(1, 3), st.integers(1, 50), st.booleans()), min_size=1, max_size=8))
def test_gaps_and_managers_fill_the_span(parts: list[tuple[int | None, int, bool]]) -> None:
    holders, at = [], 0
    for staff, length, planned in parts:
        holders.append(Holder(day(at), day(at + length), staff, RECORD, flags=() if planned else UNPLANNED))
        at += length
    found = continuity(Period(START, None), holders, [], day(at))
    gap_days = sum(length for staff, length, _ in parts if staff is None)
    assert found.gap_days.value == gap_days
    present = parts[-1][0]
    held = sum(length for staff, length, _ in parts if staff == present)
    assert found.share_with_present_manager.value == (None if present is None else held * 100 // at)
    handovers = (found.planned_handovers.value or 0) + (found.unplanned_handovers.value or 0)
    assert found.managers.value is not None
    assert handovers >= found.managers.value - 1 - (found.gaps.value or 0)

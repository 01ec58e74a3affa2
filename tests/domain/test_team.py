from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from hub.domain.days import london_day, start_of
from hub.domain.team import (
    MOMENT,
    AllocationTold,
    Holder,
    HolderCause,
    HolderFlag,
    ManagerTold,
    Period,
    allocation_due_at,
    hold,
)
from hub.domain.tier import Tier
from tests.rule_table import RuleTable

START = datetime(2026, 3, 2, tzinfo=UTC)
END = START + timedelta(days=200)
RUNNING, OVER = Period(START, None), Period(START, END)
OLWEN, OBERON = 1, 2


def told(staff_id: int | None, day: int) -> ManagerTold:
    return ManagerTold(staff_id, START + timedelta(days=day))


def chain(*steps: tuple[ManagerTold | None, tuple[Period, ...]]) -> tuple[Holder, ...]:
    held: tuple[Holder, ...] = ()
    for manager, spans in steps:
        held = hold(held, manager, spans)
    return held


def short(held: tuple[Holder, ...]) -> list[tuple[int | None, int, int | None]]:
    """Who, from which day of the span, to which."""
    return [(one.staff_id, (one.start - START).days, (one.end - START).days if one.end else None) for one in held]


@pytest.mark.parametrize(
    ("steps", "held"),
    [
        ([], []),
        # no span and nobody told: nobody holds
        ([(None, ())], []),
        # a span and nobody told: unallocated from its start
        ([(None, (RUNNING,))], [(None, 0, None)]),
        # the first manager known covers from the span's start, whatever came first
        ([(None, (RUNNING,)), (told(OLWEN, 30), (RUNNING,))], [(OLWEN, 0, None)]),
        ([(told(OLWEN, 30), ()), (told(OLWEN, 30), (RUNNING,))], [(OLWEN, 0, None)]),
        ([(told(OLWEN, 30), (RUNNING,))], [(OLWEN, 0, None)]),
        # told before the span begins: from then on
        ([(told(OLWEN, -5), (RUNNING,))], [(OLWEN, -5, None)]),
        # said again: nothing changes
        ([(told(OLWEN, 1), (RUNNING,)), (told(OLWEN, 9), (RUNNING,))], [(OLWEN, 0, None)]),
        # a change is a handover at the time the record says so
        ([(told(OLWEN, 1), (RUNNING,)), (told(OBERON, 9), (RUNNING,))], [(OLWEN, 0, 9), (OBERON, 9, None)]),
        # unallocated as the record says, then somebody: the gap stays in the history
        (
            [(told(OLWEN, 1), (RUNNING,)), (told(None, 9), (RUNNING,)), (told(OBERON, 12), (RUNNING,))],
            [(OLWEN, 0, 9), (None, 9, 12), (OBERON, 12, None)],
        ),
        # a span found later that began earlier: the first holder covers it too
        ([(told(OLWEN, 5), (Period(END, None),)), (None, (RUNNING,))], [(OLWEN, 0, None)]),
        # a handover told for a time before the holder began: a moment after, never an overlap
        ([(told(OLWEN, -9), ()), (told(OBERON, -9), ())], [(OLWEN, -9, -9), (OBERON, -9, None)]),
    ],
)
def test_the_chain_of_holders(
    steps: list[tuple[ManagerTold | None, tuple[Period, ...]]], held: list[tuple[int | None, int, int | None]]
) -> None:
    assert short(chain(*steps)) == held


def test_there_is_no_gap_and_no_overlap() -> None:
    found = chain(*((told(n % 7 or None, n % 11), (RUNNING,)) for n in range(50)))
    assert found[-1].end is None
    assert [one.end for one in found[:-1]] == [one.start for one in found[1:]]
    assert all(one.end is None or one.start < one.end for one in found)


def test_a_start_that_no_source_gives_is_marked() -> None:
    known = chain((told(OLWEN, 30), (RUNNING,)))[0]
    unknown = chain((None, (RUNNING,)))[0]
    assert (known.start_assumed, known.cause) == (True, HolderCause.COMMUNITY_RECORD)
    assert (unknown.start_assumed, unknown.cause) == (False, HolderCause.NOT_KNOWN)


def test_a_change_told_by_the_record_is_an_unplanned_handover() -> None:
    first, second = chain((told(OLWEN, 1), (RUNNING,)), (told(OBERON, 9), (RUNNING,)))
    assert (first.flags, second.flags) == ((), (HolderFlag.UNPLANNED_HANDOVER,))


@pytest.mark.parametrize(
    ("manager", "spans", "due"),
    [
        (None, (RUNNING,), datetime(2026, 3, 6, tzinfo=UTC)),  # sentenced on a Monday: the end of Thursday
        (told(None, 0), (RUNNING,), datetime(2026, 3, 6, tzinfo=UTC)),
        (told(OLWEN, 0), (RUNNING,), None),
        (None, (OVER,), None),  # outside a running span nobody is owed a manager
        (told(None, 0), (), None),
        (None, (OVER, Period(datetime(2027, 3, 1, tzinfo=UTC), None)), datetime(2027, 3, 5, tzinfo=UTC)),
    ],
)
def test_when_an_unallocated_case_must_have_a_manager(
    manager: ManagerTold | None, spans: tuple[Period, ...], due: datetime | None
) -> None:
    held = chain((manager, spans))
    assert (held[-1].due_at if held else None) == due


DUE = RuleTable(
    "By when a case must have a manager",
    "domain, Offender Manager",
    ("unallocated since", "tier"),
    ("due by the end of",),
    [
        (date(2026, 3, 2), None, date(2026, 3, 5)),
        (date(2026, 3, 2), Tier.ONE, date(2026, 3, 5)),
        (date(2026, 3, 2), Tier.THREE, date(2026, 3, 5)),
        (date(2026, 3, 2), Tier.FOUR, date(2026, 3, 3)),
        (date(2026, 3, 6), Tier.TWO, date(2026, 3, 11)),
        (date(2026, 3, 6), Tier.FOUR, date(2026, 3, 9)),
        (date(2026, 3, 7), Tier.FOUR, date(2026, 3, 9)),
    ],
    lambda since, tier: london_day(allocation_due_at(start_of(since), tier) - MOMENT),
    "Within three working days, in tier 4 within one. 2 March 2026 is a Monday, the 6th a Friday.",
)


@pytest.mark.parametrize("row", DUE.rows, ids=DUE.names())
def test_by_when_a_case_must_have_a_manager(row: tuple[object, ...]) -> None:
    DUE.check(row)


def test_the_tier_of_a_case_shortens_the_time() -> None:
    usual, highest = hold((), None, (RUNNING,)), hold((), None, (RUNNING,), tier=Tier.FOUR)
    assert usual[-1].due_at == datetime(2026, 3, 6, tzinfo=UTC)
    assert highest[-1].due_at == datetime(2026, 3, 4, tzinfo=UTC)


def test_a_holder_that_stays_keeps_its_row() -> None:
    stored = (Holder(START, None, None, HolderCause.NOT_KNOWN, id=31),)
    assert [one.id for one in hold(stored, told(OLWEN, 3), (RUNNING,))] == [31]
    named = (Holder(START, None, OLWEN, HolderCause.COMMUNITY_RECORD, id=31),)
    assert [one.id for one in hold(named, told(OBERON, 3), (RUNNING,))] == [31, None]


def allocation(staff_id: int | None, day: int, *, assumed: bool = False) -> AllocationTold:
    return AllocationTold(staff_id, START + timedelta(days=day), assumed)


ALONE = (told(OLWEN, 30),)
AFTER = (told(OLWEN, 30), told(OBERON, 60))
BACK = (told(OLWEN, 10), told(OBERON, 60), told(OLWEN, 90))


@pytest.mark.parametrize(
    ("managers", "reports", "held"),
    [
        # the time before the reported start is nobody's that anybody knows
        (ALONE, [allocation(OLWEN, 9)], [(None, 0, 9), (OLWEN, 9, None)]),
        # allocated before the sentence was passed
        (ALONE, [allocation(OLWEN, -3)], [(OLWEN, -3, None)]),
        # the report of a time after the record named them is another report of the same manager
        (ALONE, [allocation(OLWEN, 31)], [(OLWEN, 0, None)]),
        (ALONE, [allocation(OLWEN, 9), allocation(OLWEN, 20)], [(None, 0, 9), (OLWEN, 9, None)]),
        # somebody else was reported in between, or nobody by name
        (ALONE, [allocation(OLWEN, 5), allocation(OBERON, 9)], [(OLWEN, 0, None)]),
        (ALONE, [allocation(OLWEN, 5), allocation(None, 9)], [(OLWEN, 0, None)]),
        (ALONE, [allocation(OBERON, 5), allocation(OLWEN, 9)], [(None, 0, 9), (OLWEN, 9, None)]),
        # two of the very same moment, in whichever order they came
        (ALONE, [allocation(OBERON, 9), allocation(OLWEN, 9)], [(None, 0, 9), (OLWEN, 9, None)]),
        (ALONE, [allocation(OLWEN, 9), allocation(OBERON, 9)], [(None, 0, 9), (OLWEN, 9, None)]),
        # a handover is at the reported time, not when the record was read
        (AFTER, [allocation(OBERON, 50)], [(OLWEN, 0, 50), (OBERON, 50, None)]),
        (AFTER, [allocation(OLWEN, 9), allocation(OBERON, 50)], [(None, 0, 9), (OLWEN, 9, 50), (OBERON, 50, None)]),
        # never while the record itself named the one before
        (AFTER, [allocation(OBERON, 30)], [(OLWEN, 0, 60), (OBERON, 60, None)]),
        (AFTER, [allocation(OBERON, 9)], [(OLWEN, 0, 60), (OBERON, 60, None)]),
        # somebody who comes back: each time by its own report
        (
            BACK,
            [allocation(OLWEN, 5), allocation(OBERON, 50)],
            [(None, 0, 5), (OLWEN, 5, 50), (OBERON, 50, 90), (OLWEN, 90, None)],
        ),
        (BACK, [allocation(OLWEN, 80)], [(OLWEN, 0, 60), (OBERON, 60, 80), (OLWEN, 80, None)]),
    ],
)
def test_a_reported_allocation_says_since_when(
    managers: tuple[ManagerTold, ...],
    reports: list[AllocationTold],
    held: list[tuple[int | None, int, int | None]],
) -> None:
    """Whether the reports came before the record or after it."""
    before: tuple[Holder, ...] = ()
    for manager in managers:
        before = hold(before, manager, (RUNNING,), reports)
    after = hold(chain(*((manager, (RUNNING,)) for manager in managers)), managers[-1], (RUNNING,), reports)
    assert short(before) == short(after) == held
    assert hold(after, managers[-1], (RUNNING,), reports) == after


def test_a_reading_whose_time_is_assumed_does_not_stand_against_a_report() -> None:
    held = hold((), ManagerTold(OLWEN, START + timedelta(days=30), time_assumed=True), (RUNNING,))
    assert short(hold(held, told(OBERON, 60), (RUNNING,), [allocation(OBERON, 9)])) == [
        (OLWEN, 0, 9),
        (OBERON, 9, None),
    ]


@pytest.mark.parametrize("assumed", [True, False])
def test_a_reported_start_is_marked_where_its_report_gives_no_time(assumed: bool) -> None:
    first, second = hold((), told(OLWEN, 30), (RUNNING,), [allocation(OLWEN, 9, assumed=assumed)])
    assert (first.cause, first.staff_id, first.start_assumed) == (HolderCause.NOT_KNOWN, None, False)
    assert (second.cause, second.start_assumed) == (HolderCause.COMMUNITY_RECORD, assumed)


def test_without_the_report_the_chain_is_as_if_there_had_been_none() -> None:
    reported = hold((), told(OLWEN, 30), (RUNNING,), [allocation(OLWEN, 9)])
    assert hold(reported, told(OLWEN, 30), (RUNNING,)) == hold((), told(OLWEN, 30), (RUNNING,))


@pytest.mark.parametrize(
    ("managers", "held"),
    [
        ((told(OLWEN, 30),), [(None, 0, None)]),
        ((told(OBERON, 10), told(OLWEN, 30)), [(OBERON, 0, 30), (None, 30, None)]),
        ((told(OLWEN, 10), told(OBERON, 30)), [(None, 0, 30), (OBERON, 30, None)]),
        ((told(OBERON, 10), told(None, 20), told(OLWEN, 30)), [(OBERON, 0, 20), (None, 20, None)]),
    ],
)
def test_who_turns_out_to_stand_for_nobody_leaves_the_case_unallocated(
    managers: tuple[ManagerTold, ...], held: list[tuple[int | None, int, int | None]]
) -> None:
    told_so_far = chain(*((manager, (RUNNING,)) for manager in managers))
    now = replace(managers[-1], staff_id=None if managers[-1].staff_id == OLWEN else managers[-1].staff_id)
    found = hold(told_so_far, now, (RUNNING,), (), frozenset({OLWEN}))
    assert short(found) == held
    assert (found[-1].due_at is None) == (found[-1].staff_id is not None)

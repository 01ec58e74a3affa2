from datetime import UTC, datetime, timedelta

import pytest

from hub.domain.team import Holder, HolderCause, HolderFlag, ManagerTold, Period, hold

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


def test_a_holder_that_stays_keeps_its_row() -> None:
    stored = (Holder(START, None, None, HolderCause.NOT_KNOWN, id=31),)
    assert [one.id for one in hold(stored, told(OLWEN, 3), (RUNNING,))] == [31]
    named = (Holder(START, None, OLWEN, HolderCause.COMMUNITY_RECORD, id=31),)
    assert [one.id for one in hold(named, told(OBERON, 3), (RUNNING,))] == [31, None]

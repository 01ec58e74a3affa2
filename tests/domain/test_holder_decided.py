from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.holder_decided import HolderDecided, hold_as_decided
from hub.domain.team import Holder, HolderCause, HolderFlag, ManagerTold, Period
from hub.domain.tier import Tier

BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
A, B, C = 1, 2, 3
SPAN = (Period(BEGAN, None),)


def day(number: float) -> datetime:
    return BEGAN + timedelta(days=number)


def allocated(staff_id: int | None, on: float, cause: HolderCause = HolderCause.ALLOCATED) -> HolderDecided:
    return HolderDecided(staff_id, day(on), cause, "Said why")


def played(*events: ManagerTold | HolderDecided) -> tuple[Holder, ...]:
    """The chain after the events in that order of arrival; the record's newest word is the one that is held."""
    chain = hold_as_decided((), (), None, SPAN)
    decided: list[HolderDecided] = []
    told: ManagerTold | None = None
    for event in events:
        if isinstance(event, HolderDecided):
            decided.append(event)
        elif told is None or event.at >= told.at:
            told = event
        chain = hold_as_decided(chain, decided, told, SPAN)
    return chain


def shown(chain: tuple[Holder, ...]) -> list[tuple[int | None, float, tuple[HolderFlag, ...]]]:
    for earlier, later in pairwise(chain):
        assert earlier.end == later.start
    assert chain[-1].end is None
    return [(one.staff_id, (one.start - BEGAN) / timedelta(days=1), one.flags) for one in chain]


NOT_CONFIRMED, UNPLANNED = (HolderFlag.NOT_CONFIRMED,), (HolderFlag.UNPLANNED_HANDOVER,)


@pytest.mark.parametrize(
    ("events", "chain"),
    [
        ((allocated(B, 5),), [(None, 0, ()), (B, 5, NOT_CONFIRMED)]),
        ((ManagerTold(A, day(2)), allocated(B, 5)), [(A, 0, ()), (B, 5, NOT_CONFIRMED)]),
        # the record repeats what it said before the decision: it has not confirmed it yet
        (
            (ManagerTold(A, day(2)), allocated(B, 5), ManagerTold(A, day(6))),
            [(A, 0, ()), (B, 5, NOT_CONFIRMED)],
        ),
        ((ManagerTold(A, day(2)), allocated(B, 5), ManagerTold(B, day(6))), [(A, 0, ()), (B, 5, ())]),
        # a change in the record is always recorded, as an unplanned handover at its time
        (
            (ManagerTold(A, day(2)), allocated(B, 5), ManagerTold(C, day(6))),
            [(A, 0, ()), (B, 5, ()), (C, 6, UNPLANNED)],
        ),
        (
            (ManagerTold(A, day(2)), allocated(B, 5), ManagerTold(B, day(6)), ManagerTold(A, day(7))),
            [(A, 0, ()), (B, 5, ()), (A, 7, UNPLANNED)],
        ),
        # what the record said earlier and arrives later stands before the decision
        ((allocated(B, 5), ManagerTold(A, day(2))), [(A, 0, ()), (B, 5, NOT_CONFIRMED)]),
        (
            (ManagerTold(A, day(2)), allocated(B, 5), allocated(C, 6)),
            [(A, 0, ()), (B, 5, ()), (C, 6, NOT_CONFIRMED)],
        ),
        (
            (ManagerTold(A, day(2)), allocated(None, 5, HolderCause.RESIGNATION)),
            [(A, 0, ()), (None, 5, NOT_CONFIRMED)],
        ),
        ((ManagerTold(A, day(2)), allocated(A, 5)), [(A, 0, ())]),
    ],
)
def test_decisions_laid_over_the_record(
    events: tuple[ManagerTold | HolderDecided, ...], chain: list[tuple[int | None, float, tuple[HolderFlag, ...]]]
) -> None:
    assert shown(played(*events)) == chain


def test_nobody_after_a_resignation_is_due_as_any_unallocated_case() -> None:
    gone = (allocated(None, 5, HolderCause.RESIGNATION),)
    chain = hold_as_decided((), gone, ManagerTold(A, day(2)), SPAN)
    assert chain[-1].due_at == datetime(2026, 3, 12, tzinfo=UTC)  # Friday 6 March, three working days
    tier_4 = hold_as_decided((), gone, ManagerTold(A, day(2)), SPAN, tier=Tier.FOUR)
    assert tier_4[-1].due_at == datetime(2026, 3, 10, tzinfo=UTC)


def test_it_is_the_same_in_whatever_order_it_arrives() -> None:
    """Decisions are made in the order of their time, but the record's readings may come before or after them."""
    readings = (ManagerTold(A, day(2)), ManagerTold(A, day(4)))
    decisions = (allocated(B, 5), allocated(C, 6))
    expected = [(A, 0, ()), (B, 5, ()), (C, 6, NOT_CONFIRMED)]
    events: tuple[ManagerTold | HolderDecided, ...] = (*readings, *decisions)
    for order in permutations(events):
        if order.index(decisions[0]) < order.index(decisions[1]):
            assert shown(played(*order)) == expected


_told = st.builds(ManagerTold, st.sampled_from((A, B, C, None)), st.integers(1, 40).map(day))
_decided = st.builds(allocated, st.sampled_from((A, B, C, None)), st.integers(1, 40))


@given(st.lists(_told | _decided, max_size=12))
def test_never_two_never_none_and_deciding_again_changes_nothing(events: list[ManagerTold | HolderDecided]) -> None:
    chain = played(*events)
    assert chain[0].start == BEGAN
    starts = [one.start for one in chain]
    assert starts == sorted(set(starts))
    shown(chain)
    decided = [one for one in events if isinstance(one, HolderDecided)]
    told = [one for one in events if isinstance(one, ManagerTold)]
    newest = max(told, key=lambda one: one.at, default=None)
    last = next((one for one in reversed(told) if newest and one.at == newest.at), None)
    assert hold_as_decided(chain, decided, last, SPAN) == chain

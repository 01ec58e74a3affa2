"""Continuity over a span, in figures (domain: "The four principles").

Number of managers, share of the span with the present one, gaps, handovers planned and unplanned, changes of supervisor
and key worker, interventions broken off by a move or a release.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from hub.domain.principles.figure import NOT_YET_KNOWN, NOTHING_TO_MEASURE, Figure, count, share
from hub.domain.supervision import Supervision
from hub.domain.team import Holder, HolderFlag, Period
from hub.domain.value import Value

MICROSECOND = timedelta(microseconds=1)


class Continuity(Value):
    """The figures of one span; `gap_days` are whole days without a named manager, gaps together."""

    managers: Figure
    share_with_present_manager: Figure
    gaps: Figure
    gap_days: Figure
    planned_handovers: Figure
    unplanned_handovers: Figure
    supervisor_changes: Figure
    key_worker_changes: Figure
    broken_off: Figure


# Of a case without a span: there is nothing over which anybody could have changed.
WITHOUT_A_SPAN = Continuity(
    managers=NOTHING_TO_MEASURE,
    share_with_present_manager=NOTHING_TO_MEASURE,
    gaps=NOTHING_TO_MEASURE,
    gap_days=NOTHING_TO_MEASURE,
    planned_handovers=NOTHING_TO_MEASURE,
    unplanned_handovers=NOTHING_TO_MEASURE,
    supervisor_changes=NOTHING_TO_MEASURE,
    key_worker_changes=NOT_YET_KNOWN,
    broken_off=NOT_YET_KNOWN,
)


class Held(Value):
    """A stretch of the span with one holder, None: unallocated."""

    staff_id: int | None
    start: datetime
    end: datetime
    unplanned: bool

    @property
    def length(self) -> timedelta:
        """How long."""
        return self.end - self.start


def continuity(
    span: Period,
    holders: Sequence[Holder],
    supervisions: Sequence[Supervision],
    now: datetime,
    *,
    key_worker_changes: int | None = None,
    broken_off: int | None = None,
) -> Continuity:
    """The figures of the span up to now, or to its end. What nobody counts yet is not yet known."""
    until = min(now, span.end) if span.end is not None else now
    held = _stretches(holders, span.start, until)
    named = [one for one in held if one.staff_id is not None]
    gaps = [one for one in held if one.staff_id is None]
    handovers = [later for earlier, later in pairwise(held) if None not in (earlier.staff_id, later.staff_id)]
    unplanned = sum(one.unplanned for one in handovers)
    nobody_yet = not held
    return Continuity(
        managers=NOTHING_TO_MEASURE if nobody_yet else count(len({one.staff_id for one in named})),
        share_with_present_manager=_share_with_present(held),
        gaps=NOTHING_TO_MEASURE if nobody_yet else count(len(gaps)),
        gap_days=NOTHING_TO_MEASURE if nobody_yet else count(sum((one.length for one in gaps), timedelta()).days),
        planned_handovers=NOTHING_TO_MEASURE if nobody_yet else count(len(handovers) - unplanned),
        unplanned_handovers=NOTHING_TO_MEASURE if nobody_yet else count(unplanned),
        supervisor_changes=count(_supervisor_changes(supervisions, span.start, until)),
        key_worker_changes=count(key_worker_changes),
        broken_off=count(broken_off),
    )


def _stretches(holders: Sequence[Holder], start: datetime, until: datetime) -> list[Held]:
    """The holders within the span in order of time; neighbours with the same holder are one stretch."""
    found: list[Held] = []
    for one in sorted(holders, key=lambda one: one.start):
        first, last = max(one.start, start), min(one.end or until, until)
        if first >= last:
            continue
        if found and found[-1].staff_id == one.staff_id:
            found[-1] = Held(one.staff_id, found[-1].start, last, found[-1].unplanned)
        else:
            found.append(Held(one.staff_id, first, last, HolderFlag.UNPLANNED_HANDOVER in one.flags))
    return found


def _share_with_present(held: Sequence[Held]) -> Figure:
    if not held or held[-1].staff_id is None:
        return NOTHING_TO_MEASURE
    present = held[-1].staff_id
    with_present = sum((one.length for one in held if one.staff_id == present), timedelta())
    whole = sum((one.length for one in held), timedelta())
    return share(with_present // MICROSECOND, whole // MICROSECOND)


def _supervisor_changes(supervisions: Sequence[Supervision], start: datetime, until: datetime) -> int:
    """How often one supervisor followed another in the span."""
    chain = sorted(supervisions, key=lambda one: one.start)
    return sum(earlier.staff_id != later.staff_id and start < later.start < until for earlier, later in pairwise(chain))

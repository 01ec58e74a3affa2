"""The Offender Management Team around one offender, and who holds the case.

At every instant of a span exactly one Offender Manager holder: a named person, or the state unallocated, which has a
due time (domain: "Offender Manager"). The database holds that; the functions here decide how the chain grows.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from msgspec.structs import replace

from hub.domain.days import working_days_after
from hub.domain.tier import Tier
from hub.domain.value import Value

# How long a case may stay unallocated, in working days, and how long one of tier 4.
ALLOCATION_DUE_AFTER = 3
ALLOCATION_DUE_AFTER_TIER_4 = 1
# The shortest time between two holders: what PostgreSQL tells apart.
MOMENT = timedelta(microseconds=1)


class TeamRole(StrEnum):
    """What a member of the team does (guide, "Offender Management Team")."""

    OFFENDER_MANAGER = "OFFENDER_MANAGER"
    OFFENDER_SUPERVISOR = "OFFENDER_SUPERVISOR"
    CASE_ADMINISTRATOR = "CASE_ADMINISTRATOR"
    KEY_WORKER = "KEY_WORKER"


class HolderCause(StrEnum):
    """Why a holder stands in the chain."""

    NOT_KNOWN = "NOT_KNOWN"
    COMMUNITY_RECORD = "COMMUNITY_RECORD"
    ALLOCATED = "ALLOCATED"
    HANDED_OVER = "HANDED_OVER"
    RESIGNATION = "RESIGNATION"
    DEATH = "DEATH"
    LONG_ILLNESS = "LONG_ILLNESS"


# What the records tell, or nobody; the other causes are decisions made in the hub.
OF_RECORDS = frozenset({HolderCause.NOT_KNOWN, HolderCause.COMMUNITY_RECORD})


class HolderFlag(StrEnum):
    """What about a holder needs a person's look."""

    UNPLANNED_HANDOVER = "UNPLANNED_HANDOVER"
    NOT_CONFIRMED = "NOT_CONFIRMED"
    GRADE_NOT_KNOWN = "GRADE_NOT_KNOWN"
    GRADE_OVERRIDDEN = "GRADE_OVERRIDDEN"
    HARM_NOT_ASSESSED = "HARM_NOT_ASSESSED"
    BACKDATED = "BACKDATED"


class Holder(Value):
    """Who holds the case from `start` to `end` (None: still); `staff_id` None is the state unallocated.

    `start_assumed` marks a start that no source gives. `due_at` is when an unallocated case must have a manager.
    `told_at` is when the community record named them first, None where it never did; `told_assumed` marks one that the
    broker's clock stands in for. `reason` is given where a person decided it in the hub. `id` is the stored row's, None
    for one that is not stored yet.
    """

    start: datetime
    end: datetime | None
    staff_id: int | None
    cause: HolderCause
    start_assumed: bool = False
    due_at: datetime | None = None
    flags: tuple[HolderFlag, ...] = ()
    told_at: datetime | None = None
    told_assumed: bool = False
    reason: str | None = None
    id: int | None = None


class ManagerTold(Value):
    """What the community record says about who manages, at `at`; `staff_id` None: it says unallocated."""

    staff_id: int | None
    at: datetime
    time_assumed: bool = False


class AllocationTold(Value):
    """An allocation of the person to a manager, as an event reports it; `staff_id` None: it does not say to whom."""

    staff_id: int | None
    at: datetime
    time_assumed: bool = False


class Period(Value):
    """A span as moments; `end` None while it runs."""

    start: datetime
    end: datetime | None


def hold(
    chain: Sequence[Holder],
    told: ManagerTold | None,
    spans: Sequence[Period],
    reports: Sequence[AllocationTold] = (),
    stand_ins: frozenset[int] = frozenset(),
    tier: Tier | None = None,
) -> tuple[Holder, ...]:
    """The chain of holders that follows from what is told now: without a gap, without an overlap, the last one open.

    Who holds is the community record's word; since when is that of the allocation reported, where one is, else the
    moment at which the record named them, marked as assumed. The first manager known covers from the span's start,
    unless the report says since when: then nobody is known before. `stand_ins` are staff behind whom no person stands:
    the case is unallocated then. Where nobody is told, the case is unallocated from the span's start.
    `tier` says within how long somebody is due.
    """
    first = min((span.start for span in spans), default=None)
    held = _as_recorded(chain, stand_ins)
    held = held if told is None else _take(held, told, first)
    if first is not None and not held:
        held = (Holder(first, None, None, HolderCause.NOT_KNOWN),)
    held = _begun(held, sorted(reports, key=lambda one: one.at), first)
    return due_by(_covering(held, first, chain), spans, tier)


def due_by(held: tuple[Holder, ...], spans: Sequence[Period], tier: Tier | None) -> tuple[Holder, ...]:
    """The chain with the time until when somebody must be allocated, where nobody is; empty for an empty one."""
    if not held:
        return ()
    due_at = _due(held[-1], spans, tier)
    return held if held[-1].due_at == due_at else (*held[:-1], replace(held[-1], due_at=due_at))


def _as_recorded(chain: Sequence[Holder], stand_ins: frozenset[int]) -> tuple[Holder, ...]:
    """The chain without what only filled the time before it, and without stand-ins; unallocated times run together."""
    named = chain[1:] if len(chain) > 1 and chain[0].cause is HolderCause.NOT_KNOWN else chain
    links: list[Holder] = []
    for one in named:
        link = replace(one, staff_id=None, due_at=None) if one.staff_id in stand_ins else one
        if links and links[-1].staff_id is None and link.staff_id is None:
            links[-1] = replace(links[-1], end=link.end)
        else:
            links.append(link)
    return tuple(links)


def _take(held: tuple[Holder, ...], told: ManagerTold, first: datetime | None) -> tuple[Holder, ...]:
    if not held or held[-1].cause is HolderCause.NOT_KNOWN:
        start = min(moment for moment in (told.at, first, held[0].start if held else None) if moment is not None)
        return (_told(told, start, held[0].id if held else None),)
    last = held[-1]
    if last.staff_id == told.staff_id:
        return held
    at = max(told.at, last.start + MOMENT)
    follower = replace(_told(told, at), flags=(HolderFlag.UNPLANNED_HANDOVER,))
    return (*held[:-1], replace(last, end=at), follower)


def _told(told: ManagerTold, start: datetime, row: int | None = None) -> Holder:
    return Holder(
        start,
        None,
        told.staff_id,
        HolderCause.COMMUNITY_RECORD,
        start_assumed=True,
        told_at=told.at,
        told_assumed=told.time_assumed,
        id=row,
    )


def _begun(held: tuple[Holder, ...], reports: Sequence[AllocationTold], first: datetime | None) -> tuple[Holder, ...]:
    """Every link from its start on, to where the next one begins."""
    links: list[Holder] = []
    for link in held:
        before = links[-1] if links else None
        begun = _begin(link, before, _reported(link, before, reports), first)
        if before is not None:
            links[-1] = replace(before, end=begun.start)
        links.append(begun)
    return tuple(links)


def _begin(link: Holder, before: Holder | None, report: AllocationTold | None, first: datetime | None) -> Holder:
    if report is not None:
        return replace(link, start=report.at, start_assumed=report.time_assumed)
    if before is not None:
        start = max(link.told_at or link.start, before.start + MOMENT)
        return replace(link, start=start, start_assumed=True)
    start = link.start if first is None else min(link.start, first)
    moved = start != link.start
    return replace(link, start=start, start_assumed=moved or link.cause is HolderCause.COMMUNITY_RECORD)


def _reported(link: Holder, before: Holder | None, reports: Sequence[AllocationTold]) -> AllocationTold | None:
    """The report that says since when: the first of the run that names them and nobody else, up to the record's word.

    One of a time at which the record itself named the one before is not taken: two would hold at once. Of several of
    the very same moment none comes before another: it names each of them.
    """
    if link.staff_id is None:
        return None
    floor = None if before is None else before.start
    if before is not None and before.told_at is not None and not before.told_assumed:
        floor = max(before.start, before.told_at)
    found = None
    for at, of_moment in groupby(reversed(reports), key=lambda one: one.at):
        if link.told_at is not None and at > link.told_at:
            continue
        mine = [one for one in of_moment if one.staff_id == link.staff_id]
        if not mine or (floor is not None and at <= floor):
            break
        found = min(mine, key=lambda one: one.time_assumed)
    return found


def _covering(held: tuple[Holder, ...], first: datetime | None, chain: Sequence[Holder]) -> tuple[Holder, ...]:
    """With the time between the span's start and the first reported start filled: nobody is known to have held it."""
    if first is None or not held or held[0].start <= first:
        return held
    filler = chain[0].id if len(chain) > 1 and chain[0].cause is HolderCause.NOT_KNOWN else None
    return (Holder(first, held[0].start, None, HolderCause.NOT_KNOWN, id=filler), *held)


def allocation_due_at(since: datetime, tier: Tier | None) -> datetime:
    """When a case that is unallocated since then must have a manager: in three working days, in tier 4 in one."""
    return working_days_after(since, ALLOCATION_DUE_AFTER_TIER_4 if tier is Tier.FOUR else ALLOCATION_DUE_AFTER)


def _due(last: Holder, spans: Sequence[Period], tier: Tier | None) -> datetime | None:
    """When an unallocated case must have a manager: only while a span runs, for outside one nobody is owed any."""
    running = [span.start for span in spans if span.end is None]
    if last.staff_id is not None or not running:
        return None
    return allocation_due_at(max(last.start, *running), tier)

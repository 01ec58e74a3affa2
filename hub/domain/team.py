"""The Offender Management Team around one offender, and who holds the case.

At every instant of a span exactly one Offender Manager holder: a named person, or the state unallocated, which has a
due time (domain: "Offender Manager"). The database holds that; the functions here decide how the chain grows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hub.domain.days import working_days_after

# How long a case may stay unallocated, in working days. (For tier 4 it is one; the hub holds no tier yet.)
ALLOCATION_DUE_AFTER = 3
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


class HolderFlag(StrEnum):
    """What about a holder needs a person's look."""

    UNPLANNED_HANDOVER = "UNPLANNED_HANDOVER"


@dataclass(frozen=True)
class Holder:
    """Who holds the case from `start` to `end` (None: still); `staff_id` None is the state unallocated.

    `start_assumed` marks a start that no source gives. `due_at` is when an unallocated case must have a manager.
    `id` is the stored row's, None for one that is not stored yet.
    """

    start: datetime
    end: datetime | None
    staff_id: int | None
    cause: HolderCause
    start_assumed: bool = False
    due_at: datetime | None = None
    flags: tuple[HolderFlag, ...] = ()
    id: int | None = None


@dataclass(frozen=True)
class ManagerTold:
    """What the community record says about who manages, at `at`; `staff_id` None: it says unallocated."""

    staff_id: int | None
    at: datetime


@dataclass(frozen=True)
class Period:
    """A span as moments; `end` None while it runs."""

    start: datetime
    end: datetime | None


def hold(chain: Sequence[Holder], told: ManagerTold | None, spans: Sequence[Period]) -> tuple[Holder, ...]:
    """The chain of holders that follows from what is told now: without a gap, without an overlap, the last one open.

    A manager named for the first time covers from the span's start, marked as assumed; a change is a handover at the
    time the record says so. Where nobody is told, the case is unallocated from the span's start.
    """
    first = min((span.start for span in spans), default=None)
    held = tuple(chain) if told is None else _take(tuple(chain), told, first)
    if first is not None and not held:
        held = (Holder(first, None, None, HolderCause.NOT_KNOWN),)
    if first is not None and held[0].start > first:
        held = (replace(held[0], start=first, start_assumed=True), *held[1:])
    return (*held[:-1], replace(held[-1], due_at=_due(held[-1], spans))) if held else ()


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
    return Holder(start, None, told.staff_id, HolderCause.COMMUNITY_RECORD, start_assumed=True, id=row)


def _due(last: Holder, spans: Sequence[Period]) -> datetime | None:
    """When an unallocated case must have a manager: only while a span runs, for outside one nobody is owed any."""
    running = [span.start for span in spans if span.end is None]
    if last.staff_id is not None or not running:
        return None
    return working_days_after(max(last.start, *running), ALLOCATION_DUE_AFTER)

"""What is done before a handover, ticked by each side with its evidence.

Source: rules, (d), "Checklist"; that the receiving side ticks too: hub (openings, B4).
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from hub.domain.access import Service
from hub.domain.handover.words import HandoverReason, Responsibility
from hub.domain.value import Value

# From this day of handover on, the enhanced checklist goes without the meeting.
WITHOUT_MEETING_FROM = date(2026, 9, 1)


class HandoverType(StrEnum):
    """How much is done for a handover."""

    NONE = "NONE"
    STANDARD = "STANDARD"
    ENHANCED = "ENHANCED"


class HandoverTask(StrEnum):
    """One thing to do."""

    REVIEWED_OASYS = "REVIEWED_OASYS"
    CONTACTED_OFFENDER_MANAGER = "CONTACTED_OFFENDER_MANAGER"
    ATTENDED_HANDOVER_MEETING = "ATTENDED_HANDOVER_MEETING"
    SENT_HANDOVER_REPORT = "SENT_HANDOVER_REPORT"


STANDARD = (HandoverTask.CONTACTED_OFFENDER_MANAGER, HandoverTask.SENT_HANDOVER_REPORT)
ENHANCED = (HandoverTask.REVIEWED_OASYS, HandoverTask.CONTACTED_OFFENDER_MANAGER)
WITH_MEETING = (*ENHANCED, HandoverTask.ATTENDED_HANDOVER_MEETING)


class Tick(Value):
    """A side says that a task is done. `evidence` says by what; `by` is the staff code."""

    task: HandoverTask
    side: Service
    by: str
    on: date
    evidence: str | None = None


class Checklist(Value):
    """The tasks of a handover and the ticks of both sides."""

    tasks: tuple[HandoverTask, ...]
    ticks: tuple[Tick, ...] = ()

    @property
    def open_for(self) -> dict[Service, tuple[HandoverTask, ...]]:
        """The tasks that a side has not ticked yet."""
        done = {(tick.task, tick.side) for tick in self.ticks}
        return {side: tuple(task for task in self.tasks if (task, side) not in done) for side in Service}

    @property
    def complete(self) -> bool:
        """Whether both sides ticked every task."""
        return not any(self.open_for.values())


def handover_type(reason: HandoverReason, *, enhanced_resourcing: bool | None) -> HandoverType:
    """How much is done: nothing where the community is responsible at once; enhanced where nobody says otherwise."""
    if reason is HandoverReason.DETERMINATE_SHORT:
        return HandoverType.NONE
    return HandoverType.STANDARD if enhanced_resourcing is False else HandoverType.ENHANCED


def checklist(
    kind: HandoverType,
    handover_on: date | None,
    ticks: Iterable[Tick] = (),
    *,
    without_meeting_from: date | None = WITHOUT_MEETING_FROM,
) -> Checklist:
    """The tasks of that kind on that day of handover, with the ticks that belong to them."""
    simplified = handover_on is not None and without_meeting_from is not None and handover_on >= without_meeting_from
    tasks = {
        HandoverType.NONE: (),
        HandoverType.STANDARD: STANDARD,
        HandoverType.ENHANCED: ENHANCED if simplified else WITH_MEETING,
    }[kind]
    return Checklist(tasks, tuple(tick for tick in ticks if tick.task in tasks))


def must_reset(before: Responsibility, now: Responsibility, *, in_window_before: bool, in_window_now: bool) -> bool:
    """Whether the ticks start anew: responsibility fell back to custody, or the day of handover left the window."""
    fell_back = before is not Responsibility.CUSTODY and now is Responsibility.CUSTODY
    return fell_back or (in_window_before and not in_window_now and now is Responsibility.CUSTODY)

"""What people ask of a handover in two hands, and who may ask it.

A change of the Offender Manager is planned by who may allocate one (profile 55, or a team manager), one of the Offender
Supervisor by who may allocate that one, custody to community by whoever of the team may change it. The steps after
belong to the two hands: the snapshot to the old holder, the answer to the new one (`in_two_hands.py`).
"""

from datetime import date, datetime

from msgspec.structs import replace

from hub.domain.access import Actor, Capability, CaseReach, Service, may_read, may_see
from hub.domain.allocation import offender_manager_allocation, offender_supervisor
from hub.domain.grade import Grade
from hub.domain.handover.checklist import HandoverTask
from hub.domain.handover.in_two_hands import LONGEST_REASON, HandoverKind
from hub.domain.value import Value
from hub.errors import BrokenRule

# Every rule of the asking that can say no: what is so, and what to do about it.
RULES: dict[str, tuple[str, str]] = {
    "HandoverNotFound": ("There is no such handover.", "Check the handover's id."),
    "HandoverNotYours": (
        "Your roles do not allow you to change handovers.",
        "Ask the Offender Manager, the Offender Supervisor or a team manager of the case.",
    ),
    "StaffCodeNeeded": ("The handover needs the one who is to take the case over.", "Send their staff code."),
    "NobodyToHandOverTo": (
        "Nobody manages the case who could take it over from custody.",
        "Allocate an Offender Manager first.",
    ),
    "NobodySupervises": (
        "Nobody supervises the case in prison who could hand it over.",
        "Allocate an Offender Supervisor first, or leave the handover out.",
    ),
    "NothingToFollowUp": ("No follow-up of the handover is awaited.", "Nothing is to be done."),
    "FollowUpNeedsWords": ("A follow-up says what was done.", "Send what was done."),
    "TaskNotOnTheList": ("The task does not stand on the checklist of this handover.", "Tick a task of its checklist."),
    "TaskTickedAlready": ("Your side has ticked the task before.", "Nothing is to be done."),
    "OverrideOnlyForManagers": (
        "Only the rule on grades for leading a case can be set aside, so only where the Offender Manager changes.",
        "Leave the override out.",
    ),
    "WordsTooLong": (f"The words have at most {LONGEST_REASON} characters.", "Shorten them."),
}

# The roles that carry it plan a handover of that kind.
PLANNED_BY: dict[HandoverKind, Capability] = {
    HandoverKind.MANAGER: Capability.ALLOCATE_OFFENDER_MANAGER,
    HandoverKind.SUPERVISOR: Capability.ALLOCATE_OFFENDER_SUPERVISOR,
    HandoverKind.CUSTODY_TO_COMMUNITY: Capability.CHANGE_TEAM,
}


class PlanHandover(Value):
    """A handover on a day. `service`, `staff_code`: who takes over; custody to community goes to the manager.

    `override`: why the rule on grades is set aside for a new Offender Manager, as in an allocation.
    """

    case_id: int
    kind: HandoverKind
    on: date
    reason: str
    service: Service | None = None
    staff_code: str | None = None
    override: str | None = None


class GiveSnapshot(Value):
    """The old holder gives the plan, open actions and risks as they stand, with a word of their own."""

    handover_id: int
    note: str | None = None


class AcceptHandover(Value):
    """The new holder takes over."""

    handover_id: int


class RefuseHandover(Value):
    """The new holder does not, for a reason."""

    handover_id: int
    reason: str


class WithdrawHandover(Value):
    """It is taken back, for a reason."""

    handover_id: int
    reason: str


class CompleteHandover(Value):
    """The case changed hands at that moment (None: now)."""

    handover_id: int
    at: datetime | None = None


class TickTask(Value):
    """A side says that a task of the checklist is done; `evidence` says by what."""

    handover_id: int
    task: HandoverTask
    evidence: str | None = None


class FollowUp(Value):
    """What was done about a handover that nobody planned, or that nobody accepted."""

    handover_id: int
    done: str


Step = GiveSnapshot | AcceptHandover | RefuseHandover | WithdrawHandover | CompleteHandover | TickTask | FollowUp


def check_planner(actor: Actor, kind: HandoverKind, reach: CaseReach | None, grade: Grade | None) -> None:
    """Raises BrokenRule: CaseNotFound, AllocationNotYours, AllocationNotOfTheGrade, HandoverNotYours."""
    if kind is HandoverKind.MANAGER:
        offender_manager_allocation.check_actor(actor, reach, grade)
    elif kind is HandoverKind.SUPERVISOR:
        offender_supervisor.check_actor(actor, reach)
        offender_supervisor.check_grade(actor, grade)
    else:
        if reach is None or not may_see(actor, reach):
            raise offender_supervisor.case_not_found()
        _check_team(actor)


def check_step(actor: Actor, step: Step, kind: HandoverKind, to_id: int | None, reach: CaseReach | None) -> None:
    """Who sees the case, or was asked to take it over, asks. Raises BrokenRule: HandoverNotFound, HandoverNotYours.

    A snapshot and an answer are the two hands' own, by whatever role; the rest is for who may change the team.
    """
    if reach is None or not may_read(actor, replace(reach, next_om_staff_id=to_id)):
        raise refused("HandoverNotFound", "id")
    if isinstance(step, WithdrawHandover) and not actor.may(PLANNED_BY[kind]):
        raise refused("HandoverNotYours")
    if isinstance(step, CompleteHandover | TickTask | FollowUp):
        _check_team(actor)


def check_words(words: str | None, field: str) -> str | None:
    """The words without the space around them. Raises BrokenRule WordsTooLong."""
    said = (words or "").strip()
    if len(said) > LONGEST_REASON:
        raise refused("WordsTooLong", field)
    return said or None


def _check_team(actor: Actor) -> None:
    if not actor.may(Capability.CHANGE_TEAM):
        raise refused("HandoverNotYours")


def refused(code: str, field: str | None = None) -> BrokenRule:
    """The rule by its name."""
    message, remedy = RULES[code]
    return BrokenRule(code, message, remedy, field)

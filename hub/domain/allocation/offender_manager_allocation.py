"""The allocation of an Offender Manager in the hub, and its end without a successor: who may, and when.

Who may hold the case is `offender_manager.py`. Allocating work needs the higher level (profile 55) or a team manager.
Resignation, death and long illness leave a case unallocated, with its due time (domain: "Offender Manager").
"""

from datetime import datetime, timedelta
from enum import StrEnum

from hub.domain.access import Actor, Capability, CaseReach, Role, may_see
from hub.domain.allocation.duties import Act, DutyAnswer, DutyFlag, DutyReason, may, overridden
from hub.domain.allocation.offender_manager import Candidate, CaseToHold, broken_rules
from hub.domain.allocation.offender_supervisor import case_not_found
from hub.domain.days import london_day
from hub.domain.grade import Grade
from hub.domain.holder_decided import HolderDecided
from hub.domain.team import HolderCause, HolderFlag
from hub.domain.value import Value
from hub.errors import BrokenRule, BrokenRules, FieldConflict, VersionConflict

LONGEST_REASON = 1000
# Days back that a decision may be written down after it was made; what was before is not rewritten (hub).
WRITTEN_DOWN_WITHIN = 28


class EndCause(StrEnum):
    """Why an Offender Manager can't go on; a short absence is cover, and none of these."""

    RESIGNATION = "RESIGNATION"
    DEATH = "DEATH"
    LONG_ILLNESS = "LONG_ILLNESS"


class AllocateOffenderManager(Value):
    """Somebody of the community holds the case from `at` on (None: now). `override`: why the grade is set aside."""

    case_id: int
    staff_code: str
    expected_version: int
    reason: str | None = None
    at: datetime | None = None
    override: str | None = None


class EndOffenderManager(Value):
    """The manager can't go on from `at` on (None: now): somebody follows, or (None) the case is unallocated."""

    case_id: int
    cause: EndCause
    expected_version: int
    reason: str
    at: datetime | None = None
    follower_code: str | None = None

    @property
    def allocation(self) -> AllocateOffenderManager | None:
        """That of the one who follows."""
        if self.follower_code is None:
            return None
        return AllocateOffenderManager(self.case_id, self.follower_code, self.expected_version, self.reason, self.at)


class Held(Value):
    """The case as it is held: its version, the one that the newest decision made, and who manages it (staff code)."""

    version: int
    decided_version: int
    manager_code: str | None
    manager_since: datetime | None = None


def check_actor(actor: Actor, reach: CaseReach | None, grade: Grade | None) -> None:
    """Raises BrokenRule: CaseNotFound (or not theirs to see), AllocationNotYours, AllocationNotOfTheGrade."""
    if reach is None or not may_see(actor, reach):
        raise case_not_found()
    check_allocator(actor, grade)


def check_allocator(actor: Actor, grade: Grade | None) -> None:
    """Whether they allocate at all, whichever case. Raises BrokenRule: AllocationNotYours, AllocationNotOfTheGrade."""
    if not actor.may(Capability.ALLOCATE_OFFENDER_MANAGER):
        raise BrokenRule(
            "AllocationNotYours",
            "Your roles do not allow you to allocate an Offender Manager.",
            "Ask a team manager who sees the case.",
        )
    answer = may(Act.ALLOCATE_WORK, grade)
    if Role.TEAM_MANAGER not in actor.roles and not answer.allowed:
        raise BrokenRule(
            "AllocationNotOfTheGrade",
            f"Your grade does not allow you to allocate an Offender Manager. {answer.because.sentence}",
            "Ask somebody of the higher level (profile 55) or a team manager who sees the case.",
        )


def check_version(case_id: int, expected: int, held: Held, wanted: str | None) -> None:
    """A conflict only where somebody decided on the manager since the version read.

    Raises VersionConflict, and BrokenRule VersionNotReached for a version that the case never had.
    """
    if not 1 <= expected <= held.version:
        raise BrokenRule(
            "VersionNotReached",
            f"The case is at version {held.version}; you sent {expected}.",
            "Read the case again and send the version that you read.",
            "expectedVersion",
        )
    if held.decided_version > expected:
        both = FieldConflict("staffCode", wanted, held.manager_code)
        raise VersionConflict(f"CASE {case_id}", expected, held.version, (both,), (case_id,))


def allocation(
    command: AllocateOffenderManager,
    candidate: Candidate,
    staff_id: int,
    case: CaseToHold,
    roles: frozenset[Role],
    now: datetime,
) -> HolderDecided:
    """The decision, allowed; `roles` are those of whoever decides. Raises BrokenRules with every rule that says no."""
    at = command.at or now
    duty = duty_of(candidate, case, command.override, roles)
    texts = check_texts(reason=command.reason, override=command.override)
    backdated = is_backdated(at, now)
    if backdated and not (command.reason or "").strip():
        texts.append(BrokenRule("ReasonNeeded", "A moment before today needs a reason.", "Send the reason.", "reason"))
    found = [*_of_moment(at, now), *texts, *broken_rules(candidate, case, london_day(at), duty)]
    if command.at is not None and case.held_since is not None and at < case.held_since:
        found.append(
            BrokenRule(
                "BeforeTheOneNow",
                "The moment lies before the case came to whom it is with now, or to nobody.",
                "Send a later moment: what was before is not rewritten.",
                "at",
            )
        )
    if found:
        raise BrokenRules(tuple(found))
    reasons = (command.reason, command.override)
    reason = " ".join(text.strip() for text in reasons if text and text.strip()) or None
    return HolderDecided(staff_id, at, HolderCause.ALLOCATED, reason, _flags(duty, backdated=backdated))


def duty_of(candidate: Candidate, case: CaseToHold, override: str | None, roles: frozenset[Role]) -> DutyAnswer:
    """Whether the grade covers the case, or whoever has these roles sets the rule aside; `override`: why."""
    answer = may(Act.LEAD, candidate.grade, case.harm)
    return answer if override is None else overridden(answer, roles=roles, reason=override)


def set_aside(duty: DutyAnswer) -> DutyReason | None:
    """The rule on grades that was set aside; None: none had to be."""
    why = duty.because
    return DutyReason(str(dict(why.facts)["overridden"])) if why.reason is DutyReason.OVERRIDDEN else None


def ending(command: EndOffenderManager, held: Held, now: datetime) -> HolderDecided:
    """The case is unallocated.

    Raises BrokenRules: NobodyManages, AllocationAhead, BackdatedTooFar, EndsBeforeItBegan, ReasonNeeded, ReasonTooLong.
    """
    at = command.at or now
    found = [*_of_moment(at, now), *check_texts(reason=command.reason)]
    if held.manager_code is None:
        found.append(BrokenRule("NobodyManages", "Nobody manages the case.", "Allocate an Offender Manager.", "caseId"))
    if not command.reason.strip():
        found.append(BrokenRule("ReasonNeeded", "The end needs a reason.", "Send the reason.", "reason"))
    if held.manager_code is not None and held.manager_since is not None and at <= held.manager_since:
        found.append(
            BrokenRule("EndsBeforeItBegan", "The moment lies before the manager's time.", "Send a later one.", "at")
        )
    if found:
        raise BrokenRules(tuple(found))
    flags = (HolderFlag.BACKDATED,) if is_backdated(at, now) else ()
    return HolderDecided(None, at, HolderCause(command.cause), command.reason.strip(), flags)


def is_backdated(at: datetime, now: datetime) -> bool:
    """Whether the decision counts from an earlier day than the one on which it is written down."""
    return london_day(at) < london_day(now)


def _of_moment(at: datetime, now: datetime) -> list[BrokenRule]:
    if at <= now - timedelta(days=WRITTEN_DOWN_WITHIN):
        return [
            BrokenRule(
                "BackdatedTooFar",
                f"The moment lies more than {WRITTEN_DOWN_WITHIN} days back, and what was then is not rewritten.",
                "Send a later moment, and say in the reason since when they have really held the case.",
                "at",
            )
        ]
    if at <= now:
        return []
    return [
        BrokenRule(
            "AllocationAhead", "The moment lies ahead.", "Plan a handover for that day, or leave the moment out.", "at"
        )
    ]


def check_texts(**texts: str | None) -> list[BrokenRule]:
    """Those of the words, by the field that they came in, that are too long."""
    return [
        BrokenRule("ReasonTooLong", f"A reason has at most {LONGEST_REASON} characters.", "Shorten the reason.", name)
        for name, text in texts.items()
        if text is not None and len(text.strip()) > LONGEST_REASON
    ]


def _flags(duty: DutyAnswer, *, backdated: bool) -> tuple[HolderFlag, ...]:
    found = (
        (HolderFlag.BACKDATED, backdated),
        (HolderFlag.GRADE_OVERRIDDEN, duty.because.reason is DutyReason.OVERRIDDEN),
        (HolderFlag.GRADE_NOT_KNOWN, DutyFlag.GRADE_NOT_KNOWN in duty.flags),
        (HolderFlag.HARM_NOT_ASSESSED, DutyFlag.HARM_NOT_ASSESSED in duty.flags),
    )
    return tuple(flag for flag, stands in found if stands)

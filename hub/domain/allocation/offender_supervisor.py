"""Who may be allocated to a case as Offender Supervisor, and by whom.

At most one at a time. In custody the supervisor is based in the prison where the person is; in the community it is the
Offender Manager, or a separate member of staff with the reason (guide, what, planning: "Offender Supervisor").
"""

from datetime import date

from hub.domain.access import Actor, Capability, CaseReach, Role, Service, may_see
from hub.domain.allocation.duties import Act, DutyFlag, may
from hub.domain.grade import Grade
from hub.domain.value import Value
from hub.errors import BrokenRule, FieldConflict, VersionConflict

LONGEST_REASON = 1000


class AllocateOffenderSupervisor(Value):
    """The change asked for: this member of staff becomes the Offender Supervisor of the case.

    `expected_version` is the case's version that the caller had read.
    """

    case_id: int
    service: Service
    staff_code: str
    expected_version: int
    reason: str | None = None


class Candidate(Value):
    """The member of staff named; `active_to` is their last day in the service, None while they serve."""

    id: int
    service: Service
    establishment_code: str | None
    active_to: date | None
    grade: str | None = None


class Subject(Value):
    """The case as the rule sees it: where the person is, who manages and supervises now, and how far it is.

    `supervisor_since_version` is the case's version that the standing allocation made.
    """

    version: int
    reach: CaseReach
    terminated: bool
    supervisor_code: str | None = None
    supervisor_since_version: int | None = None


def check_actor(actor: Actor, reach: CaseReach | None) -> None:
    """Raises BrokenRule: CaseNotFound (also where the case is not this actor's to see), AllocationNotYours."""
    if reach is None or not may_see(actor, reach):
        raise case_not_found()
    if not actor.may(Capability.ALLOCATE_OFFENDER_SUPERVISOR):
        raise BrokenRule(
            "AllocationNotYours",
            "Your roles do not allow you to allocate an Offender Supervisor.",
            "Ask the Offender Manager of the case or a team manager.",
        )


def check_grade(actor: Actor, grade: Grade | None) -> tuple[DutyFlag, ...]:
    """What to look at though the actor's grade lets them allocate work; a team manager always may.

    A grade that nobody knows is allowed and flagged (domain: "Grades"). Raises BrokenRule AllocationNotOfTheGrade,
    which says what would make it allowed.
    """
    if Role.TEAM_MANAGER in actor.roles:
        return ()
    answer = may(Act.ALLOCATE_WORK, grade)
    if not answer.allowed:
        raise BrokenRule(
            "AllocationNotOfTheGrade",
            f"Your grade does not allow you to allocate an Offender Supervisor. {answer.because.sentence}",
            "Ask somebody of the higher level (profile 55) or a team manager who sees the case to allocate them.",
        )
    return answer.flags


def case_not_found() -> BrokenRule:
    """The same for a case that does not exist, that the actor may not see, and an id that is none."""
    return BrokenRule("CaseNotFound", "There is no such case.", "Check the case's id.", "caseId")


def check_version(command: AllocateOffenderSupervisor, subject: Subject) -> None:
    """A conflict only where the supervisor changed since the version read; other changes of the case do not matter.

    Raises VersionConflict, and BrokenRule VersionNotReached for a version that the case never had.
    """
    if command.expected_version > subject.version or command.expected_version < 1:
        raise BrokenRule(
            "VersionNotReached",
            f"The case is at version {subject.version}; you sent {command.expected_version}.",
            "Read the case again and send the version that you read.",
            "expectedVersion",
        )
    since = subject.supervisor_since_version
    if since is not None and since > command.expected_version:
        both = FieldConflict("staffCode", command.staff_code, subject.supervisor_code)
        raise VersionConflict(
            f"CASE {command.case_id}", command.expected_version, subject.version, (both,), (command.case_id,)
        )


def check_candidate(
    command: AllocateOffenderSupervisor, candidate: Candidate | None, subject: Subject, today: date
) -> Candidate:
    """The member of staff, fit to supervise the case.

    Raises BrokenRule: StaffNotFound, StaffIsNobody, StaffHasLeft, CaseTerminated, AlreadyOffenderSupervisor,
    NotOfTheEstablishment, NotInCustody, ReasonNeeded, ReasonTooLong.
    """
    if candidate is None:
        raise _broken("StaffNotFound", "The hub knows no member of staff with that code in that service.", "staffCode")
    if candidate.grade == Grade.NOBODY:
        raise _broken("StaffIsNobody", "The code is a stand-in in the service's records; it names nobody.", "staffCode")
    if candidate.active_to is not None and candidate.active_to < today:
        raise _broken("StaffHasLeft", "The member of staff has left the service.", "staffCode")
    if subject.terminated:
        raise _broken("CaseTerminated", "Every sentence of the case has ended; nobody supervises it.", "caseId")
    if candidate.id == subject.reach.os_staff_id:
        raise _broken("AlreadyOffenderSupervisor", "The member of staff supervises the case already.", "staffCode")
    _check_place(candidate, subject.reach.prison_code)
    _check_reason(command, candidate, subject)
    return candidate


def _check_place(candidate: Candidate, prison_code: str | None) -> None:
    if candidate.service is not Service.CUSTODY:
        return
    if prison_code is None:
        raise _broken(
            "NotInCustody", "The person is in no prison, so nobody of a prison can supervise them.", "staffCode"
        )
    if candidate.establishment_code != prison_code:
        raise _broken(
            "NotOfTheEstablishment",
            "In custody the Offender Supervisor is based in the prison where the person is.",
            "staffCode",
        )


def _check_reason(command: AllocateOffenderSupervisor, candidate: Candidate, subject: Subject) -> None:
    reason = (command.reason or "").strip()
    if len(reason) > LONGEST_REASON:
        raise _broken("ReasonTooLong", f"A reason has at most {LONGEST_REASON} characters.", "reason")
    separate = candidate.service is Service.COMMUNITY and candidate.id != subject.reach.om_staff_id
    if separate and not reason:
        raise _broken(
            "ReasonNeeded",
            "A supervisor from the community who is not the Offender Manager needs a reason: capacity, or secondment.",
            "reason",
        )


REMEDIES = {
    "StaffNotFound": "Check the code and the service; the hub learns staff from both services' staff records.",
    "StaffIsNobody": "Name a person.",
    "StaffHasLeft": "Name somebody who serves now.",
    "CaseTerminated": "Nothing is to be done.",
    "AlreadyOffenderSupervisor": "Nothing is to be done, or name somebody else.",
    "NotOfTheEstablishment": "Name somebody of the prison that the case shows.",
    "NotInCustody": "Name somebody of the community.",
    "ReasonNeeded": "Send the reason.",
    "ReasonTooLong": "Shorten the reason.",
}


def _broken(code: str, message: str, field: str) -> BrokenRule:
    return BrokenRule(code, message, REMEDIES[code], field)

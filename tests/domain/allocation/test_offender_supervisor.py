from datetime import date

import pytest
from msgspec.structs import replace

from hub.domain.access import Actor, CaseReach, Role, Service
from hub.domain.allocation.duties import DutyFlag
from hub.domain.allocation.offender_supervisor import (
    AllocateOffenderSupervisor,
    Candidate,
    Subject,
    check_actor,
    check_candidate,
    check_grade,
    check_version,
)
from hub.domain.grade import Grade
from hub.errors import BrokenRule, VersionConflict
from tests.rule_table import RuleTable

TODAY = date(2026, 11, 23)
OM, OFFICER, OTHER_PRISON, COLLEAGUE = (
    Candidate(1, Service.COMMUNITY, None, None),
    Candidate(2, Service.CUSTODY, "ZZA", None),
    Candidate(3, Service.CUSTODY, "ZZB", None),
    Candidate(4, Service.COMMUNITY, None, None),
)
INSIDE = Subject(5, CaseReach(om_staff_id=1, om_team_code="Z01T01", prison_code="ZZA"), False)
OUTSIDE = Subject(5, CaseReach(om_staff_id=1, om_team_code="Z01T01"), False)
ASKED = AllocateOffenderSupervisor(31, Service.CUSTODY, "ZZA1", 5)


@pytest.mark.parametrize(
    ("subject", "candidate", "reason", "broken"),
    [
        (INSIDE, OFFICER, None, None),
        (INSIDE, OTHER_PRISON, None, "NotOfTheEstablishment"),
        (INSIDE, OM, None, None),
        (INSIDE, COLLEAGUE, None, "ReasonNeeded"),
        (INSIDE, COLLEAGUE, "seconded to the prison", None),
        (INSIDE, COLLEAGUE, "  ", "ReasonNeeded"),
        (INSIDE, COLLEAGUE, "x" * 1001, "ReasonTooLong"),
        (OUTSIDE, OFFICER, None, "NotInCustody"),
        (OUTSIDE, OM, None, None),
        (OUTSIDE, COLLEAGUE, "to match capacity", None),
        (INSIDE, None, None, "StaffNotFound"),
        (INSIDE, replace(OFFICER, active_to=date(2026, 11, 22)), None, "StaffHasLeft"),
        (INSIDE, replace(OFFICER, grade="NOBODY"), None, "StaffIsNobody"),
        (INSIDE, replace(OFFICER, active_to=TODAY), None, None),
        (replace(INSIDE, terminated=True), OFFICER, None, "CaseTerminated"),
        (replace(INSIDE, reach=replace(INSIDE.reach, os_staff_id=2)), OFFICER, None, "AlreadyOffenderSupervisor"),
    ],
)
def test_who_may_supervise(
    subject: Subject, candidate: Candidate | None, reason: str | None, broken: str | None
) -> None:
    found = None
    try:
        assert check_candidate(replace(ASKED, reason=reason), candidate, subject, TODAY) == candidate
    except BrokenRule as rule:
        found = rule.code
        assert rule.remedy
        assert rule.field
    assert found == broken


def actor(*roles: Role, team: str | None = "Z01T01") -> Actor:
    return Actor("sub", Service.COMMUNITY, frozenset(roles), "Z01T011", 9, team)


@pytest.mark.parametrize(
    ("who", "broken"),
    [
        (actor(Role.OFFENDER_MANAGER), None),
        (actor(Role.TEAM_MANAGER), None),
        (actor(Role.OFFENDER_SUPERVISOR), "AllocationNotYours"),
        (actor(Role.CASE_ADMINISTRATOR), "AllocationNotYours"),
        (actor(Role.OFFENDER_MANAGER, team="Z01T02"), "CaseNotFound"),  # not their case: as if it were not there
        (actor(Role.OPERATOR), "CaseNotFound"),
    ],
)
def test_who_may_allocate(who: Actor, broken: str | None) -> None:
    found = None
    try:
        check_actor(who, INSIDE.reach)
    except BrokenRule as rule:
        found = rule.code
    assert found == broken


def test_a_case_that_is_not_there_answers_like_one_that_is_not_yours() -> None:
    with pytest.raises(BrokenRule) as missing:
        check_actor(actor(Role.OFFENDER_MANAGER), None)
    with pytest.raises(BrokenRule) as hidden:
        check_actor(actor(Role.OFFENDER_MANAGER, team=None), INSIDE.reach)
    assert str(missing.value) == str(hidden.value)


@pytest.mark.parametrize(
    ("expected", "allocated_at", "answer"),
    [
        (5, None, None),
        (3, None, None),  # the case moved on, its supervisor did not
        (3, 2, None),
        (3, 3, None),
        (3, 4, "VersionConflict"),
        (6, None, "VersionNotReached"),
        (0, None, "VersionNotReached"),
    ],
)
def test_only_another_supervisor_is_a_conflict(expected: int, allocated_at: int | None, answer: str | None) -> None:
    subject = replace(INSIDE, supervisor_code="ZZA7", supervisor_since_version=allocated_at)
    found = None
    try:
        check_version(replace(ASKED, expected_version=expected), subject)
    except BrokenRule as rule:
        found = rule.code
    except VersionConflict as conflict:
        found = "VersionConflict"
        assert (conflict.current_version, conflict.fields[0].yours, conflict.fields[0].current) == (5, "ZZA1", "ZZA7")
    assert found == answer


def by_grade(role: Role, grade: Grade | None) -> tuple[str, tuple[DutyFlag, ...]]:
    actor = Actor("a", Service.COMMUNITY, frozenset({role}), "A1", 1)
    try:
        return "allowed", check_grade(actor, grade)
    except BrokenRule as rule:
        assert "profile 55" in rule.remedy
        return rule.code, ()


REFUSED = ("AllocationNotOfTheGrade", ())
ALLOCATORS = RuleTable(
    "Who allocates an Offender Supervisor, by grade",
    "profiles, 55: allocates interventions to Offender Managers and Offender Supervisors; domain, Grades",
    ("role", "grade"),
    ("allocation", "flags"),
    [
        (Role.OFFENDER_MANAGER, Grade.OFFENDER_MANAGER, *REFUSED),
        (Role.OFFENDER_MANAGER, Grade.OFFENDER_MANAGER_HIGHER, "allowed", ()),
        (Role.OFFENDER_MANAGER, Grade.TEAM_MANAGER, "allowed", ()),
        (Role.OFFENDER_MANAGER, Grade.PRISON_OFFICER, *REFUSED),
        (Role.OFFENDER_MANAGER, Grade.PRISON_CUSTODY_OFFICER, *REFUSED),
        (Role.OFFENDER_MANAGER, Grade.NOBODY, *REFUSED),
        (Role.OFFENDER_MANAGER, None, "allowed", (DutyFlag.GRADE_NOT_KNOWN,)),
        (Role.TEAM_MANAGER, Grade.OFFENDER_MANAGER, "allowed", ()),
        (Role.TEAM_MANAGER, Grade.PRISON_OFFICER, "allowed", ()),
        (Role.TEAM_MANAGER, None, "allowed", ()),
    ],
    by_grade,
    "A team manager always may. A refusal says who could do it instead.",
)


@pytest.mark.parametrize("row", ALLOCATORS.rows, ids=ALLOCATORS.names())
def test_who_allocates_by_grade(row: tuple[object, ...]) -> None:
    ALLOCATORS.check(row)

from datetime import date

import pytest
from msgspec.structs import replace

from hub.domain.access import Actor, CaseReach, Role, Service
from hub.domain.allocation.offender_supervisor import Candidate
from hub.domain.team_member import (
    AddTeamMember,
    Delivered,
    Member,
    MemberRole,
    check_actor,
    check_form,
    check_member,
    check_reason,
)
from hub.errors import BrokenRule
from tests.rule_table import RuleTable

TODAY = date(2026, 11, 23)
ADMINISTRATOR, KEY_WORKER, PARTY = MemberRole
ROLE = Role
REACH = CaseReach(om_staff_id=1, om_team_code="Z01T01")
STAFF = {"service": Service.COMMUNITY, "staff_code": "Z01T018"}
ADA = Candidate(8, Service.COMMUNITY, None, None)


def answer(check: object, *arguments: object, **named: object) -> str | None:
    try:
        check(*arguments, **named)  # type: ignore[operator]
    except BrokenRule as rule:
        assert rule.remedy
        return rule.code
    return None


def may_add(role: Role, member: MemberRole) -> str | None:
    actor = Actor("a", Service.COMMUNITY, frozenset({role}), "Z01T011", 1, "Z01T01")
    return answer(check_actor, actor, member, REACH)


WHO = RuleTable(
    "Who says who is in the team",
    "guide, Offender Management Team (led by the Offender Manager); domain, People; hub",
    ("role", "member"),
    ("refused",),
    [
        *((role, member, None) for role in (ROLE.OFFENDER_MANAGER, ROLE.TEAM_MANAGER) for member in MemberRole),
        (ROLE.OFFENDER_SUPERVISOR, ADMINISTRATOR, None),
        (ROLE.OFFENDER_SUPERVISOR, KEY_WORKER, None),
        (ROLE.OFFENDER_SUPERVISOR, PARTY, "InterestedPartyNotYours"),
        *((role, ADMINISTRATOR, "TeamNotYours") for role in (ROLE.CASE_ADMINISTRATOR, ROLE.KEY_WORKER)),
        *((role, ADMINISTRATOR, "CaseNotFound") for role in (ROLE.AUDITOR, ROLE.OPERATOR, ROLE.DEVELOPER)),
    ],
    may_add,
    "A dash: allowed. Who does not see the case is told that there is none.",
)


@pytest.mark.parametrize("row", WHO.rows, ids=WHO.names())
def test_who_changes_the_team(row: tuple[object, ...]) -> None:
    WHO.check(row)


def form(role: MemberRole, changes: dict[str, object]) -> str | None:
    return answer(check_form, replace(AddTeamMember(31, role), **changes), TODAY)


AUNT = {"name": "Aunt Testerby", "belongs_to": "aunt"}
CONSENT = {"consents_to": "The dates of visits.", "consented_on": TODAY}


@pytest.mark.parametrize(
    ("role", "changes", "code"),
    [
        (ADMINISTRATOR, STAFF, None),
        (ADMINISTRATOR, {}, "StaffNeeded"),
        (ADMINISTRATOR, {"name": "Ada"}, "StaffNeeded"),
        (ADMINISTRATOR, {"staff_code": "Z01T018"}, "StaffOrName"),
        (ADMINISTRATOR, {"service": Service.CUSTODY}, "StaffOrName"),
        (ADMINISTRATOR, {**STAFF, "name": "Ada"}, "StaffOrName"),
        (ADMINISTRATOR, {**STAFF, "intervention_ids": (7,)}, "OnlyForKeyWorkers"),
        (ADMINISTRATOR, {**STAFF, **CONSENT}, "OnlyForInterestedParties"),
        (KEY_WORKER, {**STAFF, "intervention_ids": (7,)}, None),
        (KEY_WORKER, {"name": "Kit", "belongs_to": "A made-up charity", "intervention_ids": (7,)}, None),
        (KEY_WORKER, {"name": " ", "intervention_ids": (7,)}, "NameNeeded"),
        (KEY_WORKER, STAFF, "InterventionsNeeded"),
        (KEY_WORKER, {**STAFF, "intervention_ids": tuple(range(51))}, "TooManyInterventions"),
        (PARTY, AUNT, None),
        (PARTY, {**AUNT, **CONSENT}, None),
        (PARTY, STAFF, "NotForStaff"),
        (PARTY, {"name": "x" * 201}, "NameTooLong"),
        (PARTY, {**AUNT, "consents_to": "The dates of visits."}, "ConsentIncomplete"),
        (PARTY, {**AUNT, "consented_on": TODAY}, "ConsentIncomplete"),
        (PARTY, {**AUNT, **CONSENT, "consents_to": "x" * 1001}, "ConsentTooLong"),
        (PARTY, {**AUNT, **CONSENT, "consented_on": date(2026, 11, 24)}, "ConsentInTheFuture"),
    ],
)
def test_what_each_role_takes(role: MemberRole, changes: dict[str, object], code: str | None) -> None:
    assert form(role, changes) == code


ADDED = AddTeamMember(31, ADMINISTRATOR, Service.COMMUNITY, "Z01T018")
KIT = replace(ADDED, role=KEY_WORKER, intervention_ids=(7, 8))
TESTERBY = AddTeamMember(1, PARTY, name="Aunt Testerby", belongs_to="aunt")
CHARITY = AddTeamMember(1, KEY_WORKER, name="Kit", belongs_to="Charity", intervention_ids=(7, 8))
BOTH = (Delivered(7, 3, ended=False), Delivered(8, 3, ended=False))


@pytest.mark.parametrize(
    ("command", "candidate", "delivered", "team", "terminated", "code"),
    [
        (ADDED, ADA, (), (), False, None),
        (ADDED, None, (), (), False, "StaffNotFound"),
        (ADDED, replace(ADA, grade="NOBODY"), (), (), False, "StaffIsNobody"),
        (ADDED, replace(ADA, active_to=date(2026, 11, 22)), (), (), False, "StaffHasLeft"),
        (ADDED, replace(ADA, active_to=TODAY), (), (), False, None),
        (ADDED, ADA, (), (), True, "CaseTerminated"),
        (ADDED, ADA, (), (Member(ADMINISTRATOR, 8),), False, "MemberAlready"),
        (TESTERBY, None, (), (), False, None),
        (TESTERBY, None, (), (Member(PARTY, None, name="aunt  TESTERBY", belongs_to="Aunt"),), False, "NamedAlready"),
        (TESTERBY, None, (), (Member(PARTY, None, name="Aunt Testerby", belongs_to="neighbour"),), False, None),
        (TESTERBY, None, (), (Member(KEY_WORKER, None, name="Aunt Testerby", belongs_to="aunt"),), False, None),
        (CHARITY, None, BOTH, (Member(KEY_WORKER, None, frozenset({7}), "Kit", "Charity"),), False, None),
        (CHARITY, None, BOTH, (Member(KEY_WORKER, None, frozenset({7, 8}), "Kit", "Charity"),), False, "NamedAlready"),
        (ADDED, ADA, (), (Member(ADMINISTRATOR, 9), Member(KEY_WORKER, 8, frozenset({7}))), False, None),
        (KIT, ADA, BOTH, (), False, None),
        (KIT, ADA, BOTH[:1], (), False, "InterventionNotFound"),
        (KIT, ADA, (BOTH[0], Delivered(8, 3, ended=True)), (), False, "InterventionEnded"),
        (KIT, ADA, BOTH, (Member(KEY_WORKER, 8, frozenset({7})),), False, None),
        (KIT, ADA, BOTH, tuple(Member(KEY_WORKER, 8, frozenset({one})) for one in (7, 8)), False, "MemberAlready"),
    ],
)
def test_a_member_against_the_case(
    command: AddTeamMember,
    candidate: Candidate | None,
    delivered: tuple[Delivered, ...],
    team: tuple[Member, ...],
    terminated: bool,
    code: str | None,
) -> None:
    assert answer(check_member, command, candidate, delivered, team, terminated=terminated, today=TODAY) == code


@pytest.mark.parametrize(
    ("reason", "code"), [("Moved away", None), (" ", "ReasonNeeded"), ("x" * 1001, "ReasonTooLong")]
)
def test_leaving_needs_a_reason(reason: str, code: str | None) -> None:
    assert answer(check_reason, reason) == code

"""The demo's staff are those whom the development issuer offers first."""

from hub.connectors.staff import GRADES
from hub.domain.access import Role
from hub.domain.grade import Grade
from hub.embedded.demo import staff
from hub.store.caseload.workload import DEMO_STAFF


def test_the_issuers_table_names_the_demos_staff_by_role() -> None:
    of_role = {
        Role.OFFENDER_MANAGER: staff.OFFENDER_MANAGERS,
        Role.OFFENDER_SUPERVISOR: staff.OFFENDER_SUPERVISORS,
        Role.CASE_ADMINISTRATOR: staff.ADMINISTRATORS,
        Role.TEAM_MANAGER: staff.TEAM_MANAGERS + staff.DECIDERS,
    }
    assert {role: tuple(member.code for member in members) for role, members in of_role.items()} == DEMO_STAFF


def test_a_person_stands_behind_everybody() -> None:
    assert all(GRADES.get(member.grade) is not Grade.NOBODY for member in staff.EVERYBODY)

import pytest

from hub.domain.access import Service
from hub.domain.grade import Grade
from hub.domain.lead.supervisor_kind import SupervisorKind, supervisor_as
from tests.rule_table import RuleTable

PRISON, PROBATION = Service
KIND = SupervisorKind


def as_what(service: Service, grade: Grade | None, seconded: bool) -> tuple[SupervisorKind, Service]:
    found = supervisor_as(service, grade, seconded_to_prison=seconded)
    return found.kind, found.acts_for


KINDS = RuleTable(
    "What sort of Offender Supervisor somebody is",
    "planning, What is an Offender Manager; domain, Offender Supervisor",
    ("records of", "grade", "seconded to the prison"),
    ("kind", "acts for"),
    [
        (PRISON, Grade.PRISON_OFFICER, False, KIND.PRISON_OFFICER, PRISON),
        (PRISON, Grade.PRISON_CUSTODY_OFFICER, False, KIND.PRISON_CUSTODY_OFFICER, PRISON),
        (PRISON, None, False, KIND.OTHER_STAFF_OF_THE_PRISON, PRISON),
        (PRISON, Grade.OFFENDER_MANAGER, False, KIND.SECONDED_PROBATION_STAFF, PRISON),
        (PRISON, Grade.OFFENDER_MANAGER_HIGHER, False, KIND.SECONDED_PROBATION_STAFF, PRISON),
        (PROBATION, Grade.OFFENDER_MANAGER, True, KIND.SECONDED_PROBATION_STAFF, PRISON),
        (PROBATION, Grade.OFFENDER_MANAGER, False, KIND.PROBATION_STAFF_IN_THE_COMMUNITY, PROBATION),
        (PROBATION, Grade.OFFENDER_MANAGER_HIGHER, False, KIND.PROBATION_STAFF_IN_THE_COMMUNITY, PROBATION),
        (PROBATION, None, False, KIND.PROBATION_STAFF_IN_THE_COMMUNITY, PROBATION),
    ],
    as_what,
    "The post needs the skills, not a profile.",
)


@pytest.mark.parametrize("row", KINDS.rows, ids=KINDS.names())
def test_the_kind(row: tuple[object, ...]) -> None:
    KINDS.check(row)

"""What sort of Offender Supervisor somebody is, and for which side they act (planning, what; domain).

The post needs the skills, not a profile; titles are mapped to grades and never shown. Seconded probation staff act for
custody, though the probation service employs them.
"""

from enum import StrEnum

from hub.domain.access import Service
from hub.domain.grade import Grade
from hub.domain.value import Value


class SupervisorKind(StrEnum):
    """The kinds that the documents name, and another member of staff with the skills."""

    PRISON_OFFICER = "PRISON_OFFICER"
    PRISON_CUSTODY_OFFICER = "PRISON_CUSTODY_OFFICER"
    SECONDED_PROBATION_STAFF = "SECONDED_PROBATION_STAFF"
    PROBATION_STAFF_IN_THE_COMMUNITY = "PROBATION_STAFF_IN_THE_COMMUNITY"
    OTHER_STAFF_OF_THE_PRISON = "OTHER_STAFF_OF_THE_PRISON"


class SupervisorAs(Value):
    """The kind, and the side for which they act."""

    kind: SupervisorKind
    acts_for: Service


def supervisor_as(service: Service, grade: Grade | None, *, seconded_to_prison: bool = False) -> SupervisorAs:
    """The kind of somebody whose records are that service's. `seconded_to_prison`: of probation, placed in a prison."""
    if service is Service.COMMUNITY:
        if seconded_to_prison:
            return SupervisorAs(SupervisorKind.SECONDED_PROBATION_STAFF, Service.CUSTODY)
        return SupervisorAs(SupervisorKind.PROBATION_STAFF_IN_THE_COMMUNITY, Service.COMMUNITY)
    if grade in (Grade.OFFENDER_MANAGER, Grade.OFFENDER_MANAGER_HIGHER):
        return SupervisorAs(SupervisorKind.SECONDED_PROBATION_STAFF, Service.CUSTODY)
    kinds = {
        Grade.PRISON_OFFICER: SupervisorKind.PRISON_OFFICER,
        Grade.PRISON_CUSTODY_OFFICER: SupervisorKind.PRISON_CUSTODY_OFFICER,
    }
    kind = kinds.get(grade) if grade else None
    return SupervisorAs(kind or SupervisorKind.OTHER_STAFF_OF_THE_PRISON, Service.CUSTODY)

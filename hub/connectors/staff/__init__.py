"""Staff of either side: a contract of the hub's own, for no real message carries them.

The contract is hub/messaging/contracts/staff.snapshot.v1.json. The key is the staff code of that side; null means that
the service holds no such member of staff any more.
"""

import re

from hub.connectors.connector import Message, Provenance
from hub.connectors.envelope import snapshot_provenance
from hub.connectors.json_reader import read_object
from hub.connectors.staff.messages import Place, Staff
from hub.connectors.wire import day, key_text, read_shape, staff_code, text
from hub.domain.access import Service
from hub.domain.grade import Grade
from hub.domain.records import StaffRecord, StaffRemoved
from hub.domain.staffing import canonical_code
from hub.errors import Rejected

# Titles of today's systems stop here: each is one of the duties that the profiles name, or nobody. A probation officer
# who works in a prison has the same title in the prison's records. One that stands nowhere here is no grade.
GRADES: dict[str, Grade] = {
    "PSO": Grade.OFFENDER_MANAGER,
    "PQIP": Grade.OFFENDER_MANAGER,
    "PO": Grade.OFFENDER_MANAGER_HIGHER,
    "SPO": Grade.TEAM_MANAGER,
    "DMY": Grade.NOBODY,
    "PRO": Grade.PRISON_OFFICER,
    "PCO": Grade.PRISON_CUSTODY_OFFICER,
}
# How the probation case system writes that a team's case is nobody's: the stand-in of the team, who is no person.
STAND_IN = re.compile(r"[A-Z0-9]{6}U", re.ASCII | re.IGNORECASE)


def stands_in(code: str) -> bool:
    """Whether the code of the probation case system is a team's stand-in for whoever is still to be allocated."""
    return STAND_IN.fullmatch(code) is not None


def community_staff(message: Message) -> tuple[StaffRecord | StaffRemoved, Provenance]:
    """A member of probation staff."""
    return _decode(message, Service.COMMUNITY)


def custody_staff(message: Message) -> tuple[StaffRecord | StaffRemoved, Provenance]:
    """A member of prison staff."""
    return _decode(message, Service.CUSTODY)


def _decode(message: Message, service: Service) -> tuple[StaffRecord | StaffRemoved, Provenance]:
    read = snapshot_provenance(message)
    key = key_text(message)
    wire = read_shape(read_object(message.value), Staff) if message.value is not None else None
    named = text(wire.code) if wire else None
    code = staff_code(key or named)
    if code is None:
        raise Rejected("NoIdentifier", "neither the key nor the body names a member of staff")
    if key and named and canonical_code(key) != canonical_code(named):
        raise Rejected("KeyMismatch", "the body names another member of staff than the key")
    if wire is None:
        return StaffRemoved(service, code), read
    return _record(wire, service, code), read


def _record(wire: Staff, service: Service, code: str) -> StaffRecord:
    title = text(wire.grade)
    nobody = service is Service.COMMUNITY and stands_in(code)
    team, establishment = wire.team or Place(), wire.establishment or Place()
    return StaffRecord(
        service=service,
        code=code,
        forename=text(wire.name.forename) if wire.name else None,
        surname=text(wire.name.surname) if wire.name else None,
        grade=Grade.NOBODY if nobody else GRADES.get(title.upper()) if title else None,
        email=text(wire.email),
        employer=text(wire.employer),
        team_code=text(team.code),
        team_name=text(team.description),
        establishment_code=text(establishment.code),
        area=text(wire.area),
        active_from=day(wire.from_),
        active_to=day(wire.to),
    )

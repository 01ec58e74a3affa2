"""The made-up staff: three probation teams, three prisons. Codes have the forms of the real ones."""

from dataclasses import dataclass
from typing import Any

from hub.domain.access import Service

AREA = "Z01"
TEAMS = (("Z01T01", "Madeup North"), ("Z01T02", "Madeup South"), ("Z01T03", "Madeup Court Team"))
PRISONS = (("LEI", "Leeds (HMP)"), ("MDI", "Moorland (HMP & YOI)"), ("STI", "Styal (HMP & YOI)"))
PRISONS_BY_GENDER = {"Male": PRISONS[:2], "Female": PRISONS[2:]}


@dataclass(frozen=True)
class StaffMember:
    """One member of staff; `team` for probation, `prison` for who works in one, as (code, name)."""

    service: Service
    code: str
    forename: str
    surname: str
    grade: str
    team: tuple[str, str] | None = None
    prison: tuple[str, str] | None = None

    @property
    def email(self) -> str:
        """An address that no mail can reach."""
        return f"{self.forename}.{self.surname}@hub.invalid".lower()

    def record(self) -> dict[str, Any]:
        """The staff record as its side sends it."""
        record: dict[str, Any] = {
            "code": self.code,
            "name": {"forename": self.forename, "surname": self.surname},
            "grade": self.grade,
            "email": self.email,
            "employer": "A made-up probation region" if self.service is Service.COMMUNITY else "A made-up prison",
            "area": AREA,
            "from": "2020-01-01",
        }
        if self.team:
            record["team"] = {"code": self.team[0], "description": self.team[1]}
        if self.prison:
            record["establishment"] = {"code": self.prison[0], "description": self.prison[1]}
        return record


def _probation(
    number: int, forename: str, surname: str, grade: str, team: int, prison: tuple[str, str] | None = None
) -> StaffMember:
    code, _ = TEAMS[team]
    return StaffMember(Service.COMMUNITY, f"{code}{number}"[:7], forename, surname, grade, TEAMS[team], prison)


OFFENDER_MANAGERS = (
    _probation(1, "Olwen", "Madeup-Manager", "PO", 0),
    _probation(2, "Oberon", "Madeup-Manager", "PSO", 0),
    _probation(1, "Odile", "Madeup-Manager", "PO", 1),
    _probation(2, "Osric", "Madeup-Manager", "PSO", 1),
    _probation(1, "Ottoline", "Madeup-Manager", "PO", 2),
)
TEAM_MANAGERS = (_probation(9, "Tansy", "Madeup-Teamhead", "SPO", 0),)
# Team managers who work in a prison too: they see both sides of a review of a prisoner there and somebody of the team.
# There are two, for a parting takes two.
DECIDERS = (
    _probation(6, "Theodora", "Madeup-Decider", "SPO", 0, PRISONS[0]),
    _probation(7, "Tobias", "Madeup-Decider", "SPO", 0, PRISONS[0]),
)
# An administrator's title is none of those that the profiles on grades describe: no grade, but a person.
ADMINISTRATORS = (_probation(8, "Ada", "Madeup-Admin", "CA", 0),)
OFFENDER_SUPERVISORS = tuple(
    StaffMember(Service.CUSTODY, f"Z{prison[0]}{number}", forename, "Madeup-Supervisor", "PRO", prison=prison)
    for prison, forenames in zip(PRISONS, (("Saffron", "Silas"), ("Sorrel", "Seth"), ("Sunniva", "Sable")), strict=True)
    for number, forename in enumerate(forenames, 1)
)
EVERYBODY = OFFENDER_MANAGERS + TEAM_MANAGERS + DECIDERS + ADMINISTRATORS + OFFENDER_SUPERVISORS


def higher_level_of(manager: StaffMember) -> StaffMember:
    """Whoever of the manager's team is of the higher level, which alone allocates work to others (profile 55)."""
    return next(one for one in OFFENDER_MANAGERS if one.team == manager.team and one.grade == "PO")

"""Who leads (domain: "Who leads from day to day"): three facts that are kept apart.

The accountable manager is always the Offender Manager. Day to day leads the Offender Supervisor in custody, to the day
of release; outside the Offender Manager, or a separate supervisor. Today's responsibility, custody or community, is the
third (`hub/domain/handover`).
"""

from collections.abc import Mapping
from enum import StrEnum

from hub.domain.access import Service
from hub.domain.because import Because, because
from hub.domain.custody import HELD, CustodyState
from hub.domain.handover import Responsibility
from hub.domain.team import TeamRole
from hub.domain.value import Value


class Place(StrEnum):
    """Where somebody serves their sentence now."""

    CUSTODY = "CUSTODY"
    COMMUNITY = "COMMUNITY"


class LeadReason(StrEnum):
    """Why that person leads day to day, or nobody."""

    SUPERVISOR_IN_CUSTODY = "SUPERVISOR_IN_CUSTODY"
    NO_SUPERVISOR_IN_CUSTODY = "NO_SUPERVISOR_IN_CUSTODY"
    MANAGER_IN_THE_COMMUNITY = "MANAGER_IN_THE_COMMUNITY"
    SEPARATE_SUPERVISOR = "SEPARATE_SUPERVISOR"
    NOBODY_NAMED = "NOBODY_NAMED"


SENTENCES: Mapping[LeadReason, str] = {
    LeadReason.SUPERVISOR_IN_CUSTODY: ("In custody the Offender Supervisor leads day to day, to the day of release."),
    LeadReason.NO_SUPERVISOR_IN_CUSTODY: ("In custody the Offender Supervisor leads day to day, and none is named."),
    LeadReason.MANAGER_IN_THE_COMMUNITY: "In the community the Offender Manager leads day to day.",
    LeadReason.SEPARATE_SUPERVISOR: "In the community a separate Offender Supervisor leads day to day.",
    LeadReason.NOBODY_NAMED: "In the community, and neither manager nor supervisor is named.",
}


class LeadFlag(StrEnum):
    """What a person should look at."""

    UNALLOCATED = "UNALLOCATED"
    PRISON_SUPERVISOR_STILL_NAMED = "PRISON_SUPERVISOR_STILL_NAMED"


class NamedTeam(Value):
    """Who is named: staff ids, None: nobody. `supervisor_service` is the side that the supervisor belongs to."""

    manager_id: int | None = None
    supervisor_id: int | None = None
    supervisor_service: Service | None = None


class Leadership(Value):
    """The three facts. `day_to_day_role`: the role in which that person leads; `responsibility` is told in custody."""

    accountable_id: int | None
    day_to_day_id: int | None
    day_to_day_role: TeamRole | None
    responsibility: Responsibility | None
    because: Because[LeadReason]
    flags: tuple[LeadFlag, ...] = ()


def place_of(state: CustodyState | None) -> Place:
    """The place that the prison's record gives: unlawfully at large is custody's, like every state of being held."""
    inside = state in HELD or state is CustodyState.UNLAWFULLY_AT_LARGE
    return Place.CUSTODY if inside else Place.COMMUNITY


def leadership(place: Place, team: NamedTeam, responsibility: Responsibility | None = None) -> Leadership:
    """Who is accountable, who leads day to day, and which side is responsible today."""
    in_custody = place is Place.CUSTODY
    leads, role, reason = _in_custody(team) if in_custody else _outside(team)
    left_over = not in_custody and team.supervisor_service is Service.CUSTODY and team.supervisor_id is not None
    found = (
        (LeadFlag.UNALLOCATED, team.manager_id is None),
        (LeadFlag.PRISON_SUPERVISOR_STILL_NAMED, left_over),
    )
    return Leadership(
        accountable_id=team.manager_id,
        day_to_day_id=leads,
        day_to_day_role=role,
        responsibility=responsibility if in_custody else None,
        because=because(reason, SENTENCES[reason], place=place),
        flags=tuple(flag for flag, stands in found if stands),
    )


Lead = tuple[int | None, TeamRole | None, LeadReason]


def _in_custody(team: NamedTeam) -> Lead:
    if team.supervisor_id is None:
        return None, None, LeadReason.NO_SUPERVISOR_IN_CUSTODY
    return team.supervisor_id, TeamRole.OFFENDER_SUPERVISOR, LeadReason.SUPERVISOR_IN_CUSTODY


def _outside(team: NamedTeam) -> Lead:
    separate = team.supervisor_service is Service.COMMUNITY and team.supervisor_id not in (None, team.manager_id)
    if separate:
        return team.supervisor_id, TeamRole.OFFENDER_SUPERVISOR, LeadReason.SEPARATE_SUPERVISOR
    if team.manager_id is None:
        return None, None, LeadReason.NOBODY_NAMED
    return team.manager_id, TeamRole.OFFENDER_MANAGER, LeadReason.MANAGER_IN_THE_COMMUNITY

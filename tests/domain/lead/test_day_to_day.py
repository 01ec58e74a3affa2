import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.access import Service
from hub.domain.custody import CustodyState
from hub.domain.handover import Responsibility
from hub.domain.lead.day_to_day import LeadFlag, LeadReason, NamedTeam, Place, leadership, place_of
from hub.domain.team import TeamRole
from tests.rule_table import RuleTable

CUSTODY, COMMUNITY = Place
PRISON, PROBATION = Service
OM, OS = TeamRole.OFFENDER_MANAGER, TeamRole.OFFENDER_SUPERVISOR
WHY, FLAG = LeadReason, LeadFlag
MANAGER, SUPERVISOR = "the manager", "the supervisor"
IDS = {MANAGER: 1, SUPERVISOR: 2, "": None}
NAMES = {staff_id: name for name, staff_id in IDS.items() if name}


def leads(
    place: Place, manager: bool, supervisor: str | None, side: Service | None
) -> tuple[str | None, str | None, LeadReason, tuple[LeadFlag, ...]]:
    team = NamedTeam(IDS[MANAGER] if manager else None, IDS[supervisor or ""], side)
    found = leadership(place, team)
    assert found.because.sentence.endswith(".")
    assert (found.day_to_day_role is None) == (found.day_to_day_id is None)
    return _named(found.accountable_id), _named(found.day_to_day_id), found.because.reason, found.flags


def _named(staff_id: int | None) -> str | None:
    return NAMES.get(staff_id) if staff_id is not None else None


LEADS = RuleTable(
    "Who is accountable, and who leads day to day",
    "domain, Who leads from day to day (guide, planning)",
    ("place", "manager named", "supervisor named", "of the side"),
    ("accountable", "leads day to day", "reason", "flags"),
    [
        (CUSTODY, True, SUPERVISOR, PRISON, MANAGER, SUPERVISOR, WHY.SUPERVISOR_IN_CUSTODY, ()),
        (CUSTODY, True, SUPERVISOR, PROBATION, MANAGER, SUPERVISOR, WHY.SUPERVISOR_IN_CUSTODY, ()),
        (CUSTODY, True, MANAGER, PROBATION, MANAGER, MANAGER, WHY.SUPERVISOR_IN_CUSTODY, ()),
        (CUSTODY, True, None, None, MANAGER, None, WHY.NO_SUPERVISOR_IN_CUSTODY, ()),
        (CUSTODY, False, SUPERVISOR, PRISON, None, SUPERVISOR, WHY.SUPERVISOR_IN_CUSTODY, (FLAG.UNALLOCATED,)),
        (CUSTODY, False, None, None, None, None, WHY.NO_SUPERVISOR_IN_CUSTODY, (FLAG.UNALLOCATED,)),
        (COMMUNITY, True, None, None, MANAGER, MANAGER, WHY.MANAGER_IN_THE_COMMUNITY, ()),
        (COMMUNITY, True, MANAGER, PROBATION, MANAGER, MANAGER, WHY.MANAGER_IN_THE_COMMUNITY, ()),
        (COMMUNITY, True, SUPERVISOR, PROBATION, MANAGER, SUPERVISOR, WHY.SEPARATE_SUPERVISOR, ()),
        (COMMUNITY, True, SUPERVISOR, PRISON, MANAGER, MANAGER, WHY.MANAGER_IN_THE_COMMUNITY,
         (FLAG.PRISON_SUPERVISOR_STILL_NAMED,)),
        (COMMUNITY, False, SUPERVISOR, PROBATION, None, SUPERVISOR, WHY.SEPARATE_SUPERVISOR, (FLAG.UNALLOCATED,)),
        (COMMUNITY, False, SUPERVISOR, PRISON, None, None, WHY.NOBODY_NAMED,
         (FLAG.UNALLOCATED, FLAG.PRISON_SUPERVISOR_STILL_NAMED)),
        (COMMUNITY, False, None, None, None, None, WHY.NOBODY_NAMED, (FLAG.UNALLOCATED,)),
    ],
    leads,
    "The accountable manager is always the Offender Manager, wherever the person is. Today's responsibility, custody "
    "or community, is a third fact beside these two.",
)  # fmt: skip

S = CustodyState
PLACES = RuleTable(
    "In which place somebody is",
    "domain, Who leads from day to day; Phase",
    ("custody record",),
    ("place",),
    [
        (S.IN_PRISON, CUSTODY),
        (S.AT_COURT, CUSTODY),
        (S.TEMPORARILY_ABSENT, CUSTODY),
        (S.BEING_TRANSFERRED, CUSTODY),
        (S.RESTRICTED_PATIENT, CUSTODY),
        (S.UNLAWFULLY_AT_LARGE, CUSTODY),
        (S.RELEASED, COMMUNITY),
        (S.NOT_BOOKED, COMMUNITY),
        (S.REMOVED, COMMUNITY),
        (S.DIED, COMMUNITY),
        (None, COMMUNITY),
    ],
    place_of,
)


@pytest.mark.parametrize("row", LEADS.rows, ids=LEADS.names())
def test_who_leads(row: tuple[object, ...]) -> None:
    LEADS.check(row)


@pytest.mark.parametrize("row", PLACES.rows, ids=PLACES.names())
def test_the_place(row: tuple[object, ...]) -> None:
    PLACES.check(row)


def test_every_state_has_a_place() -> None:
    assert {row[0] for row in PLACES.rows} == {*S, None}


TEAMS = st.builds(
    NamedTeam, st.none() | st.just(1), st.none() | st.sampled_from([1, 2]), st.none() | st.sampled_from(Service)
)


@given(st.sampled_from(Place), TEAMS, st.none() | st.sampled_from(Responsibility))
def test_the_three_facts_never_mix(place: Place, team: NamedTeam, responsibility: Responsibility | None) -> None:
    found, other = leadership(place, team, responsibility), leadership(place, team)
    assert found.accountable_id == team.manager_id
    assert (found.day_to_day_id, found.because) == (other.day_to_day_id, other.because)
    assert found.responsibility is (responsibility if place is CUSTODY else None)
    assert found.day_to_day_id in (team.manager_id, team.supervisor_id, None)

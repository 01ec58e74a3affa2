"""Contributions go where their case goes, and go for good with what is erased."""

from typing import Any

import pytest

from hub.actions.team.contribution import change_contribution
from hub.domain.access import Actor, Role, Service
from hub.domain.allocation.contributing import DecideContribution, EndContribution
from hub.domain.allocation.duties import DecidedBy
from hub.domain.days import london_day
from hub.errors import BrokenRule
from hub.store.reach.reach import reach_of
from tests.actions.sources import (
    CRN,
    HAPPENED,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    happened,
    matched,
    offender,
    order,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres
OUTSIDE = order(custodial=False)
KEPT = "select case_id from contribution"


async def decided(hub: Hub) -> tuple[int, Actor]:
    """A prisoner's case, and another of a community record to which Z09T054 contributes; the other's key, its boss."""
    await hub.tell(PRISONER, NUMBER, prisoner())
    for code, grade in (("Z09T054", "PSO"), ("Z01T019", "SPO")):
        staff = {"code": code, "team": {"code": code[:6]}, "grade": grade}
        await hub.tell("community.staff.snapshot.v1", code, staff)
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", OUTSIDE))
    registered: dict[str, Any] = {"registerTypeCode": "RHRH", "registrationId": "1"}
    await hub.tell(HAPPENED, CRN, happened("probation-case.registration.added", **registered))
    boss_id = await hub.one("select id from staff where code = 'Z01T019'")
    boss = Actor("b", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T019", boss_id, "Z01T01")
    case_id = await hub.one("select id from offender_case where om_team_code = 'Z01T01'")
    asked = DecideContribution(case_id, "Z09T054", DecidedBy.TEAM_MANAGER, "Home visits", "Said why")
    assert await change_contribution(hub.database, boss, asked, cause="request r-1", now=NOW) == case_id
    return int(case_id), boss


async def reached(hub: Hub) -> frozenset[int]:
    """The cases to which Z09T054 contributes."""
    async with hub.database.transaction(NOW) as tx:
        found = await reach_of(tx, Service.COMMUNITY, "Z09T054", london_day(NOW))
    assert found is not None
    return found.contributes_to


async def test_it_goes_with_the_case_into_another(hub: Hub) -> None:
    case_id, boss = await decided(hub)
    assert await reached(hub) == {case_id}
    await hub.tell(HAPPENED, CRN, matched())
    stays = await hub.one("select id from offender_case where merged_into is null")
    assert stays != case_id
    assert await hub.one(KEPT) == stays
    assert await reached(hub) == {stays}
    number = await hub.one("select id from contribution")
    ended = EndContribution(number, "Said why")
    assert await change_contribution(hub.database, boss, ended, cause="request r-2", now=NOW) == stays
    assert await reached(hub) == frozenset()


async def test_it_goes_for_good_with_the_service_whose_people_recorded_it(hub: Hub) -> None:
    await decided(hub)
    await hub.tell(OFFENDER, CRN, offender())
    await hub.tell(HAPPENED, CRN, happened("probation-case.deleted.gdpr", minutes=90))
    assert await hub.rows(KEPT) == []
    assert await reached(hub) == frozenset()


@pytest.mark.parametrize("number", [0, -1, 999, 2**63, 10**30])
async def test_a_number_that_names_none_is_refused_by_name(hub: Hub, number: int) -> None:
    boss = Actor("b", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T019", 1, "Z01T01")
    with pytest.raises(BrokenRule) as refused:
        await change_contribution(hub.database, boss, EndContribution(number, "Said why"), cause="r", now=NOW)
    assert refused.value.code == "ContributionNotFound"

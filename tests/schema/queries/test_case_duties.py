"""Who may write which report, lead, contribute or allocate in a case, as callers ask it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from hub.actions.deciding.deciding_on_case import decide_on_case
from hub.actions.team.contribution import change_contribution
from hub.actions.team.offender_manager import decide_manager
from hub.actions.team.team_member import change_team
from hub.domain.access import Actor, Role, Service
from hub.domain.allocation.contributing import DecideContribution
from hub.domain.allocation.duties import DecidedBy
from hub.domain.allocation.offender_manager_allocation import AllocateOffenderManager
from hub.domain.deciding import ConfirmSkills
from hub.domain.team_member import AddTeamMember, MemberRole
from hub.reads.ids import global_id
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
    offender,
    prisoner,
    supervision,
)
from tests.schema.asking import Asking, asking

pytestmark = pytest.mark.postgres
STAFF = "community.staff.snapshot.v1"
DUTIES = """query($id: ID!, $acts: [Act!], $codes: [String!]) {
  caseDuties(caseId: $id, acts: $acts, staffCodes: $codes) {
    ... on CaseDuties { harm allocationRefused { code remedy }
      people { staff { code } parts contributes
        answers { act allowed reason sentence remedy flags facts { name value } } } }
    ... on BrokenRules { rules { code field } } } }"""
HIGH = happened("probation-case.registration.added", registerTypeCode="RHRH", registrationId="1")


class World:
    """A case of Z01T054, profile 54, with people of every grade about."""

    def __init__(self, hub: Asking, sources: Hub, case_id: int, ids: dict[str, int]) -> None:
        self.hub, self.sources, self.case_id, self.ids = hub, sources, case_id, ids
        self.boss = self.actor("Z01T019", Role.TEAM_MANAGER)

    def actor(self, code: str, role: Role) -> Actor:
        return Actor(code, Service.COMMUNITY, frozenset({role}), code, self.ids[code], "Z01T01")

    async def ask(self, actor: Actor | None = None, **asked: Any) -> Any:
        given = {"id": global_id("Case", self.case_id), **asked}
        return (await self.hub.data(actor or self.boss, DUTIES, **given))["caseDuties"]

    async def reasons(self, code: str, *acts: str) -> list[tuple[bool, str]]:
        [found] = (await self.ask(codes=[code], acts=list(acts)))["people"]
        return [(one["allowed"], one["reason"]) for one in found["answers"]]


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    sources = Hub(database_url)
    grades = {"Z01T054": "PSO", "Z01T055": "PO", "Z01T019": "SPO", "Z01T010": None, "Z01T056": "PSO"}
    for code, grade in grades.items():
        staff = {"code": code, "team": {"code": "Z01T01"}, "grade": grade}
        await sources.tell(STAFF, code, {name: value for name, value in staff.items() if value})
    await sources.tell("custody.staff.snapshot.v1", "ZSTI1", {"code": "ZSTI1", "establishment": {"code": "STI"}})
    await sources.tell(PRISONER, NUMBER, prisoner())
    await sources.tell(SUPERVISION, CRN, supervision("Z01T054"))
    await sources.tell(OFFENDER, CRN, offender())
    case_id = await sources.one("select id from offender_case where merged_into is null")
    ids = dict(await sources.rows("select code, id from staff"))
    async with asking(database_url) as hub:
        yield World(hub, sources, case_id, ids)
    await sources.database.close()


async def test_everybody_of_the_team_is_answered_with_reason_facts_and_remedy(world: World) -> None:
    added = AddTeamMember(world.case_id, MemberRole.CASE_ADMINISTRATOR, Service.COMMUNITY, "Z01T010")
    await change_team(world.sources.database, world.boss, added, cause="request r-1", now=NOW)
    found = await world.ask(acts=["STANDARD_DELIVERY_REPORT"])
    assert (found["harm"], found["allocationRefused"]) == (None, None)
    assert [(one["staff"]["code"], one["parts"]) for one in found["people"]] == [
        ("Z01T010", ["CASE_ADMINISTRATOR"]),
        ("Z01T054", ["OFFENDER_MANAGER"]),
    ]
    office, manager = (one["answers"][0] for one in found["people"])
    assert (office["allowed"], office["reason"]) == (False, "CASE_ADMINISTRATION_ONLY")
    assert manager == {
        "act": "STANDARD_DELIVERY_REPORT",
        "allowed": False,
        "reason": "NEEDS_HIGHER_LEVEL",
        "sentence": "Standard delivery reports and the allocation of work to others need the higher level.",
        "remedy": "Name somebody of the higher level.",
        "flags": [],
        "facts": [
            {"name": "act", "value": "STANDARD_DELIVERY_REPORT"},
            {"name": "grade", "value": "OFFENDER_MANAGER"},
            {"name": "harm", "value": None},
            {"name": "service", "value": "COMMUNITY"},
            {"name": "parts", "value": "OFFENDER_MANAGER"},
        ],
    }


async def test_the_risk_of_harm_decides_who_writes_a_fast_delivery_report(world: World) -> None:
    [found] = (await world.ask(codes=["Z01T054"], acts=["FAST_DELIVERY_REPORT"]))["people"]
    assert (found["answers"][0]["allowed"], found["answers"][0]["flags"]) == (True, ["HARM_NOT_ASSESSED"])
    await world.sources.tell(HAPPENED, CRN, HIGH)
    assert (await world.ask())["harm"] == "HIGH"
    assert await world.reasons("Z01T054", "FAST_DELIVERY_REPORT") == [(False, "REPORT_ON_LOW_RISK_ONLY")]
    assert await world.reasons("Z01T055", "FAST_DELIVERY_REPORT") == [(True, "WITHIN_THE_PROFILE")]
    assert await world.reasons("ZSTI1", "OTHER_REPORT") == [(False, "NOT_PROBATION_STAFF")]


async def test_who_leads_by_a_team_managers_decision_may_lead(world: World) -> None:
    await world.sources.tell(HAPPENED, CRN, HIGH)
    assert await world.reasons("Z01T054", "LEAD") == [(False, "HIGH_RISK_NEEDS_HIGHER_LEVEL")]
    confirmed = ConfirmSkills(world.case_id, "Long known to them")
    await decide_on_case(world.sources.database, world.boss, confirmed, cause="request r-1", now=NOW)
    assert await world.reasons("Z01T054", "LEAD") == [(True, "OVERRIDDEN")]
    version = await world.sources.one("select version from offender_case where id = $1", world.case_id)
    other = AllocateOffenderManager(world.case_id, "Z01T056", version, override="Nearer to home")
    await decide_manager(world.sources.database, world.boss, other, cause="request r-2", now=NOW)
    assert await world.reasons("Z01T056", "LEAD") == [(True, "OVERRIDDEN")]


async def test_who_contributes_is_among_them(world: World) -> None:
    await world.sources.tell(HAPPENED, CRN, HIGH)
    assert await world.reasons("Z01T056", "CONTRIBUTE") == [(False, "CONTRIBUTION_NEEDS_DECISION")]
    asked = DecideContribution(world.case_id, "Z01T056", DecidedBy.TEAM_MANAGER, "Home visits", "Said why")
    await change_contribution(world.sources.database, world.boss, asked, cause="request r-1", now=NOW)
    people = {one["staff"]["code"]: one for one in (await world.ask())["people"]}
    assert (people["Z01T056"]["contributes"], people["Z01T056"]["parts"]) == (True, [])
    assert [one["act"] for one in people["Z01T056"]["answers"]][:2] == ["LEAD", "CONTRIBUTE"]
    assert people["Z01T056"]["answers"][1]["reason"] == "DECIDED_BY_TEAM_MANAGER_OR_MAPPA"
    assert people["Z01T054"]["contributes"] is False


async def test_whoever_asks_is_told_whether_they_may_allocate(world: World) -> None:
    asked = await world.ask(world.actor("Z01T054", Role.OFFENDER_MANAGER))
    assert asked["allocationRefused"]["code"] == "AllocationNotOfTheGrade"
    assert asked["allocationRefused"]["remedy"].endswith(".")
    assert (await world.ask(world.actor("Z01T055", Role.OFFENDER_MANAGER)))["allocationRefused"] is None
    supervisor = await world.ask(world.actor("Z01T055", Role.OFFENDER_SUPERVISOR))
    assert supervisor["allocationRefused"]["code"] == "AllocationNotYours"
    allocating = [await world.reasons(code, "ALLOCATE_WORK") for code in ("Z01T054", "Z01T055", "Z01T019")]
    assert [allowed for [(allowed, _)] in allocating] == [False, True, True]


async def test_refusals_by_name(world: World) -> None:
    assert (await world.ask(codes=["NOBODY"]))["rules"] == [{"code": "StaffNotFound", "field": "staffCode"}]
    assert (await world.ask(codes=["Z"] * 51))["rules"] == [{"code": "TooManyStaff", "field": "staffCodes"}]
    stranger = Actor("s", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), "Z01T055", 999, "Z09T09")
    for actor, number in ((stranger, world.case_id), (world.boss, 999_999)):
        answer = await world.ask(actor, id=global_id("Case", number))
        assert answer["rules"] == [{"code": "CaseNotFound", "field": "caseId"}]
    assert (await world.ask(id="nothing"))["rules"] == [{"code": "CaseNotFound", "field": "caseId"}]
    administrator = world.actor("Z01T010", Role.CASE_ADMINISTRATOR)
    answer = await world.hub.answer(administrator, DUTIES, id=global_id("Case", world.case_id))
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_the_case_counts_as_read_and_nothing_is_changed(world: World) -> None:
    before = await world.sources.rows("select id, version from offender_case")
    asked = {"id": global_id("Case", world.case_id)}
    assert await world.hub.read_by(world.boss, DUTIES, **asked) == {world.case_id}
    assert await world.sources.rows("select id, version from offender_case") == before

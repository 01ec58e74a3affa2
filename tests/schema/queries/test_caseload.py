"""Caseloads, unallocated cases and capacity as those who lead a team see them."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hub.actions.team.staffing import Command, decide_staffing
from hub.domain.access import Actor, Role, Service
from hub.domain.staffing import LinkStaff, RecordContractedHours, RecordReduction, ReductionReason
from hub.reads.ids import global_id
from tests.actions.sources import (
    CRN,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    offender,
    prisoner,
    supervision,
)
from tests.schema.asking import asking

pytestmark = pytest.mark.postgres
COMMUNITY = "community.staff.snapshot.v1"
CAPACITY = """query($staff: ID, $scope: CaseloadScope!) { capacities(scope: $scope, staff: $staff) {
  staff { code } contractedHours hoursAssumed reducedBy available used free percent
  cases { tier phase cases points } } }"""
UNALLOCATED = (
    """{ unallocatedCases(scope: %s) { nodes { dueAt case { surname recommendedGrade { grade reason } } } } }"""
)


@pytest.fixture
async def hub(database_url: str) -> AsyncIterator[Hub]:
    told = Hub(database_url)
    for code, title in (("Z01T011", "PO"), ("Z01T019", "SPO"), ("Z01T01U", "DMY")):
        await told.tell(COMMUNITY, code, {"code": code, "grade": title, "team": {"code": "Z01T01"}})
    await told.tell("custody.staff.snapshot.v1", "ZSTI1", {"code": "ZSTI1", "grade": "PRO"})
    yield told
    await told.database.close()


async def who(hub: Hub, code: str, *roles: Role) -> Actor:
    number = await hub.one("select id from staff where code = $1", code)
    return Actor(code, Service.COMMUNITY, frozenset(roles), code, number, "Z01T01", "STI")


async def ask(database_url: str, actor: Actor, document: str, **given: Any) -> Any:
    async with asking(database_url) as asked:
        return await asked.data(actor, document, **given)


async def decide_staffing_of(hub: Hub) -> None:
    """Half the hours, some of them for training from today on, and a code in the prison too."""
    boss = await who(hub, "Z01T019", Role.TEAM_MANAGER)
    mine = (Service.COMMUNITY, "Z01T011")
    commands: tuple[Command, ...] = (
        RecordContractedHours(*mine, Decimal("18.5"), date(2026, 1, 1)),
        RecordReduction(*mine, Decimal("3.7"), ReductionReason.TRAINING, date(2026, 11, 23)),
        LinkStaff("Z01T011", "ZSTI1", "I know her."),
    )
    for command in commands:
        await decide_staffing(hub.database, boss, command, cause="request r-1", now=NOW)


async def test_who_is_unallocated_in_prison_shows_with_the_due_time_and_a_grade(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(SUPERVISION, CRN, supervision(None))
    await hub.tell(OFFENDER, CRN, offender())
    boss = await who(hub, "Z01T019", Role.TEAM_MANAGER)
    for scope, count in (("TEAM", 1), ("ESTABLISHMENT", 1), ("MINE", 0)):
        found = (await ask(hub.url, boss, UNALLOCATED % scope))["unallocatedCases"]["nodes"]
        assert len(found) == count
        for node in found:
            assert node["dueAt"]
            assert node["case"]["surname"].upper() == "TESTERBY"
            assert node["case"]["recommendedGrade"] == {"grade": None, "reason": "HARM_NOT_ASSESSED"}


async def test_capacity_follows_from_hours_and_cases_under_either_code(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(SUPERVISION, "Z777777", supervision())
    mine, other = [await hub.one("select id from staff where code = $1", code) for code in ("Z01T011", "ZSTI1")]
    newest = "id = (select max(id) from offender_case)"
    await hub.rows(f"update offender_case set tier = 4, os_staff_id = om_staff_id where {newest}")
    await decide_staffing_of(hub)
    await hub.tell(SUPERVISION, "Z888888", supervision(None))
    await hub.rows("update offender_case set os_staff_id = $1, tier = 1 where om_staff_id is null", other)
    team = await who(hub, "Z01T019", Role.TEAM_MANAGER)
    [line] = (await ask(hub.url, team, CAPACITY, scope="TEAM", staff=global_id("Staff", mine)))["capacities"]
    assert line == {
        "staff": {"code": "Z01T011"},
        "contractedHours": 18.5,
        "hoursAssumed": False,
        "reducedBy": 3.7,
        "available": 870,  # 2176 x 14.8 / 37, rounded down
        "used": 120 + 70 + 20,
        "free": 870 - 210,
        "percent": 24,
        "cases": [
            {"tier": 4, "phase": "COMMUNITY", "cases": 1, "points": 120},
            {"tier": 1, "phase": "COMMUNITY", "cases": 1, "points": 20},
            {"tier": None, "phase": "COMMUNITY", "cases": 1, "points": 70},
        ],
    }
    everybody = (await ask(hub.url, team, CAPACITY, scope="TEAM"))["capacities"]
    assert [(one["staff"]["code"], one["available"], one["hoursAssumed"]) for one in everybody] == [
        ("Z01T011", 870, False),
        ("Z01T019", None, True),
    ]


async def test_whose_capacity_somebody_sees(hub: Hub) -> None:
    supervisor = await who(hub, "Z01T011", Role.OFFENDER_SUPERVISOR)
    [own] = (await ask(hub.url, supervisor, CAPACITY, scope="MINE"))["capacities"]
    assert own["staff"] == {"code": "Z01T011"}
    async with asking(hub.url) as hub_asked:
        answer = await hub_asked.answer(supervisor, CAPACITY, scope="TEAM")
        assert [one["extensions"]["code"] for one in answer["errors"]] == ["FORBIDDEN"]
        wrong = await hub_asked.answer(supervisor, CAPACITY, scope="MINE", staff="no id")
        assert [one["extensions"]["code"] for one in wrong["errors"]] == ["BAD_USER_INPUT"]
    nobody = Actor("n", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}))
    assert (await ask(hub.url, nobody, CAPACITY, scope="TEAM"))["capacities"] == []

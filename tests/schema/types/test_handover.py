"""A handover as callers see it: who is asked to take a case over reads it from then on, until the handover ends."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from hub.domain.access import Actor, Role, Service
from hub.reads.ids import global_id
from tests.actions.sources import CRN, SUPERVISION, Hub, supervision
from tests.schema.asking import Asking, asking

pytestmark = pytest.mark.postgres

ANSWER = "... on HandoverChanged { case { id handovers { id state } } } ... on BrokenRules { rules { code } }"
PLAN = f"mutation($input: PlanHandoverInput!) {{ done: planHandover(input: $input) {{ {ANSWER} }} }}"
GIVE = f"mutation($input: GiveHandoverSnapshotInput!) {{ done: giveHandoverSnapshot(input: $input) {{ {ANSWER} }} }}"
ACCEPT = f"mutation($input: HandoverInput!) {{ done: acceptHandover(input: $input) {{ {ANSWER} }} }}"
COMPLETE = f"mutation($input: CompleteHandoverInput!) {{ done: completeHandover(input: $input) {{ {ANSWER} }} }}"
REFUSE = f"mutation($input: HandoverReasonInput!) {{ done: refuseHandover(input: $input) {{ {ANSWER} }} }}"
WITHDRAW = f"mutation($input: HandoverReasonInput!) {{ done: withdrawHandover(input: $input) {{ {ANSWER} }} }}"
CREATE = """mutation($case: ID!) { createSentencePlan(input: {caseId: $case}) {
  ... on BrokenRules { rules { code } } ... on SentencePlanCreated { plan { id } } } }"""
READ = """query($crn: Crn!) {
  case(crn: $crn) { id handovers { id reason snapshot { note } } }
  handovers(scope: MINE) { nodes { id } }
  caseload(scope: MINE) { totalCount } }"""
NOTHING: dict[str, Any] = {"case": None, "handovers": {"nodes": []}, "caseload": {"totalCount": 0}}


class World:
    """A case of Z01T011 in one team; Z09T001 of another is to take it over, Z01T019 is the team manager."""

    def __init__(self, hub: Asking, case_id: str, staff: dict[str, int]) -> None:
        self.hub, self.case_id, self.staff = hub, case_id, staff

    def actor(self, code: str, role: Role = Role.OFFENDER_MANAGER, **more: Any) -> Actor:
        staff_id, team = self.staff[code], {"Z09T001": "Z09T", "Z08T001": "Z08T"}.get(code, "Z01T01")
        return Actor(code, Service.COMMUNITY, frozenset({role}), code, staff_id, team, **more)

    async def do(self, code: str, document: str, **given: Any) -> Any:
        role = Role.TEAM_MANAGER if code == "Z01T019" else Role.OFFENDER_MANAGER
        return (await self.hub.data(self.actor(code, role), document, input=given))["done"]

    async def planned(self) -> str:
        given = {"caseId": self.case_id, "kind": "MANAGER", "on": "2026-12-07", "reason": "Moved"}
        given["staffCode"] = NEW.lower()  # codes are taken in either case
        done = await self.do("Z01T019", PLAN, **given)
        return str(done["case"]["handovers"][-1]["id"])

    async def read(self, actor: Actor) -> Any:
        return await self.hub.data(actor, READ, crn=CRN)


NEW = "Z09T001"


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    sources = Hub(database_url)
    for code, team, grade in (
        ("Z01T011", "Z01T01", "PO"),
        (NEW, "Z09T", "PO"),
        ("Z08T001", "Z08T", "PO"),
        ("Z01T019", "Z01T01", "SPO"),
    ):
        told = {"code": code, "team": {"code": team}, "grade": grade}
        await sources.tell("community.staff.snapshot.v1", code, told)
    await sources.tell(SUPERVISION, CRN, supervision("Z01T011"))
    case_id = await sources.one("select id from offender_case")
    staff = dict(await sources.rows("select code, id from staff"))
    async with asking(database_url) as hub:
        yield World(hub, global_id("Case", case_id), staff)
    await sources.database.close()


async def test_who_is_asked_reads_what_they_answer_and_changes_nothing(world: World) -> None:
    new, stand_in = world.actor(NEW), world.actor("Z08T001", covers=frozenset({world.staff[NEW]}))
    assert await world.read(new) == await world.read(stand_in) == NOTHING
    number = await world.planned()
    await world.do("Z01T011", GIVE, id=number, note="Two calls are open")
    seen = await world.read(new)
    assert seen["case"]["handovers"] == [{"id": number, "reason": "Moved", "snapshot": {"note": "Two calls are open"}}]
    assert (seen["handovers"]["nodes"], seen["caseload"]["totalCount"]) == ([{"id": number}], 0)
    assert (await world.read(stand_in))["case"] == seen["case"]
    assert (await world.read(world.actor("Z08T001")))["case"] is None
    assert (await world.hub.data(new, CREATE, case=world.case_id))["createSentencePlan"] == {
        "rules": [{"code": "PlanNodeNotFound"}]
    }
    accepted = await world.do(NEW, ACCEPT, id=number)
    assert accepted["case"]["handovers"] == [{"id": number, "state": "ACCEPTED"}]


async def test_it_ends_when_they_refuse(world: World) -> None:
    number = await world.planned()
    assert (await world.do(NEW, REFUSE, id=number, reason="Too many"))["case"] is None
    assert await world.read(world.actor(NEW)) == NOTHING


@pytest.mark.parametrize("accepts", [False, True])
async def test_it_ends_when_it_is_withdrawn(world: World, accepts: bool) -> None:
    number = await world.planned()
    if accepts:
        await world.do("Z01T011", GIVE, id=number)
        await world.do(NEW, ACCEPT, id=number)
    await world.do("Z01T019", WITHDRAW, id=number, reason="Not needed")
    assert await world.read(world.actor(NEW)) == NOTHING


async def test_when_it_is_completed_the_one_who_held_it_reads_it_no_more(world: World) -> None:
    number = await world.planned()
    await world.do("Z01T011", GIVE, id=number)
    await world.do(NEW, ACCEPT, id=number)
    await world.do(NEW, COMPLETE, id=number)
    assert (await world.read(world.actor(NEW)))["caseload"]["totalCount"] == 1
    former = Actor("f", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), "Z01T011", world.staff["Z01T011"])
    assert await world.read(former) == NOTHING

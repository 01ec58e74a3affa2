"""A person from sentence through custody, transfer, handover, release, recall and termination; the team at each step.

The services tell what happens in their own messages; people of both sides ask the hub through GraphQL.
"""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest

from hub.domain.access import Actor, Role, Service
from hub.reads.ids import global_id
from hub.reads.reader import Reader
from hub.schema.executing.executor import Executor
from hub.schema.request import Request
from hub.schema.schema import build
from tests.actions.sources import (
    CRN,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    offender,
    order,
    prisoner,
    released,
    supervision,
)

pytestmark = pytest.mark.postgres
contract = cache(build)

CASE = """query C($id: ID!) { case(id: $id) {
  phase
  team {
    offenderManager { staff { code } unallocated cause flags dueAt }
    offenderManagers { staff { code } cause startedAt endedAt }
    offenderSupervisor { staff { code } ofAnotherPrison }
  }
  handovers { id kind state fromStaff { code } toStaff { code } unplanned late
              snapshot { openSteps note } ticks { task side } }
} }"""
STEP = 15  # minutes between two things that happen
REFUSALS = ("Duplicate", "OlderThanHeld")
REFUSED = "... on BrokenRules { rules { code } } ... on VersionConflict { currentVersion }"


class World:
    """The hub with staff of both services, at a moment that moves on by minutes."""

    def __init__(self, executor: Executor, hub: Hub, ids: dict[str, int]) -> None:
        self.executor, self.hub, self.ids, self.steps = executor, hub, ids, 0

    @property
    def now(self) -> datetime:
        return NOW + timedelta(minutes=STEP * self.steps)

    async def tell(self, topic: str, key: str, body: Any) -> None:
        """A service tells something, some minutes later."""
        self.steps += 1
        said = await self.hub.tell(topic, key, body, minutes=STEP * self.steps, now=self.now)
        assert said not in REFUSALS, said

    def person(self, code: str) -> Actor:
        custody = code.startswith("ZP")
        role = Role.OFFENDER_SUPERVISOR if custody else Role.OFFENDER_MANAGER
        role = Role.TEAM_MANAGER if code == "Z01T019" else role
        service = Service.CUSTODY if custody else Service.COMMUNITY
        team, prison = (None, code[2:5]) if custody else ("Z01T01", None)
        return Actor(code, service, frozenset({role}), code, self.ids[code], team, prison)

    async def run(self, code: str, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        answer = json.loads((await self.executor.execute(Request(query, None, variables, "r", self.person(code)))).body)
        assert "errors" not in answer, answer["errors"]
        found: dict[str, Any] = answer["data"]
        return found

    async def case(self, code: str = "Z01T019") -> dict[str, Any]:
        case: dict[str, Any] = (await self.run(code, CASE, {"id": await self.case_id()}))["case"]
        return case

    async def case_id(self) -> str:
        return global_id("Case", await self.hub.one("select id from offender_case where merged_into is null"))

    async def ask(self, code: str, name: str, input_type: str, success: str, **given: Any) -> list[str]:
        """The names of the rules that said no; none: it was done, some minutes later."""
        self.steps += 1
        query = f"mutation M($input: {input_type}!) {{ {name}(input: $input) {{ __typename {REFUSED} }} }}"
        found = (await self.run(code, query, {"input": given}))[name]
        assert found["__typename"] in (success, "BrokenRules"), found
        return [rule["code"] for rule in found.get("rules", ())]

    async def hand(self, code: str, name: str, input_type: str = "HandoverInput", **given: Any) -> list[str]:
        return await self.ask(code, name, input_type, "HandoverChanged", **given)

    async def team(self) -> tuple[str | None, str | None, str | None]:
        """The phase, who manages and who supervises."""
        case = await self.case()
        manager, supervisor = case["team"]["offenderManager"], case["team"]["offenderSupervisor"]
        codes = [one and one["staff"] and one["staff"]["code"] for one in (manager, supervisor)]
        return case["phase"], codes[0], codes[1]


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    hub, reader = Hub(database_url), Reader(database_url)
    for code in ("Z01T011", "Z01T012", "Z01T019"):
        grade = "SPO" if code == "Z01T019" else "PO"
        staff = {"code": code, "team": {"code": "Z01T01"}, "grade": grade}
        await hub.tell("community.staff.snapshot.v1", code, staff)
    for code in ("ZPSTI1", "ZPLNI1"):
        staff = {"code": code, "establishment": {"code": code[2:5]}}
        await hub.tell("custody.staff.snapshot.v1", code, staff)
    held: list[World] = []
    executor = Executor(contract(), reader, hub.database, development=True, now=lambda: held[0].now)
    held.append(World(executor, hub, dict(await hub.rows("select code, id from staff"))))
    yield held[0]
    await reader.close()
    await hub.database.close()


async def test_one_sentence_from_the_court_to_its_end(world: World) -> None:
    # Sentenced, and received at Styal; the community record has named nobody yet.
    await world.tell(PRISONER, NUMBER, prisoner(legalStatus="SENTENCED"))
    await world.tell(OFFENDER, CRN, offender())
    await world.tell(SUPERVISION, CRN, supervision(None, order(1)))
    manager = await world.hub.rows("select staff_id, due_at is not null from offender_manager_holder")
    assert manager == [(None, True)]  # never none: unallocated, and due
    await world.tell(SUPERVISION, CRN, supervision("Z01T011", order(1)))
    assert await world.team() == ("CUSTODY", "Z01T011", None)
    case_id = await world.case_id()

    # The day-to-day lead in custody is somebody of the prison.
    version = await world.hub.one("select version from offender_case where merged_into is null")
    given = {"caseId": case_id, "expectedVersion": version, "service": "CUSTODY", "staffCode": "ZPSTI1"}
    allocate = ("allocateOffenderSupervisor", "AllocateOffenderSupervisorInput", "OffenderSupervisorAllocated")
    assert await world.ask("Z01T019", *allocate, **given) == []
    assert await world.team() == ("CUSTODY", "Z01T011", "ZPSTI1")

    # Transfer to Low Newton: the supervisor no longer fits, and hands over.
    await world.tell(PRISONER, NUMBER, prisoner(prisonId="LNI", prisonName="Low Newton (HMP)"))
    assert (await world.case())["team"]["offenderSupervisor"]["ofAnotherPrison"] is True
    planned = {"caseId": case_id, "kind": "SUPERVISOR", "on": "2026-11-24", "reason": "Transfer", "staffCode": "ZPLNI1"}
    assert await world.hand("Z01T019", "planHandover", "PlanHandoverInput", **planned) == []
    [one] = (await world.case())["handovers"]
    assert await world.hand("ZPSTI1", "giveHandoverSnapshot", "GiveHandoverSnapshotInput", id=one["id"]) == []
    assert await world.hand("ZPLNI1", "acceptHandover", id=one["id"]) == []
    assert await world.hand("ZPLNI1", "completeHandover", "CompleteHandoverInput", id=one["id"]) == []
    assert await world.team() == ("CUSTODY", "Z01T011", "ZPLNI1")
    assert (await world.case())["team"]["offenderSupervisor"]["ofAnotherPrison"] is False

    # The Offender Manager hands over in two hands; the record confirms it later.
    planned = {**planned, "kind": "MANAGER", "on": "2026-12-07", "reason": "Moves on", "staffCode": "Z01T012"}
    assert await world.hand("Z01T019", "planHandover", "PlanHandoverInput", **planned) == []
    number = next(one["id"] for one in (await world.case())["handovers"] if one["kind"] == "MANAGER")
    assert await world.hand("Z01T012", "acceptHandover", id=number) == ["SnapshotMissing"]
    snapshot = {"id": number, "note": "A call is open"}
    assert await world.hand("Z01T011", "giveHandoverSnapshot", "GiveHandoverSnapshotInput", **snapshot) == []
    assert await world.hand("Z01T012", "acceptHandover", id=number) == []
    assert await world.hand("Z01T012", "acceptHandover", id=number) == ["HandoverAnswered"]
    assert await world.hand("Z01T012", "completeHandover", "CompleteHandoverInput", id=number) == []
    case = await world.case()
    assert case["team"]["offenderManager"]["flags"] == ["NOT_CONFIRMED"]
    handed = next(one for one in case["handovers"] if one["id"] == number)
    assert (handed["state"], handed["snapshot"]) == ("COMPLETED", {"openSteps": 0, "note": "A call is open"})
    await world.tell(SUPERVISION, CRN, supervision("Z01T012", order(1)))
    assert await world.team() == ("CUSTODY", "Z01T012", "ZPLNI1")
    assert (await world.case())["team"]["offenderManager"]["flags"] == []

    # Custody hands over to the community before the release, with a checklist that both sides tick.
    planned = {"caseId": case_id, "kind": "CUSTODY_TO_COMMUNITY", "on": "2026-12-01", "reason": "Release is near"}
    assert await world.hand("ZPLNI1", "planHandover", "PlanHandoverInput", **planned) == []
    inside = next(one["id"] for one in (await world.case())["handovers"] if one["kind"] == "CUSTODY_TO_COMMUNITY")
    done = {"id": inside, "task": "REVIEWED_OASYS", "evidence": "Version of today"}
    for code in ("ZPLNI1", "Z01T012"):
        assert await world.hand(code, "tickHandoverTask", "TickHandoverTaskInput", **done) == []
    assert await world.hand("ZPLNI1", "giveHandoverSnapshot", "GiveHandoverSnapshotInput", id=inside) == []
    assert await world.hand("Z01T012", "acceptHandover", id=inside) == []
    assert await world.hand("Z01T012", "completeHandover", "CompleteHandoverInput", id=inside) == []

    # Released on licence: the same manager, outside.
    await world.tell(PRISONER, NUMBER, released())
    assert (await world.team())[:2] == ("COMMUNITY", "Z01T012")

    # Recalled to Styal: still the same manager.
    recalled: dict[str, Any] = {"lastMovementReasonCode": "L", "recall": True, "status": "ACTIVE IN"}
    await world.tell(PRISONER, NUMBER, prisoner(**recalled))
    assert (await world.team())[:2] == ("CUSTODY", "Z01T012")

    # The record changes the manager of a sudden: nobody planned that, and somebody must follow it up.
    await world.tell(SUPERVISION, CRN, supervision("Z01T011", order(1)))
    case = await world.case()
    assert case["team"]["offenderManager"]["flags"] == ["UNPLANNED_HANDOVER"]
    sudden = next(one for one in case["handovers"] if one["unplanned"])
    assert (sudden["unplanned"], sudden["toStaff"]["code"]) == ("COMMUNITY_RECORD", "Z01T011")
    followed = {"id": sudden["id"], "done": "Both spoke with each other"}
    assert await world.hand("Z01T019", "recordHandoverFollowUp", "RecordHandoverFollowUpInput", **followed) == []

    # Released again, and every sentence ends: nobody is planned to take over any more.
    gone = released(sentenceExpiryDate="2026-11-20", conditionalReleaseDate="2026-11-20")
    await world.tell(PRISONER, NUMBER, gone)
    await world.tell(SUPERVISION, CRN, supervision("Z01T011", order(1, active=False, terminationDate="2026-11-20")))
    assert (await world.team())[0] == "TERMINATED"
    planned = {"caseId": case_id, "kind": "MANAGER", "on": "2026-12-07", "reason": "Why not", "staffCode": "Z01T012"}
    assert "CaseTerminated" in await world.hand("Z01T019", "planHandover", "PlanHandoverInput", **planned)

    # At every instant of the sentence exactly one holder.
    links = (await world.case())["team"]["offenderManagers"]
    assert [one["staff"] and one["staff"]["code"] for one in links] == [None, "Z01T011", "Z01T012", "Z01T011"]
    assert [one["endedAt"] for one in links[:-1]] == [one["startedAt"] for one in links[1:]]
    listed = """query H { handovers(scope: ENDED) { totalCount nodes { kind state } }
      overdue: handovers(scope: OVERDUE) { totalCount } mine: handovers(scope: MINE, kind: MANAGER) { totalCount } }"""
    found = await world.run("Z01T019", listed, {})
    assert [found[name]["totalCount"] for name in ("handovers", "overdue", "mine")] == [4, 0, 0]

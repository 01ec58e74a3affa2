"""Many cases of one Offender Manager given to others, as a team manager sees it."""

import json
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import pytest

from hub.domain.access import Actor, Role, Service
from hub.reads.ids import global_id
from hub.reads.reader import Reader
from hub.schema.executing.executor import Executor
from hub.schema.request import Request
from hub.schema.schema import build
from tests.actions.sources import HAPPENED, NOW, SUPERVISION, Hub, happened, order, supervision

pytestmark = pytest.mark.postgres
contract = cache(build)
CRNS = ("Z000001", "Z000002", "Z000003")
RULES = "rules { code remedy }"
PREVIEW = f"""
query ($to: [String!]!, $only: [ID!]) {{
  previewReallocation(fromStaffCode: "Z01T011", toStaffCodes: $to, caseIds: $only) {{
    ... on ReallocationPreview {{
      moves {{ caseId expectedVersion tier toStaffCode refused {{ staffCode {RULES} }} }}
      loads {{ staffCode available used usedAfter }}
    }}
    ... on BrokenRules {{ {RULES} }}
  }}
}}
"""
MOVE = f"""
mutation ($input: ReallocateCasesInput!) {{
  reallocateCases(input: $input) {{
    ... on CasesReallocated {{ outcomes {{ caseId done currentVersion {RULES} }} }}
    ... on BrokenRules {{ {RULES} }}
  }}
}}
"""


class Caller:
    """A team manager, one who leaves with three cases, and two who may take them, of the higher level and the lower."""

    def __init__(self, hub: Hub, executor: Executor, chief: Actor) -> None:
        self.hub, self.executor, self.chief = hub, executor, chief

    async def ask(self, document: str, actor: Actor | None = None, **variables: Any) -> dict[str, Any]:
        request = Request(document, None, variables, "r1", actor or self.chief)
        answer = json.loads((await self.executor.execute(request)).body)
        assert "errors" not in answer, answer["errors"]
        found: dict[str, Any] = next(iter(answer["data"].values()))
        return found

    async def holders(self) -> dict[str, str]:
        """CRN -> staff code."""
        query = """
          select r.key, s.code from source_record r join offender_case c on c.id = r.case_id
          left join staff s on s.id = c.om_staff_id where r.service = 'COMMUNITY'"""
        return dict(await self.hub.rows(query))


@pytest.fixture
async def caller(database_url: str) -> AsyncIterator[Caller]:
    hub, reader = Hub(database_url), Reader(database_url)
    for code, grade in (("Z01T011", "PO"), ("Z01T012", "PO"), ("Z01T013", "PSO"), ("Z01T019", "SPO")):
        staff = {"code": code, "team": {"code": "Z01T01"}, "grade": grade}
        await hub.tell("community.staff.snapshot.v1", code, staff)
    for crn in CRNS:
        await hub.tell(SUPERVISION, crn, supervision("Z01T011", order()))
    registered = happened("probation-case.registration.added", CRNS[0], registerTypeCode="RVHR", registrationId="1")
    await hub.tell(HAPPENED, CRNS[0], registered)
    chief = await hub.one("select id from staff where code = 'Z01T019'")
    actor = Actor("tamsin", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T019", chief, "Z01T01")
    executor = Executor(contract(), reader, hub.database, development=True, now=lambda: NOW)
    yield Caller(hub, executor, actor)
    await reader.close()
    await hub.database.close()


async def test_a_preview_changes_nothing_and_its_moves_are_done(caller: Caller) -> None:
    before = await caller.holders()
    seen = await caller.ask(PREVIEW, to=["Z01T012", "Z01T013"])
    first = seen["moves"][0]
    assert (first["tier"], first["toStaffCode"]) == (4, "Z01T012")
    assert [(one["staffCode"], one["rules"][0]["code"]) for one in first["refused"]] == [
        ("Z01T013", "HighRiskNeedsHigherLevel")
    ]
    assert all(move["toStaffCode"] in ("Z01T012", "Z01T013") for move in seen["moves"])
    assert sum(load["usedAfter"] - load["used"] for load in seen["loads"]) > 0
    assert await caller.holders() == before

    moves = [
        {"caseId": move["caseId"], "expectedVersion": move["expectedVersion"], "staffCode": move["toStaffCode"]}
        for move in seen["moves"]
    ]
    done = await caller.ask(MOVE, input={"moves": moves, "reason": "Leaves the team", "idempotencyKey": "k-1"})
    assert [one["done"] for one in done["outcomes"]] == [True, True, True]
    assert "Z01T011" not in (await caller.holders()).values()
    again = await caller.ask(MOVE, input={"moves": moves, "reason": "Leaves the team", "idempotencyKey": "k-1"})
    assert again == done
    assert await caller.hub.one("select count(*) from holder_decision") == 3


async def test_one_that_is_refused_stops_nobody(caller: Caller) -> None:
    ids = dict(await caller.hub.rows("select key, case_id from source_record where service = 'COMMUNITY'"))
    versions = dict(await caller.hub.rows("select id, version from offender_case"))
    moves = [
        {
            "caseId": global_id("Case", ids[crn]),
            "expectedVersion": versions[ids[crn]] + (99 if crn == CRNS[1] else 0),
            "staffCode": "Z01T013",
        }
        for crn in CRNS
    ]
    found = await caller.ask(MOVE, input={"moves": moves})
    assert [(one["done"], [rule["code"] for rule in one["rules"]]) for one in found["outcomes"]] == [
        (False, ["HighRiskNeedsHigherLevel"]),
        (False, ["VersionNotReached"]),
        (True, []),
    ]
    assert await caller.holders() == {CRNS[0]: "Z01T011", CRNS[1]: "Z01T011", CRNS[2]: "Z01T013"}


async def test_an_id_that_is_none_fails_alone_by_its_name(caller: Caller) -> None:
    ids = dict(await caller.hub.rows("select key, case_id from source_record where service = 'COMMUNITY'"))
    case_id = ids[CRNS[2]]
    version = await caller.hub.one("select version from offender_case where id = $1", case_id)
    named = ["nonsense", global_id("Case", 999_999), global_id("Case", case_id)]
    moves = [{"caseId": one, "expectedVersion": version, "staffCode": "Z01T012"} for one in named]
    found = await caller.ask(MOVE, input={"moves": moves, "idempotencyKey": "k-2"})
    assert [(one["caseId"], one["done"], [rule["code"] for rule in one["rules"]]) for one in found["outcomes"]] == [
        (named[0], False, ["CaseNotFound"]),
        (named[1], False, ["CaseNotFound"]),
        (named[2], True, []),
    ]


async def test_no_moves_are_refused_by_name(caller: Caller) -> None:
    assert [rule["code"] for rule in (await caller.ask(MOVE, input={"moves": []}))["rules"]] == ["NothingToMove"]


async def test_refusals_of_the_whole(caller: Caller) -> None:
    async def codes(**given: Any) -> list[str]:
        return [rule["code"] for rule in (await caller.ask(PREVIEW, **given))["rules"]]

    administrator = Actor("adm", Service.COMMUNITY, frozenset({Role.CASE_ADMINISTRATOR}), "Z01T018", 98, "Z01T01")
    assert await codes(to=["Z01T011"]) == ["NobodyToTakeThem"]
    assert await codes(to=["NOBODY"]) == ["StaffNotFound"]
    assert await codes(to=["Z01T012"], actor=administrator) == ["AllocationNotYours"]
    assert await codes(to=["Z01T012"], only=["nonsense"]) == ["CaseNotFound"]
    nothing = await caller.ask(PREVIEW, to=["Z01T012"], only=[])
    assert nothing["moves"] == []

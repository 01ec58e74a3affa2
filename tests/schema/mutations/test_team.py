"""allocateOffenderSupervisor as a caller sees it."""

import json
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

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
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres
DOCUMENT = """
mutation M($input: AllocateOffenderSupervisorInput!) {
  allocateOffenderSupervisor(input: $input) {
    __typename
    ... on OffenderSupervisorAllocated {
      case { id version team { offenderSupervisor { staff { code } reason } offenderManager { staff { code } } } }
    }
    ... on BrokenRules { rules { code remedy field } }
    ... on VersionConflict { id expectedVersion currentVersion fields { field yours current } }
  }
}
"""
contract = cache(build)


class Caller:
    """The Offender Manager of a case in prison, with two officers to choose from."""

    def __init__(self, executor: Executor, hub: Hub, actor: Actor, case_id: int) -> None:
        self.executor, self.hub, self.actor, self.case_id = executor, hub, actor, case_id

    async def version(self) -> int:
        return int(await self.hub.one("select version from offender_case where id = $1", self.case_id))

    async def ask(self, *, actor: Actor | None, **given: Any) -> dict[str, Any]:
        default: dict[str, Any] = {
            "caseId": global_id("Case", self.case_id),
            "service": "CUSTODY",
            "staffCode": "ZSTI1",
        }
        if "expectedVersion" not in given:
            default["expectedVersion"] = await self.version()
        request = Request(DOCUMENT, None, {"input": {**default, **given}}, "r1", actor)
        answer: dict[str, Any] = json.loads((await self.executor.execute(request)).body)
        return answer

    async def call(self, **given: Any) -> dict[str, Any]:
        answer = await self.ask(actor=self.actor, **given)
        assert "errors" not in answer, answer["errors"]
        found: dict[str, Any] = answer["data"]["allocateOffenderSupervisor"]
        return found


@pytest.fixture
async def caller(database_url: str) -> AsyncIterator[Caller]:
    hub, reader = Hub(database_url), Reader(database_url)
    for code in ("ZSTI1", "ZSTI2"):
        await hub.tell("custody.staff.snapshot.v1", code, {"code": code, "establishment": {"code": "STI"}})
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(OFFENDER, CRN, offender())
    case_id = await hub.one("select id from offender_case where merged_into is null")
    staff_id = await hub.one("select id from staff where code = 'Z01T011'")
    actor = Actor("olwen", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), "Z01T011", staff_id, "Z01T01")
    executor = Executor(contract(), reader, hub.database, development=True, now=lambda: NOW)
    yield Caller(executor, hub, actor, case_id)
    await reader.close()
    await hub.database.close()


async def test_success_answers_with_the_case_as_it_is_now(caller: Caller) -> None:
    before = await caller.version()
    assert await caller.call(reason=None) == {
        "__typename": "OffenderSupervisorAllocated",
        "case": {
            "id": global_id("Case", caller.case_id),
            "version": before + 1,
            "team": {
                "offenderSupervisor": {"staff": {"code": "ZSTI1"}, "reason": None},
                "offenderManager": {"staff": {"code": "Z01T011"}},
            },
        },
    }


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"staffCode": "NOBODY"}, "StaffNotFound", "staffCode"),
        ({"caseId": "not an id"}, "CaseNotFound", "caseId"),
        ({"caseId": global_id("Objective", 1)}, "CaseNotFound", "caseId"),
        ({"caseId": global_id("Case", 999_999)}, "CaseNotFound", "caseId"),
        ({"expectedVersion": 99}, "VersionNotReached", "expectedVersion"),
        ({"idempotencyKey": ""}, "IdempotencyKeyNotValid", "idempotencyKey"),
    ],
)
async def test_broken_rules_by_name(caller: Caller, given: dict[str, Any], code: str, field: str) -> None:
    payload = await caller.call(**given)
    assert payload["__typename"] == "BrokenRules"
    assert [(rule["code"], rule["field"]) for rule in payload["rules"]] == [(code, field)]
    assert payload["rules"][0]["remedy"]


async def test_someone_elses_case_answers_like_none(caller: Caller) -> None:
    stranger = replace(caller.actor, staff_id=999, team_code="Z01T09")
    answer = await caller.ask(actor=stranger)
    assert answer["data"]["allocateOffenderSupervisor"]["rules"][0]["code"] == "CaseNotFound"


async def test_a_stale_version_answers_both_values(caller: Caller) -> None:
    read = await caller.version()
    await caller.call()
    assert await caller.call(staffCode="ZSTI2", expectedVersion=read) == {
        "__typename": "VersionConflict",
        "id": global_id("Case", caller.case_id),
        "expectedVersion": read,
        "currentVersion": read + 1,
        "fields": [{"field": "staffCode", "yours": "ZSTI2", "current": "ZSTI1"}],
    }


async def test_without_a_token(caller: Caller) -> None:
    answer = await caller.ask(actor=None)
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["UNAUTHENTICATED"]


MEMBERS = "members { id role name belongsTo staff { code } delivers { intervention { name } } } memberHistory { id }"


async def test_members_join_and_leave(caller: Caller) -> None:
    """The team of now, and its history."""

    async def change(field: str, **given: Any) -> dict[str, Any]:
        kind = f"{field[0].upper()}{field[1:]}Input"
        payload = (
            f"{{ ... on TeamChanged {{ case {{ team {{ {MEMBERS} }} }} }} ... on BrokenRules {{ rules {{ code }} }} }}"
        )
        document = f"mutation M($input: {kind}!) {{ {field}(input: $input) {payload} }}"
        answer = await caller.executor.execute(Request(document, None, {"input": given}, "r1", caller.actor))
        found: dict[str, Any] = json.loads(answer.body)["data"][field]
        return found

    case_id = global_id("Case", caller.case_id)
    aunt = {"role": "INTERESTED_PARTY", "name": "Aunt Testerby", "belongsTo": "aunt"}
    joined = await change("addTeamMember", caseId=case_id, **aunt)
    [member] = joined["case"]["team"]["members"]
    assert member == {"id": member["id"], **aunt, "staff": None, "delivers": []}
    left = await change("endTeamMember", id=member["id"], reason="Moved away")
    assert left["case"]["team"] == {"members": [], "memberHistory": [{"id": member["id"]}]}
    assert await change("endTeamMember", id=case_id, reason="No") == {"rules": [{"code": "MemberNotFound"}]}
    wrong = await change("addTeamMember", caseId=case_id, role="KEY_WORKER", name="Kit", interventionIds=[case_id])
    assert wrong == {"rules": [{"code": "InterventionNotFound"}]}

"""The mutations about staff, and what is shown of staff, as a caller sees them."""

import json
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

from hub.domain.access import Actor, Role, Service
from hub.domain.grade import Grade
from hub.domain.lead.supervisor_kind import supervisor_as
from hub.reads.reader import Reader
from hub.schema.executing.executor import Executor
from hub.schema.request import Request
from hub.schema.schema import build
from tests.actions.sources import NOW, Hub

pytestmark = pytest.mark.postgres
COMMUNITY, CUSTODY = "community.staff.snapshot.v1", "custody.staff.snapshot.v1"
PAYLOAD = """{ __typename
  ... on StaffDecided { staff { code sameAs { staff { code service } decidedBy { code } reason }
    contractedHours { hours startsOn decidedBy { code } } reductions { id hours reason startsOn endsOn } } }
  ... on BrokenRules { rules { code field remedy } } }"""
ABOUT_ME = "{ me { staff { code grade seconded supervisorKind actsFor contractedHours { hours } } } }"
contract = cache(build)


class Caller:
    """A team manager who asks."""

    def __init__(self, hub: Hub, executor: Executor, actor: Actor) -> None:
        self.hub, self.executor, self.actor = hub, executor, actor

    async def ask(self, document: str, variables: dict[str, Any], actor: Actor | None = None) -> dict[str, Any]:
        request = Request(document, None, variables, "r1", actor or self.actor)
        answer: dict[str, Any] = json.loads((await self.executor.execute(request)).body)
        return answer

    async def call(self, name: str, **given: Any) -> dict[str, Any]:
        kind = f"{name[0].upper()}{name[1:]}Input"
        answer = await self.ask(f"mutation M($input: {kind}!) {{ {name}(input: $input) {PAYLOAD} }}", {"input": given})
        assert "errors" not in answer, answer["errors"]
        found: dict[str, Any] = answer["data"][name]
        return found


@pytest.fixture
async def caller(database_url: str) -> AsyncIterator[Caller]:
    hub, reader = Hub(database_url), Reader(database_url)
    team = {"team": {"code": "Z01T01"}}
    await hub.tell(COMMUNITY, "Z01T019", {"code": "Z01T019", "grade": "SPO", **team})
    await hub.tell(COMMUNITY, "Z01T011", {"code": "Z01T011", "grade": "PO", **team})
    await hub.tell(CUSTODY, "ZSTI1", {"code": "ZSTI1", "grade": "PRO", "establishment": {"code": "STI"}})
    boss = await hub.one("select id from staff where code = 'Z01T019'")
    actor = Actor("tansy", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T019", boss, "Z01T01")
    yield Caller(hub, Executor(contract(), reader, hub.database, development=True, now=lambda: NOW), actor)
    await reader.close()
    await hub.database.close()


async def test_hours_and_reductions(caller: Caller) -> None:
    who = {"service": "COMMUNITY", "staffCode": "Z01T011"}
    await caller.call("recordContractedHours", **who, hours=18.5, startsOn="2026-11-01")
    done = await caller.call("recordHoursReduction", **who, hours=2, reason="TRAINING", startsOn="2026-11-01")
    [reduction] = done["staff"]["reductions"]
    done = await caller.call("endHoursReduction", id=reduction["id"], endsOn="2026-11-30")
    assert done["staff"] == {
        "code": "Z01T011",
        "sameAs": None,
        "contractedHours": [{"hours": 18.5, "startsOn": "2026-11-01", "decidedBy": {"code": "Z01T019"}}],
        "reductions": [
            {
                "id": reduction["id"],
                "hours": 2,
                "reason": "TRAINING",
                "startsOn": "2026-11-01",
                "endsOn": "2026-11-30",
            }
        ],
    }


async def test_two_codes_are_one_person(caller: Caller) -> None:
    linked = await caller.call("linkStaff", communityCode="Z01T011", custodyCode="ZSTI1", reason="Both are hers.")
    assert linked["staff"]["sameAs"] == {
        "staff": {"code": "ZSTI1", "service": "CUSTODY"},
        "decidedBy": {"code": "Z01T019"},
        "reason": "Both are hers.",
    }
    unlinked = await caller.call("unlinkStaff", service="COMMUNITY", staffCode="Z01T011", reason="They are not.")
    assert unlinked["staff"]["sameAs"] is None


async def test_a_refusal_by_name(caller: Caller) -> None:
    who = {"service": "CUSTODY", "staffCode": "ZSTI1"}
    refused = await caller.call("recordContractedHours", **who, hours=37, startsOn="2026-11-01")
    assert [(one["code"], one["field"]) for one in refused["rules"]] == [("StaffOfAnotherPlace", "staffCode")]
    refused = await caller.call("endHoursReduction", id="no id", endsOn="2026-11-01")
    assert [(one["code"], one["field"]) for one in refused["rules"]] == [("ReductionNotFound", "id")]


async def test_hours_are_for_those_who_decide_about_staff(caller: Caller) -> None:
    practitioner = replace(caller.actor, roles=frozenset({Role.OFFENDER_MANAGER}))
    answer = await caller.ask(ABOUT_ME, {}, practitioner)
    assert answer["data"]["me"]["staff"]["contractedHours"] is None
    assert [one["extensions"]["code"] for one in answer["errors"]] == ["FORBIDDEN"]


@pytest.mark.parametrize("prison", [None, "STI"])
@pytest.mark.parametrize("service", Service)
async def test_the_kind_of_supervisor_is_the_rules_for_every_grade(
    caller: Caller, service: Service, prison: str | None
) -> None:
    """What the database shows is what the rule says, whatever the record holds."""
    staff_id = caller.actor.staff_id
    for grade in (*Grade, None):
        sent = (service, grade, prison, staff_id)
        await caller.hub.rows("update staff set service = $1, grade = $2, establishment_code = $3 where id = $4", *sent)
        shown = (await caller.ask(ABOUT_ME, {}))["data"]["me"]["staff"]
        seconded = service is Service.COMMUNITY and prison is not None
        found = supervisor_as(service, grade, seconded_to_prison=seconded)
        assert shown["seconded"] is seconded
        assert (shown["supervisorKind"], shown["actsFor"]) == (found.kind.value, found.acts_for.value)


TITLES = ("PSO", "PQiP", "PO", "SPO", "DMY", "PRO", "PCO", "Senior Probation Officer", "Junior")


@pytest.mark.parametrize("title", TITLES)
async def test_no_title_of_todays_systems_is_shown(caller: Caller, title: str) -> None:
    """A title that is mapped shows as its duties, another as no grade; the database holds neither."""
    body = {"code": "Z01T019", "grade": title, "team": {"code": "Z01T01"}}
    await caller.hub.tell(COMMUNITY, "Z01T019", body, minutes=5)
    answer = await caller.ask(ABOUT_ME, {})
    grade = answer["data"]["me"]["staff"]["grade"]
    assert grade is None or grade in Grade.__members__
    assert title not in {value for value in answer["data"]["me"]["staff"].values() if isinstance(value, str)}
    held = await caller.hub.rows("select to_jsonb(staff)::text from staff where code = 'Z01T019'")
    assert f'"{title}"' not in held[0][0]


async def test_what_was_wrong_is_taken_back_and_shown_as_such(caller: Caller) -> None:
    shown = """{ ... on StaffDecided { staff {
      contractedHours { hours withdrawnAt withdrawnBy { code } withdrawalReason }
      reductions { id hours withdrawnBy { code } withdrawalReason } } } ... on BrokenRules { rules { code field } } }"""

    async def do(name: str, **given: Any) -> Any:
        kind = f"{name[0].upper()}{name[1:]}Input"
        document = f"mutation M($input: {kind}!) {{ {name}(input: $input) {shown} }}"
        return (await caller.ask(document, {"input": given}))["data"][name]

    who = {"service": "COMMUNITY", "staffCode": "Z01T011"}
    await do("recordContractedHours", **who, hours=3.0, startsOn="2026-11-01")
    less = await do("recordHoursReduction", **who, hours=2.5, reason="TRAINING", startsOn="2026-11-01")
    number = less["staff"]["reductions"][0]["id"]
    await do("withdrawHoursReduction", id=number, reason="Meant for another.")
    done = await do("withdrawContractedHours", **who, startsOn="2026-11-01", reason="A slip of the hand.")
    [hours], [reduction] = done["staff"]["contractedHours"], done["staff"]["reductions"]
    assert hours["withdrawnAt"] and hours["withdrawnBy"] == {"code": "Z01T019"}
    assert (hours["hours"], hours["withdrawalReason"]) == (3.0, "A slip of the hand.")
    by = {"withdrawnBy": {"code": "Z01T019"}, "withdrawalReason": "Meant for another."}
    assert reduction == {"id": number, "hours": 2.5, **by}
    again = await do("withdrawHoursReduction", id="nonsense", reason="No")
    assert again == {"rules": [{"code": "ReductionNotFound", "field": "id"}]}

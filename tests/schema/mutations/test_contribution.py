"""Contributions to a case of high risk as callers see them: decided, seen, giving reach, ended."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from hub.domain.access import Actor, Role, Service
from hub.domain.days import london_day
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
    offender,
    order,
    prisoner,
    released,
    supervision,
)
from tests.schema.asking import Asking, asking

pytestmark = pytest.mark.postgres

SHOWN = """{ contributors { id staff { code } }
  contributions { staff { code } aspects reason decidedBy decider { code } decidedOn harm flags recordedBy { code }
    endedAs endedBy { code } endingReason } }"""
DECIDE = f"""mutation($input: DecideContributionInput!) {{ decideContribution(input: $input) {{
  ... on ContributionSettled {{ case {SHOWN} }}
  ... on BrokenRules {{ rules {{ code message remedy field }} }} }} }}"""
END = f"""mutation($input: EndContributionInput!) {{ endContribution(input: $input) {{
  ... on ContributionSettled {{ case {SHOWN} }}
  ... on BrokenRules {{ rules {{ code field }} }} }} }}"""
READ = f"query($crn: Crn!) {{ case(crn: $crn) {SHOWN} }}"
SEEN = "query($crn: Crn!) { case(crn: $crn) { id crn } }"
MANAGER, HELPER, BOSS = "Z01T011", "Z09T054", "Z01T019"
KEPT = "select count(*) from contribution"


class World:
    """A case of very high risk of Z01T011; Z09T054 of another team, profile 54, is to contribute."""

    def __init__(self, hub: Asking, sources: Hub, case: str, boss: Actor) -> None:
        self.hub, self.sources, self.case, self.boss = hub, sources, case, boss

    async def decide(self, actor: Actor | None = None, **changes: Any) -> Any:
        given = {
            "caseId": self.case,
            "staffCode": HELPER,
            "decidedBy": "TEAM_MANAGER",
            "aspects": "Home visits",
            "reason": "Knows the family",
            **changes,
        }
        return (await self.hub.data(actor or self.boss, DECIDE, input=given))["decideContribution"]

    async def refused(self, actor: Actor | None = None, **changes: Any) -> list[str]:
        rules = (await self.decide(actor, **changes))["rules"]
        assert all(rule["message"].endswith(".") and rule["remedy"].endswith(".") for rule in rules)
        return [rule["code"] for rule in rules]

    async def end(self, number: str, actor: Actor | None = None, **changes: Any) -> Any:
        given = {"id": number, "reason": "The family moved", **changes}
        return (await self.hub.data(actor or self.boss, END, input=given))["endContribution"]

    async def member(self, code: str, team: str | None = None, role: Role = Role.OFFENDER_MANAGER) -> Actor:
        """A member of staff with the reach of now."""
        async with self.sources.database.transaction(NOW) as tx:
            found = await reach_of(tx, Service.COMMUNITY, code, london_day(NOW))
        assert found is not None
        return Actor(
            code,
            Service.COMMUNITY,
            frozenset({role}),
            code,
            found.staff_id,
            team,
            contributes_to=found.contributes_to,
        )

    async def told(self) -> list[dict[str, Any]]:
        rows = await self.sources.rows("select payload from outbox where type = 'ContributionChanged' order by seq")
        return [json.loads(payload) for (payload,) in rows]


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    sources = Hub(database_url)
    people = (
        (MANAGER, "Z01T01", "PO"),
        (HELPER, "Z09T05", "PSO"),
        (BOSS, "Z01T01", "SPO"),
        ("Z01T055", "Z01T01", "PO"),
    )
    for code, team, grade in people:
        await sources.tell("community.staff.snapshot.v1", code, {"code": code, "team": {"code": team}, "grade": grade})
    await sources.tell(PRISONER, NUMBER, prisoner())
    await sources.tell(SUPERVISION, CRN, supervision(MANAGER))
    await sources.tell(OFFENDER, CRN, offender())
    registered = happened("probation-case.registration.added", registerTypeCode="RVHR", registrationId="1")
    await sources.tell(HAPPENED, CRN, registered)
    staff_id = await sources.one("select id from staff where code = $1", BOSS)
    boss = Actor("b", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), BOSS, staff_id, "Z01T01")
    async with asking(database_url) as hub:
        case = (await hub.data(boss, SEEN, crn=CRN))["case"]["id"]
        yield World(hub, sources, case, boss)
    await sources.database.close()


async def test_it_is_decided_seen_told_audited_and_gives_reach(world: World) -> None:
    assert await world.hub.data(await world.member(HELPER), SEEN, crn=CRN) == {"case": None}
    case = (await world.decide())["case"]
    assert [one["staff"]["code"] for one in case["contributors"]] == [HELPER]
    assert case["contributions"] == [
        {
            "staff": {"code": HELPER},
            "aspects": "Home visits",
            "reason": "Knows the family",
            "decidedBy": "TEAM_MANAGER",
            "decider": {"code": BOSS},
            "decidedOn": "2026-11-23",
            "harm": "VERY_HIGH",
            "flags": [],
            "recordedBy": {"code": BOSS},
            "endedAs": None,
            "endedBy": None,
            "endingReason": None,
        }
    ]
    seen = await world.hub.data(await world.member(HELPER), SEEN, crn=CRN)
    assert seen["case"] == {"id": world.case, "crn": CRN}
    [event] = await world.told()
    assert (event["before"], event["after"]["staffCode"], event["after"]["deciderCode"]) == (None, HELPER, BOSS)
    assert "family" not in json.dumps(event)
    audit = await world.sources.rows("select actor, action, fields from audit order by id desc limit 1")
    assert audit == [(BOSS, "decide_contribution", ["contribution"])]


async def test_a_meeting_decides_and_the_manager_records_it(world: World) -> None:
    manager = await world.member(MANAGER, "Z01T01")
    assert await world.refused(manager) == ["TeamManagerDecides", "DeciderLeadsTheCase"]
    assert await world.refused(manager, decidedBy="MAPPA") == ["MeetingDayNeeded"]
    [made] = (await world.decide(manager, decidedBy="MAPPA", decidedOn="2026-11-19"))["case"]["contributions"]
    assert (made["decidedBy"], made["decider"], made["decidedOn"]) == ("MAPPA", None, "2026-11-19")
    assert (made["flags"], made["recordedBy"]) == (["NOT_ON_THE_REGISTER_OF_MAPPA"], {"code": MANAGER})


async def test_the_manager_records_what_the_team_manager_decided_by_name(world: World) -> None:
    manager = await world.member(MANAGER, "Z01T01")
    assert await world.refused(manager, deciderCode="Z01T055") == ["NotATeamManager"]
    assert await world.refused(manager, deciderCode="NOBODY") == ["DeciderNotFound"]
    [made] = (await world.decide(manager, deciderCode=BOSS))["case"]["contributions"]
    assert (made["decider"], made["recordedBy"]) == ({"code": BOSS}, {"code": MANAGER})


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"staffCode": "NOBODY"}, ["StaffNotFound"]),
        ({"staffCode": MANAGER}, ["ContributionNeedsNoDecision", "LeadsTheCase"]),
        ({"staffCode": "Z01T055"}, ["ContributionNeedsNoDecision"]),
        ({"caseId": "nothing"}, ["CaseNotFound"]),
        ({"decidedOn": "2026-11-24"}, ["DecidedAhead"]),
        ({"decidedOn": "2025-02-28"}, ["BeforeTheSentence"]),
        ({"aspects": " ", "reason": ""}, ["AspectsNeeded", "ReasonNeeded"]),
        ({"idempotencyKey": ""}, ["IdempotencyKeyNotValid"]),
    ],
)
async def test_refusals_by_name_leave_everything_as_it_was(
    world: World, changes: dict[str, Any], codes: list[str]
) -> None:
    assert await world.refused(**changes) == codes
    assert await world.sources.one(KEPT) == 0
    assert await world.told() == []


async def test_without_high_risk_nothing_is_to_be_decided(world: World) -> None:
    gone = happened("probation-case.registration.deregistered", minutes=5, registerTypeCode="RVHR", registrationId="1")
    await world.sources.tell(HAPPENED, CRN, gone)
    assert await world.refused() == ["NotHighRisk"]


async def test_who_does_not_see_the_case_or_may_not_decide_is_refused(world: World) -> None:
    assert await world.refused(await world.member(HELPER)) == ["CaseNotFound"]
    supervisor = await world.member(MANAGER, "Z01T01", Role.OFFENDER_SUPERVISOR)
    assert await world.refused(supervisor) == ["DecisionNotYours"]
    [one] = (await world.decide())["case"]["contributors"]
    assert (await world.end(one["id"], supervisor))["rules"] == [{"code": "DecisionNotYours", "field": None}]
    stranger = await world.member("Z01T055")
    assert (await world.end(one["id"], stranger))["rules"] == [{"code": "ContributionNotFound", "field": "id"}]


@pytest.mark.parametrize(("withdrawn", "ended_as"), [(False, "ENDED"), (True, "WITHDRAWN")])
async def test_ended_it_gives_nothing_any_more_and_stays_in_the_history(
    world: World, withdrawn: bool, ended_as: str
) -> None:
    [one] = (await world.decide())["case"]["contributors"]
    case = (await world.end(one["id"], withdrawn=withdrawn))["case"]
    [past] = case["contributions"]
    assert case["contributors"] == []
    assert (past["endedAs"], past["endedBy"], past["endingReason"]) == (ended_as, {"code": BOSS}, "The family moved")
    assert (await world.hub.data(await world.member(HELPER), SEEN, crn=CRN))["case"] is None
    assert (await world.end(one["id"]))["rules"] == [{"code": "ContributionEnded", "field": "id"}]
    assert (await world.end("nothing"))["rules"] == [{"code": "ContributionNotFound", "field": "id"}]
    assert [(event["before"] is None, event["after"]["endedAs"]) for event in await world.told()] == [
        (True, None),
        (False, ended_as),
    ]
    again = (await world.decide())["case"]
    assert (len(again["contributors"]), len(again["contributions"])) == (1, 2)


async def test_who_contributes_reads_the_case_and_decides_nothing_there(world: World) -> None:
    [one] = (await world.decide())["case"]["contributors"]
    helper = await world.member(HELPER)
    assert (await world.end(one["id"], helper))["rules"] == [{"code": "ContributionNotFound", "field": "id"}]
    assert await world.refused(helper, staffCode="Z01T055", decidedBy="MAPPA") == ["CaseNotFound"]


async def test_two_at_once_and_the_same_key_keep_one(world: World) -> None:
    both = await asyncio.gather(world.decide(), world.decide())
    assert sorted("case" in one for one in both) == [False, True]
    [refused] = [one for one in both if "rules" in one]
    assert [rule["code"] for rule in refused["rules"]] == ["ContributesAlready"]
    [one] = (await world.hub.data(world.boss, READ, crn=CRN))["case"]["contributors"]
    await world.end(one["id"])
    for _ in range(2):
        assert "case" in await world.decide(idempotencyKey="k-1")
    assert await world.sources.one(KEPT) == 2
    assert await world.refused(idempotencyKey="k-1", aspects="Others") == ["IdempotencyKeyReused"]


async def test_it_ends_with_the_last_sentence_of_the_case(world: World) -> None:
    await world.decide()
    assert await world.sources.one("select phase from offender_case where merged_into is null") == "CUSTODY"
    over = order(active=False, terminationDate="2026-11-22")
    await world.sources.tell(PRISONER, NUMBER, released(), minutes=10)
    await world.sources.tell(SUPERVISION, CRN, supervision(MANAGER, over), minutes=11)
    assert await world.sources.one("select phase from offender_case where merged_into is null") == "TERMINATED"
    [past] = (await world.hub.data(world.boss, READ, crn=CRN))["case"]["contributions"]
    assert (past["endedAs"], past["endedBy"], past["endingReason"]) == ("CASE_TERMINATED", None, None)
    assert (await world.told())[-1]["after"]["endedAs"] == "CASE_TERMINATED"
    assert (await world.member(HELPER)).contributes_to == frozenset()
    assert await world.refused() == ["CaseTerminated"]


async def test_what_the_risk_is_stays_with_those_who_may_read_assessments(world: World) -> None:
    await world.decide()
    administrator = await world.member(HELPER, "Z01T01", Role.CASE_ADMINISTRATOR)
    answer = await world.hub.answer(administrator, READ, crn=CRN)
    assert answer["data"]["case"] == {"contributors": None, "contributions": None}
    assert {fault["extensions"]["code"] for fault in answer["errors"]} == {"FORBIDDEN"}

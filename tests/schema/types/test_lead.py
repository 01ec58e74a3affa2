"""Who leads, how to reach them, what the offender asked and was told, as a caller sees it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from hub.domain.access import Actor, Role, Service
from hub.domain.days import london_day
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
from tests.schema.asking import Asking, asking

pytestmark = pytest.mark.postgres

CASE = """query($crn: Crn!) { case(crn: $crn) { id
  leadership { accountable { code } dayToDay { code } role place responsibility reason sentence flags }
  howToReach { way through staff { code } reason sentence }
  contactRequests { id about answer overdue recordedBy { code } answeredBy { code } }
  notices { toldOn channel manager staff { code } } noticeDue { reason sentence } } }"""
ASK = """mutation($input: RecordContactRequestInput!) { recordContactRequest(input: $input) {
  ... on RecordedOnCase { case { contactRequests { id dueAt } } } ... on BrokenRules { rules { code } } } }"""
ANSWER = """mutation($input: AnswerContactRequestInput!) { answerContactRequest(input: $input) {
  ... on RecordedOnCase { case { contactRequests { answer } } } ... on BrokenRules { rules { code } } } }"""
TELL = """mutation($input: RecordNoticeInput!) { recordNotice(input: $input) {
  ... on RecordedOnCase { case { noticeDue { reason } } } ... on BrokenRules { rules { code } } } }"""
LIST = """query($overdue: Boolean, $answered: Boolean) {
  contactRequests(scope: TEAM, overdue: $overdue, answered: $answered) { nodes { about } } }"""
URGENT = """query($case: ID!, $at: DateTime, $urgent: Boolean!) { urgentRoute(caseId: $case, at: $at, urgent: $urgent) {
  route reason sentence staff { code } opensAt } }"""


class World:
    """A case in prison with a manager in the community, and the team's case administrator."""

    def __init__(self, hub: Asking, sources: Hub) -> None:
        self.hub, self.sources = hub, sources
        self.actor = Actor("a", Service.COMMUNITY, frozenset({Role.CASE_ADMINISTRATOR}), "Z01T019", None, "Z01T01")

    async def case(self) -> Any:
        return (await self.hub.data(self.actor, CASE, crn=CRN))["case"]


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    sources = Hub(database_url)
    await sources.tell("community.staff.snapshot.v1", "Z01T019", {"code": "Z01T019", "team": {"code": "Z01T01"}})
    await sources.tell(OFFENDER, CRN, offender())
    await sources.tell(PRISONER, NUMBER, prisoner())
    await sources.tell(SUPERVISION, CRN, supervision("Z01T011"))
    async with asking(database_url) as hub:
        made = World(hub, sources)
        staff_id = await sources.one("select id from staff where code = 'Z01T019'")
        made.actor = Actor("a", Service.COMMUNITY, made.actor.roles, "Z01T019", staff_id, "Z01T01")
        yield made
    await sources.database.close()


async def test_three_facts_apart_and_the_way_to_the_manager(world: World) -> None:
    case = await world.case()
    assert case["leadership"] == {
        "accountable": {"code": "Z01T011"},
        "dayToDay": None,
        "role": None,
        "place": "CUSTODY",
        "responsibility": case["leadership"]["responsibility"],
        "reason": "NO_SUPERVISOR_IN_CUSTODY",
        "sentence": "In custody the Offender Supervisor leads day to day, and none is named.",
        "flags": [],
    }
    assert case["leadership"]["responsibility"] is not None
    assert (case["howToReach"]["way"], case["howToReach"]["through"]) == (
        "GENERAL_WING_APPLICATION",
        "OFFENDER_MANAGEMENT_UNIT",
    )


async def test_a_request_is_kept_listed_when_overdue_and_answered_once(world: World) -> None:
    case_id = (await world.case())["id"]
    long_ago = (NOW - timedelta(days=60)).isoformat()
    given = {"caseId": case_id, "askedAt": long_ago, "way": "GENERAL_WING_APPLICATION", "about": "A transfer."}
    made = (await world.hub.data(world.actor, ASK, input=given))["recordContactRequest"]
    [request] = made["case"]["contactRequests"]
    listed = {"overdue": True, "answered": False}
    assert (await world.hub.data(world.actor, LIST, **listed))["contactRequests"]["nodes"] == [{"about": "A transfer."}]
    answer = {"id": request["id"], "answer": "It is asked for."}
    done = (await world.hub.data(world.actor, ANSWER, input=answer))["answerContactRequest"]
    assert done["case"]["contactRequests"] == [{"answer": "It is asked for."}]
    assert (await world.hub.data(world.actor, LIST, **listed))["contactRequests"]["nodes"] == []
    assert (await world.hub.data(world.actor, LIST, answered=True))["contactRequests"]["nodes"] != []
    again = (await world.hub.data(world.actor, ANSWER, input=answer))["answerContactRequest"]
    assert again["rules"] == [{"code": "RequestAnswered"}]
    assert (await world.sources.events())[-2:] == ["ContactRequested", "ContactRequestAnswered"]
    told = "select payload::text from outbox where type like 'ContactRequest%'"
    assert all("transfer" not in text and "asked for." not in text for (text,) in await world.sources.rows(told))


async def test_the_notice_is_due_until_recorded_and_due_again_when_the_manager_changes(world: World) -> None:
    case = await world.case()
    assert case["noticeDue"]["reason"] == "NEVER_TOLD"
    given = {"caseId": case["id"], "on": london_day(NOW).isoformat(), "channel": "BY_LETTER"}
    told = (await world.hub.data(world.actor, TELL, input=given))["recordNotice"]
    assert told["case"]["noticeDue"] is None
    await world.sources.tell(SUPERVISION, CRN, supervision("Z01T012"), minutes=60)
    after = await world.case()
    assert after["noticeDue"]["reason"] == "MANAGER_CHANGED"
    assert after["notices"] == [
        {"toldOn": given["on"], "channel": "BY_LETTER", "manager": "YES", "staff": {"code": "Z01T011"}}
    ]
    ahead = {**given, "on": (london_day(NOW) + timedelta(days=1)).isoformat()}
    refused = (await world.hub.data(world.actor, TELL, input=ahead))["recordNotice"]
    assert refused["rules"] == [{"code": "NoticeInTheFuture"}]


async def test_out_of_reach_answers_like_a_case_that_does_not_exist(world: World) -> None:
    case_id = (await world.case())["id"]
    stranger = Actor("s", Service.COMMUNITY, world.actor.roles, "Z01T019", world.actor.staff_id, "Z99T99")
    given = {"caseId": case_id, "askedAt": NOW.isoformat(), "way": "USUAL_PROBATION_WORKER", "about": "A call."}
    assert (await world.hub.data(stranger, ASK, input=given))["recordContactRequest"]["rules"] == [
        {"code": "CaseNotFound"}
    ]
    asked = {"case": case_id, "at": NOW.isoformat(), "urgent": True}
    assert (await world.hub.data(stranger, URGENT, **asked))["urgentRoute"] is None
    refused = (await world.hub.data(stranger, ANSWER, input={"id": case_id, "answer": "No."}))["answerContactRequest"]
    assert refused["rules"] == [{"code": "RequestNotFound"}]


@pytest.mark.parametrize(
    ("at", "urgent", "route", "code"),
    [
        ("2026-11-23T12:00:00Z", True, "WHO_ACTS", "Z01T011"),
        ("2026-11-23T20:00:00Z", True, "PRISON_DUTY", None),
        ("2026-11-28T12:00:00Z", False, "WAIT_UNTIL_OPEN", "Z01T011"),
    ],
)
async def test_whom_to_turn_to(world: World, at: str, urgent: bool, route: str, code: str | None) -> None:
    case_id = (await world.case())["id"]
    found = (await world.hub.data(world.actor, URGENT, case=case_id, at=at, urgent=urgent))["urgentRoute"]
    assert (found["route"], found["staff"] and found["staff"]["code"]) == (route, code)


async def test_what_each_part_of_the_team_does(world: World) -> None:
    asked = "{ roleDuties { part duties { duty ofResponsibleOfficer } } }"
    parts = {one["part"]: one["duties"] for one in (await world.hub.data(world.actor, asked))["roleDuties"]}
    officer = [one["duty"] for one in parts["OFFENDER_MANAGER"] if one["ofResponsibleOfficer"]]
    assert officer == ["ARRANGE_REQUIREMENTS", "PROMOTE_COMPLIANCE", "TAKE_ENFORCEMENT_ACTION"]
    assert parts["OTHER_INTERESTED_PARTY"] == []

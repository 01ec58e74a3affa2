"""Integrated Case Management as a caller sees it: from the decision that says Scotland to the conferences."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.domain.access import Actor, Role, Service
from hub.domain.days import london_day
from tests.actions.sources import CRN, NUMBER, OFFENDER, PRISONER, SUPERVISION, Hub, offender, prisoner, supervision
from tests.schema.asking import Asking, asking

pytestmark = pytest.mark.postgres

NOW = datetime.now(UTC)  # the database tells the day by its own clock
YESTERDAY = (london_day(NOW) - timedelta(days=1)).isoformat()
ANSWER = "... on BrokenRules { rules { code } }"
SCOTLAND = f"""mutation($input: RecordScotlandInput!) {{ recordScotland(input: $input) {{
  ... on CaseDecided {{ case {{ icm {{ route }} }} }} {ANSWER} }} }}"""
SCREEN = f"""mutation($input: RecordCoreScreenInput!) {{ done: recordCoreScreen(input: $input) {{
  ... on RecordedOnCase {{ case {{ coreScreens {{ held needs }} }} }} {ANSWER} }} }}"""
WORD = f"""mutation($input: RecordParticipationInput!) {{ done: recordParticipation(input: $input) {{
  ... on RecordedOnCase {{ case {{ icm {{ participation routeToTell invited }} }} }} {ANSWER} }} }}"""
CONFERENCE = f"""mutation($input: RecordConferenceInput!) {{ done: recordConference(input: $input) {{
  ... on RecordedOnCase {{ case {{ caseConferences {{ attended plan }} }} }} {ANSWER} }} }}"""
CASE = """query($crn: Crn!) { case(crn: $crn) { id icm { route reason sentence socialWorkInvolved participation
  routeToTell conferenceOverdue conference conferenceDueOn conferenceBecause } howToReach { way } } }"""
OVERDUE = "{ integratedCases(scope: TEAM, conferenceOverdue: true) { nodes { case { crn } } } }"


class World:
    """A case in prison, and a team manager of its team."""

    def __init__(self, hub: Asking, sources: Hub, actor: Actor, case_id: str) -> None:
        self.hub, self.sources, self.actor, self.case_id = hub, sources, actor, case_id

    async def do(self, document: str, **given: Any) -> Any:
        answer = await self.hub.data(self.actor, document, input={"caseId": self.case_id, **given})
        return next(iter(answer.values()))

    async def case(self) -> Any:
        return (await self.hub.data(self.actor, CASE, crn=CRN))["case"]


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    sources = Hub(database_url)
    await sources.tell("community.staff.snapshot.v1", "Z01T019", {"code": "Z01T019", "team": {"code": "Z01T01"}})
    await sources.tell(OFFENDER, CRN, offender())
    await sources.tell(PRISONER, NUMBER, prisoner())
    await sources.tell(SUPERVISION, CRN, supervision("Z01T011"))
    staff_id = await sources.one("select id from staff where code = 'Z01T019'")
    actor = Actor("m", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T019", staff_id, "Z01T01")
    async with asking(database_url, NOW) as hub:
        case_id = (await hub.data(actor, CASE, crn=CRN))["case"]["id"]
        yield World(hub, sources, actor, case_id)
    await sources.database.close()


async def test_without_the_decision_nothing_of_it_is_recorded(world: World) -> None:
    assert (await world.case())["icm"] is None
    refused = await world.do(SCREEN, on=YESTERDAY, needs=["DRUGS"])
    assert refused["rules"] == [{"code": "NotScotland"}]


async def test_from_the_decision_to_the_conference(world: World) -> None:
    decided = await world.do(SCOTLAND, reason="Sentenced there.", statutorySupervision=True)
    assert decided["case"]["icm"] == {"route": "ENHANCED"}
    case = await world.case()
    assert (case["icm"]["reason"], case["icm"]["socialWorkInvolved"]) == ("STATUTORY_SUPERVISION", True)
    assert (case["icm"]["participation"], case["icm"]["routeToTell"]) == ("NOT_ASKED", True)
    assert case["howToReach"] == {"way": "CASE_COORDINATOR"}
    done = await world.do(SCREEN, on=YESTERDAY, needs=["HOUSING", "DRUGS"])
    assert done["case"]["coreScreens"] == [{"held": True, "needs": ["DRUGS", "HOUSING"]}]
    done = await world.do(WORD, answer="DECLINED", on=YESTERDAY, toldRouteOn=YESTERDAY, familyConsent=True)
    assert done["case"]["icm"] == {
        "participation": "DECLINED",
        "routeToTell": False,
        "invited": ["CASE_COORDINATOR", "FAMILY_OR_FRIEND", "SOCIAL_WORKER", "PERSONAL_OFFICER"],
    }
    done = await world.do(CONFERENCE, on=YESTERDAY, attended=["SOCIAL_WORKER", "CASE_COORDINATOR"], plan=" Housing. ")
    assert done["case"]["caseConferences"] == [{"attended": ["CASE_COORDINATOR", "SOCIAL_WORKER"], "plan": "Housing."}]
    events = await world.sources.events()
    assert events[-3:] == ["IcmRecorded"] * 3
    assert "IcmRouteChanged" in events


async def test_overdue_conferences_are_listed(world: World) -> None:
    await world.do(SCOTLAND, reason="Sentenced there.", statutorySupervision=True)
    source = "select id from source_record where service = 'CUSTODY'"
    record = await world.sources.one(source)
    moved = """insert into movement (case_id, source_record_id, direction, kind, agency, local_minute, occurred_at)
               select id, $1, 'IN', 'ADMISSION', 'LEI', now(), now() - interval '300 days'
               from offender_case where merged_into is null returning id"""
    await world.sources.rows("delete from movement")
    await world.sources.one(moved, record)
    icm = (await world.case())["icm"]
    assert (icm["conference"], icm["conferenceOverdue"]) == ("FIRST", True)
    assert icm["conferenceBecause"] == "The first one is due within six months of reception."
    assert (await world.hub.data(world.actor, OVERDUE))["integratedCases"]["nodes"] == [{"case": {"crn": CRN}}]
    await world.do(CONFERENCE, on=YESTERDAY, attended=["PRISONER"], plan="Housing.")
    assert (await world.hub.data(world.actor, OVERDUE))["integratedCases"]["nodes"] == []
    assert (await world.case())["icm"]["conference"] == "YEARLY"


async def test_where_the_decision_is_withdrawn_it_is_no_case_of_scotland_any_more(world: World) -> None:
    await world.do(SCOTLAND, reason="Sentenced there.")
    withdraw = f"""mutation($input: WithdrawDecisionInput!) {{ withdrawDecision(input: $input) {{
      ... on CaseDecided {{ case {{ icm {{ route }} }} }} {ANSWER} }} }}"""
    assert (await world.do(withdraw, reason="A wrong file.", kind="IN_SCOTLAND"))["case"]["icm"] is None
    assert (await world.do(SCREEN, on=YESTERDAY))["rules"] == [{"code": "NotScotland"}]

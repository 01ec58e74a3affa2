"""One question answers every fact: both services' words, their sources and times, whose is shown and by which rule."""

from typing import Any

import orjson
import pytest

from hub.domain.access import Actor, Role, Service
from hub.reads.reader import Reader
from hub.schema.executing.executor import Executor
from hub.schema.request import Request
from hub.schema.schema import build
from hub.store.database import Database
from tests.actions.sources import CRN, NUMBER, OFFENDER, PRISONER, SUPERVISION, offender, order, prisoner, supervision
from tests.actions.sources import Hub as Sources

pytestmark = pytest.mark.postgres

FACTS = """
query($crn: Crn!) { case(crn: $crn) {
  prisonNumber
  facts { fact value shownBy rule reason agreement
    sources { service value sourceTime sourceVersion timeAssumed receivedAt source { key } }
    disagreement { custodyValue communityValue since case { id } caseFact { value } } }
  disagreements { fact }
  sources { service awaitingSnapshot awaitingSince readings { topic sourceTime sourceVersion receivedAt } }
} }
"""
LISTED = """
query($fact: Fact) { disagreements(scope: TEAM, fact: $fact, first: 5) {
  totalCount nodes { fact custodyValue communityValue shownBy rule case { crn } } } }
"""
FEEDS = "{ feeds { nodes { topic service records newestSourceTime lagSeconds } } }"
READ = "2026-11-23T12:00:00.000000Z"


async def asked(url: str, document: str, variables: dict[str, Any], team: str = "Z01T01") -> Any:
    actor = Actor("t", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), "Z01T099", 9, team, None, "a@b.test")
    reader, database = Reader(url), Database(url)
    try:
        executor = Executor(build(), reader, database, development=True)
        answer = await executor.execute(Request(document, None, variables, "request-1", actor))
    finally:
        await reader.close()
        await database.close()
    return orjson.loads(answer.body)["data"]


async def told(url: str) -> None:
    hub = Sources(url)
    await hub.tell(PRISONER, NUMBER, prisoner(), version=7)
    await hub.tell(OFFENDER, CRN, offender(surname="Elsewhere"))
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", order()))
    await hub.database.close()


async def test_every_fact_of_a_case(database_url: str) -> None:
    await told(database_url)
    case = (await asked(database_url, FACTS, {"crn": CRN}))["case"]
    facts = {one["fact"]: one for one in case["facts"]}
    name = facts["NAME"]
    assert (name["value"], name["shownBy"], name["agreement"]) == ("SIDONY TESTERBY", "CUSTODY", "DIFFER")
    assert name["reason"].startswith("The service that has the person now is shown")
    times = {"sourceTime": READ, "timeAssumed": False, "receivedAt": READ}
    assert name["sources"] == [
        {"service": "COMMUNITY", "value": "Sidony Elsewhere", "sourceVersion": None, "source": {"key": CRN}, **times},
        {"service": "CUSTODY", "value": "SIDONY TESTERBY", "sourceVersion": "7", "source": {"key": NUMBER}, **times},
    ]
    assert name["disagreement"]["communityValue"] == "Sidony Elsewhere"
    assert name["disagreement"]["caseFact"] == {"value": "SIDONY TESTERBY"}
    assert facts["DATE_OF_BIRTH"]["agreement"] == "AGREE"
    assert facts["PRISON"]["agreement"] == "ONLY_ONE"
    assert [one["fact"] for one in case["disagreements"]][-1:] == ["NAME"]
    assert case["prisonNumber"] == NUMBER
    assert {one["awaitingSince"] for one in case["sources"]} == {None}


async def test_what_is_listed_is_in_reach_and_can_be_narrowed(database_url: str) -> None:
    await told(database_url)
    everything = (await asked(database_url, LISTED, {}))["disagreements"]
    named = (await asked(database_url, LISTED, {"fact": "NAME"}))["disagreements"]
    assert {one["fact"] for one in everything["nodes"]} >= {one["fact"] for one in named["nodes"]} == {"NAME"}
    assert named["nodes"][0]["case"] == {"crn": CRN}
    assert (await asked(database_url, LISTED, {"fact": "GENDER"}))["disagreements"]["nodes"] == []
    assert (await asked(database_url, LISTED, {}, team="Z99T99"))["disagreements"]["nodes"] == []


async def test_how_fresh_each_feed_is(database_url: str) -> None:
    await told(database_url)
    feeds = (await asked(database_url, FEEDS, {}))["feeds"]["nodes"]
    assert [one["topic"] for one in feeds] == [OFFENDER, SUPERVISION, PRISONER]
    assert {one["newestSourceTime"] for one in feeds} == {READ}

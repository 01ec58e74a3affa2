"""Types of sentence as callers switch them off and on, and read them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from hub.clock.role import decide_due
from hub.domain.access import Actor, Role, Service
from tests.actions.sources import NOW, NUMBER, OFFENDER, PRISONER, SUPERVISION, Hub, offender, prisoner, supervision
from tests.schema.asking import Asking, asking

pytestmark = pytest.mark.postgres
OPERATOR = Actor("op", Service.COMMUNITY, frozenset({Role.OPERATOR}))
SWITCH = """{ service type reason decidedBy firstOn lastOn recordedBy endedAt endedBy endingReason askedAt }"""
PAYLOAD = f"""{{
  ... on SentenceTypeSwitched {{ switch {SWITCH} }}
  ... on BrokenRules {{ rules {{ code message remedy field }} }} }}"""
OFF = f"mutation($input: SwitchOffSentenceTypeInput!) {{ switchOffSentenceType(input: $input) {PAYLOAD} }}"
ON = f"mutation($input: SwitchOnSentenceTypeInput!) {{ switchOnSentenceType(input: $input) {PAYLOAD} }}"
SWITCHES = f"{{ sentenceTypeSwitches {{ nodes {SWITCH} }} }}"
TYPES = "{ sentenceTypes { service code description inForce held } }"
CASE = """query($n: PrisonNumber!) { case(prisonNumber: $n) { eligibility { manager reason flags }
  sentences { typeCode description } pastAnswers { nodes { reason } } } }"""
CODED = {"imprisonmentStatus": "ADIMP_ORA", "imprisonmentStatusDescription": "Standard determinate"}


class World:
    """A prisoner with a sentence of six years whom a prison officer sees."""

    def __init__(self, hub: Asking, sources: Hub, officer: Actor) -> None:
        self.hub, self.sources, self.officer = hub, sources, officer

    async def off(self, actor: Actor = OPERATOR, **changes: Any) -> Any:
        given = {"service": "CUSTODY", "type": "ADIMP_ORA", "reason": "Said why", "decidedBy": "A. Name", **changes}
        return (await self.hub.data(actor, OFF, input=given))["switchOffSentenceType"]

    async def on(self, **changes: Any) -> Any:
        given = {"service": "CUSTODY", "type": "ADIMP_ORA", "reason": "Enough again", **changes}
        return (await self.hub.data(OPERATOR, ON, input=given))["switchOnSentenceType"]

    async def case(self) -> Any:
        return (await self.hub.data(self.officer, CASE, n=NUMBER))["case"]

    async def clock(self) -> None:
        await decide_due(self.sources.database, NOW, asyncio.Event())


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    sources = Hub(database_url)
    await sources.tell("custody.staff.snapshot.v1", "ZSTI1", {"code": "ZSTI1", "establishment": {"code": "STI"}})
    await sources.tell(PRISONER, NUMBER, prisoner(**CODED))
    staff_id = await sources.one("select id from staff where code = 'ZSTI1'")
    officer = Actor("z", Service.CUSTODY, frozenset({Role.OFFENDER_SUPERVISOR}), "ZSTI1", staff_id, None, "STI")
    async with asking(database_url) as hub:
        yield World(hub, sources, officer)
    await sources.database.close()


async def test_a_type_is_switched_off_and_on_and_the_case_says_so(world: World) -> None:
    assert (await world.case())["sentences"] == [{"typeCode": "ADIMP_ORA", "description": "Standard determinate"}]
    switched = (await world.off())["switch"]
    assert switched == {
        "service": "CUSTODY",
        "type": "ADIMP_ORA",
        "reason": "Said why",
        "decidedBy": "A. Name",
        "firstOn": "2026-11-23",
        "lastOn": None,
        "recordedBy": "op",
        "endedAt": None,
        "endedBy": None,
        "endingReason": None,
        "askedAt": None,
    }
    await world.clock()
    held = await world.case()
    assert held["eligibility"] == {
        "manager": "YES",
        "reason": "HELD_TO_TERMINATION",
        "flags": ["FACTS_SAY_OTHERWISE_NOW"],
    }
    assert held["pastAnswers"]["nodes"] == [{"reason": "DETERMINATE_12_MONTHS"}]
    [listed] = (await world.hub.data(world.officer, SWITCHES))["sentenceTypeSwitches"]["nodes"]
    assert listed["askedAt"] is not None
    ended = (await world.on())["switch"]
    assert (ended["endedBy"], ended["endingReason"], ended["askedAt"]) == ("op", "Enough again", None)
    await world.clock()
    assert (await world.case())["eligibility"]["reason"] == "DETERMINATE_12_MONTHS"


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"type": "NOSUCH"}, ["TypeNotKnown"]),
        ({"service": "COMMUNITY"}, ["TypeNotKnown"]),
        ({"firstOn": "2026-11-22"}, ["FirstDayPast"]),
        ({"firstOn": "2026-12-02", "lastOn": "2026-12-01"}, ["LastDayBeforeFirst"]),
        ({"reason": " ", "decidedBy": ""}, ["DeciderNeeded", "ReasonNeeded"]),
        ({"idempotencyKey": ""}, ["IdempotencyKeyNotValid"]),
    ],
)
async def test_refusals_by_name(world: World, changes: dict[str, Any], codes: list[str]) -> None:
    rules = (await world.off(**changes))["rules"]
    assert [rule["code"] for rule in rules] == codes
    assert all(rule["message"].endswith(".") and rule["remedy"].endswith(".") for rule in rules)
    assert (await world.hub.data(world.officer, SWITCHES))["sentenceTypeSwitches"]["nodes"] == []


async def test_an_operator_alone_switches_and_counts_the_types(world: World) -> None:
    assert [rule["code"] for rule in (await world.off(world.officer))["rules"]] == ["SwitchingNotYours"]
    assert [rule["code"] for rule in (await world.on())["rules"]] == ["NotSwitchedOff"]
    refused = await world.hub.answer(world.officer, TYPES)
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    crn = "Z777777"
    await world.sources.tell(SUPERVISION, crn, supervision())
    await world.sources.tell(OFFENDER, crn, offender(crn, None))
    assert (await world.hub.data(OPERATOR, TYPES))["sentenceTypes"] == [
        {"service": "COMMUNITY", "code": None, "description": "Made-up sentence", "inForce": 1, "held": 1},
        {"service": "CUSTODY", "code": "ADIMP_ORA", "description": "Standard determinate", "inForce": 1, "held": 1},
    ]

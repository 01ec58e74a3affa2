"""Dead letters as those who operate the hub see them, and as nobody else does."""

import base64
import json
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import pytest

from hub.connectors.connector import Message
from hub.domain.access import Actor, Role, Service
from hub.messaging.dead_letters import Operations
from hub.messaging.dispatch import Dispatcher
from hub.reads.ids import global_id
from hub.reads.reader import Reader
from hub.schema.executing.executor import Executor
from hub.schema.request import Request
from hub.schema.schema import build
from hub.store.database import Database
from tests.actions.sources import NOW

pytestmark = pytest.mark.postgres

SNAPSHOTS, COMMANDS = "custody.prisoner.snapshot.v1", "custody.plan.command.v1"
OPERATOR = Actor("operator-1", Service.COMMUNITY, frozenset({Role.OPERATOR}))
MANAGER = Actor("manager-1", Service.COMMUNITY, frozenset({Role.OFFENDER_MANAGER}), staff_code="Z1", staff_id=1)
NOT_JSON = b"\xff{not json at all: made up}" * 5  # no UTF-8 either
LIST = """
query List($scope: DeadLetterScope!) {
  deadLetters(scope: $scope) {
    totalCount
    nodes { id number state code topic partition offset size keyBase64 bodyBase64 resolvedBy resolution }
  }
}
"""
ACT = """
mutation Act($id: ID!, $why: String!) {
  replay: replayDeadLetter(input: {id: $id}) @include(if: %(replay)s) { ...ends }
  discard: discardDeadLetter(input: {id: $id, why: $why}) @include(if: %(discard)s) { ...ends }
}
fragment ends on DeadLetterPayload {
  __typename
  ... on DeadLetterResolved { deadLetter { state resolvedBy resolution } taken { outcome deadLetter { number } } }
  ... on BrokenRules { rules { code message remedy field } }
}
"""
contract = cache(build)


class Desk:
    """An executor over a database, and a dispatcher that rejects what can't be read."""

    def __init__(self, database: Database, reader: Reader) -> None:
        operations = Operations(database)
        self.executor = Executor(contract(), reader, database, development=True, now=lambda: NOW, operations=operations)
        self.without = Executor(contract(), reader, database, development=True, now=lambda: NOW)
        self._dispatcher = Dispatcher(database)
        self._offset = 2**53  # past what a number of JSON holds exactly

    async def receive(self, topic: str, value: bytes | None, key: bytes = b"Z1234ZY") -> str:
        self._offset += 1
        return str(await self._dispatcher.handle(Message(topic, 0, self._offset, key, value, (), NOW)))

    async def ask(
        self, document: str, actor: Actor = OPERATOR, executor: Executor | None = None, **variables: Any
    ) -> dict[str, Any]:
        request = Request(document, None, variables, "request-1", actor)
        answer: dict[str, Any] = json.loads((await (executor or self.executor).execute(request)).body)
        return answer

    async def listed(self, scope: str = "OPEN") -> list[dict[str, Any]]:
        found = await self.ask(LIST, scope=scope)
        nodes: list[dict[str, Any]] = found["data"]["deadLetters"]["nodes"]
        assert found["data"]["deadLetters"]["totalCount"] == len(nodes)
        return nodes

    async def act(self, what: str, node: str, *, why: str = "sent twice", **asked: Any) -> dict[str, Any]:
        flags = {"replay": json.dumps(what == "replay"), "discard": json.dumps(what == "discard")}
        answer = await self.ask(ACT % flags, id=node, why=why, **asked)
        return answer["data"][what] if "errors" not in answer else answer


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    database, reader = Database(database_url, size=2), Reader(database_url, size=1)
    yield Desk(database, reader)
    await reader.close()
    await database.close()


async def test_the_bytes_are_shown_as_received(desk: Desk) -> None:
    assert (await desk.receive(SNAPSHOTS, NOT_JSON)).startswith("Rejected(")
    [letter] = await desk.listed()
    assert base64.b64decode(letter["bodyBase64"], validate=True) == NOT_JSON
    assert base64.b64decode(letter["keyBase64"], validate=True) == b"Z1234ZY"
    assert letter["size"] == len(NOT_JSON)
    assert (letter["state"], letter["topic"], letter["offset"]) == ("WAITING", SNAPSHOTS, str(2**53 + 1))


async def test_a_discarded_one_has_ended_with_its_reason(desk: Desk) -> None:
    await desk.receive(SNAPSHOTS, NOT_JSON)
    [letter] = await desk.listed()
    done = await desk.act("discard", letter["id"], why="  sent twice  ")
    ended = {"state": "DISCARDED", "resolvedBy": "operator-1", "resolution": "sent twice"}
    assert done == {"__typename": "DeadLetterResolved", "deadLetter": ended, "taken": []}
    assert await desk.listed() == []
    assert [one["number"] for one in await desk.listed("ENDED")] == [letter["number"]]


async def test_a_replay_that_is_rejected_again_says_so(desk: Desk) -> None:
    await desk.receive(SNAPSHOTS, NOT_JSON)
    [letter] = await desk.listed()
    done = await desk.act("replay", letter["id"])
    assert done["deadLetter"]["state"] == "WAITING"
    assert [one["outcome"].partition(":")[0] for one in done["taken"]] == [f"Rejected({letter['code']}"]


async def test_what_is_parked_waits_for_the_one_before_it(desk: Desk) -> None:
    for value in (NOT_JSON, b'{"made": "up"}'):
        await desk.receive(COMMANDS, value)
    first, second = (*await desk.listed("WAITING"), *await desk.listed("PARKED"))
    refused = await desk.act("replay", second["id"])
    assert refused["rules"][0]["code"] == "DeadLetterBehindAnother"
    assert first["number"] in refused["rules"][0]["remedy"]
    freed = await desk.act("discard", first["id"])
    assert [one["deadLetter"]["number"] for one in freed["taken"]] == [second["number"]]


@pytest.mark.parametrize(
    ("node", "why", "code"),
    [
        (global_id("DeadLetter", 999), "made up", "DeadLetterNotFound"),
        (global_id("Case", 1), "made up", "DeadLetterNotFound"),
        ("no id", "made up", "DeadLetterNotFound"),
        (global_id("DeadLetter", 1), "   ", "WhyNeeded"),
        (global_id("DeadLetter", 1), "x" * 1_001, "WhyNeeded"),
    ],
)
async def test_what_says_no(desk: Desk, node: str, why: str, code: str) -> None:
    await desk.receive(SNAPSHOTS, NOT_JSON)
    assert [rule["code"] for rule in (await desk.act("discard", node, why=why))["rules"]] == [code]
    assert len(await desk.listed()) == 1


async def test_twice_is_once(desk: Desk) -> None:
    await desk.receive(SNAPSHOTS, NOT_JSON)
    [letter] = await desk.listed()
    await desk.act("discard", letter["id"])
    again = await desk.act("replay", letter["id"])
    assert again["rules"][0]["code"] == "DeadLetterNoLongerWaits"


async def test_nobody_else_sees_or_does_anything(desk: Desk) -> None:
    await desk.receive(SNAPSHOTS, NOT_JSON)
    [letter] = await desk.listed()
    document = "query One($id: ID!) { deadLetter(id: $id) { code } node(id: $id) { id } }"
    for asked in (
        await desk.ask(LIST, MANAGER, scope="OPEN"),
        await desk.ask(document, MANAGER, id=letter["id"]),
        await desk.act("discard", letter["id"], actor=MANAGER),
    ):
        assert {error["extensions"]["code"] for error in asked["errors"]} == {"FORBIDDEN"}
        assert not any((asked.get("data") or {}).values())
    assert [one["id"] for one in await desk.listed()] == [letter["id"]]


async def test_a_process_that_takes_no_messages_says_so(desk: Desk) -> None:
    await desk.receive(SNAPSHOTS, NOT_JSON)
    [letter] = await desk.listed()
    answer = await desk.act("replay", letter["id"], executor=desk.without)
    assert answer["errors"][0]["extensions"]["code"] == "UNAVAILABLE"

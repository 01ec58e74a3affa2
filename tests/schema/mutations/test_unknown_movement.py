"""Ticking off what the prison's records leave open, as a caller sees it: the list that waits, the answer, the case."""

import json
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import pytest

from hub.domain.access import Actor, Role, Service
from hub.reads.reader import Reader
from hub.schema.executing.executor import Executor
from hub.schema.request import Request
from hub.schema.schema import build
from tests.actions.sources import NOW, NUMBER, PRISONER, Hub, prisoner

pytestmark = pytest.mark.postgres
contract = cache(build)
LIST = """query { unknownMovements(scope: ESTABLISHMENT, %s) {
  nodes { id was now acknowledgedAt acknowledgedBy { code } comment case { id } }
} }"""
MUTATION = """mutation M($input: AcknowledgeUnknownMovementInput!) { acknowledgeUnknownMovement(input: $input) {
  __typename
  ... on UnknownMovementAcknowledged { case { unknownMovements { comment acknowledgedBy { code } } } }
  ... on BrokenRules { rules { code field } }
} }"""

REOPEN = """mutation M($input: ReopenUnknownMovementInput!) { reopenUnknownMovement(input: $input) {
  __typename
  ... on UnknownMovementReopened { case { unknownMovements { comment acknowledgedAt acknowledgedBy { code } } } }
  ... on BrokenRules { rules { code field } }
} }"""


@pytest.fixture
async def hub(database_url: str) -> AsyncIterator[Hub]:
    """Of one person a change of the record that nothing explains is listed."""
    told = Hub(database_url)
    await told.tell(PRISONER, NUMBER, prisoner())
    gone = {"status": "ACTIVE OUT", "inOutStatus": "OUT", "lastMovementTypeCode": "ADM"}
    assert "MovementUnknown" in await told.tell(PRISONER, NUMBER, prisoner(**gone), minutes=60)
    for code in ("ZSTI1", "ZSTI2"):
        await told.tell("custody.staff.snapshot.v1", code, {"code": code, "establishment": {"code": "STI"}})
    yield told
    await told.database.close()


async def ask(
    hub: Hub, document: str, given: dict[str, Any] | None = None, who: str = "ZSTI1", role: Role | None = None
) -> Any:
    staff = await hub.one("select id from staff where code = $1", who)
    roles = frozenset({role or Role.OFFENDER_SUPERVISOR})
    actor = Actor(who, Service.CUSTODY, roles, who, staff, None, "STI")
    reader = Reader(hub.url)
    executor = Executor(contract(), reader, hub.database, development=True, now=lambda: NOW)
    try:
        answer = json.loads((await executor.execute(Request(document, None, {"input": given}, "r1", actor))).body)
    finally:
        await reader.close()
    assert "errors" not in answer, answer["errors"]
    return next(iter(answer["data"].values()))


async def waiting(hub: Hub, argument: str = "first: 5") -> list[Any]:
    nodes: list[Any] = (await ask(hub, LIST % argument))["nodes"]
    return nodes


async def test_what_was_looked_at_leaves_the_list_and_stays_in_the_case(hub: Hub) -> None:
    [one] = await waiting(hub)
    assert (one["was"], one["now"], one["acknowledgedAt"]) == ("IN_PRISON", "TEMPORARILY_ABSENT", None)
    done = await ask(hub, MUTATION, {"id": one["id"], "comment": "Escorted to hospital, back within the hour"})
    shown = {"comment": "Escorted to hospital, back within the hour", "acknowledgedBy": {"code": "ZSTI1"}}
    assert done == {"__typename": "UnknownMovementAcknowledged", "case": {"unknownMovements": [shown]}}
    assert await waiting(hub) == []
    [ticked] = await waiting(hub, "acknowledged: true")
    assert (ticked["id"], ticked["acknowledgedAt"], ticked["comment"]) == (
        one["id"],
        "2026-11-23T12:00:00.000000Z",
        shown["comment"],
    )
    assert await waiting(hub, "acknowledged: null") == [ticked]
    assert (await hub.events())[-1] == "UnknownMovementAcknowledged"
    audited = "select actor, case_ids, fields from audit where action = 'acknowledge_movement'"
    assert await hub.rows(audited) == [
        ("ZSTI1", [await hub.one("select id from offender_case")], ["unknown_movement", "comment"])
    ]


async def test_the_same_word_again_changes_nothing_and_another_is_refused(hub: Hub) -> None:
    [one] = await waiting(hub)
    said = {"id": one["id"], "comment": "A clerical error"}
    for _ in range(2):
        assert (await ask(hub, MUTATION, said))["__typename"] == "UnknownMovementAcknowledged"
    refused = await ask(hub, MUTATION, said, who="ZSTI2")
    assert refused["rules"] == [{"code": "MovementAcknowledged", "field": "id"}]
    assert await hub.one("select count(*) from audit where action = 'acknowledge_movement'") == 1


@pytest.mark.parametrize(
    ("given", "role", "code"),
    [
        ({"id": "none", "comment": "x"}, None, "MovementNotFound"),
        ({"comment": " "}, None, "CommentNeeded"),
        ({"comment": "x"}, Role.CASE_ADMINISTRATOR, "MovementNotYours"),
        ({"comment": "x", "idempotencyKey": ""}, None, "IdempotencyKeyNotValid"),
    ],
)
async def test_refusals(hub: Hub, given: dict[str, str], role: Role | None, code: str) -> None:
    [one] = await waiting(hub)
    refused = await ask(hub, MUTATION, {"id": one["id"], **given}, role=role)
    assert [rule["code"] for rule in refused["rules"]] == [code]
    assert len(await waiting(hub)) == 1


async def test_who_ticked_it_off_takes_it_back_and_it_waits_again(hub: Hub) -> None:
    [one] = await waiting(hub)
    assert (await ask(hub, REOPEN, {"id": one["id"]}))["rules"] == [{"code": "MovementWaits", "field": "id"}]
    said = {"id": one["id"], "comment": "The wrong line"}
    await ask(hub, MUTATION, said)
    refused = await ask(hub, REOPEN, {"id": one["id"]}, who="ZSTI2")
    assert refused["rules"] == [{"code": "AcknowledgementNotYours", "field": "id"}]
    done = await ask(hub, REOPEN, {"id": one["id"]})
    open_again = {"comment": None, "acknowledgedAt": None, "acknowledgedBy": None}
    assert done == {"__typename": "UnknownMovementReopened", "case": {"unknownMovements": [open_again]}}
    assert await waiting(hub) == [one]
    assert (await hub.events())[-1] == "UnknownMovementReopened"
    assert await hub.one("select count(*) from audit where action = 'reopen_movement'") == 1
    assert (await ask(hub, MUTATION, said, who="ZSTI2"))["__typename"] == "UnknownMovementAcknowledged"


@pytest.mark.parametrize(
    ("given", "role", "code"),
    [({"id": "none"}, None, "MovementNotFound"), ({}, Role.CASE_ADMINISTRATOR, "MovementNotYours")],
)
async def test_who_may_not_take_it_back(hub: Hub, given: dict[str, str], role: Role | None, code: str) -> None:
    [one] = await waiting(hub)
    await ask(hub, MUTATION, {"id": one["id"], "comment": "A clerical error"})
    refused = await ask(hub, REOPEN, {"id": one["id"], **given}, role=role)
    assert [rule["code"] for rule in refused["rules"]] == [code]
    assert await waiting(hub) == []


async def test_a_key_sent_again_gets_the_same_answer_though_the_list_has_moved_on(hub: Hub) -> None:
    [one] = await waiting(hub)
    said = {"id": one["id"], "comment": "A clerical error", "idempotencyKey": "k1"}
    first = await ask(hub, MUTATION, said)
    await hub.rows("delete from unknown_movement")
    assert (await ask(hub, MUTATION, said))["__typename"] == first["__typename"]
    reused = await ask(hub, MUTATION, {**said, "comment": "Another"})
    assert [rule["code"] for rule in reused["rules"]] == ["IdempotencyKeyReused"]


async def test_a_later_change_that_nothing_explains_waits_by_itself(hub: Hub) -> None:
    """What was ticked off stays so when the record is read again."""
    [one] = await waiting(hub)
    await ask(hub, MUTATION, {"id": one["id"], "comment": "A clerical error"})
    await hub.tell(PRISONER, NUMBER, prisoner(status="INACTIVE TRN", inOutStatus="TRN"), minutes=90)
    await hub.tell(PRISONER, NUMBER, prisoner(status="ACTIVE OUT", inOutStatus="OUT"), minutes=120)
    [ticked] = await waiting(hub, "acknowledged: true")
    assert (ticked["id"], ticked["comment"]) == (one["id"], "A clerical error")
    assert one["id"] not in {other["id"] for other in await waiting(hub)}

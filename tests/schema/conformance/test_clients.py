"""The endpoint against the reference: the audit of graphql-http, the clients graphql-ws and graphql-sse."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.schema.conformance.packages import run
from tests.schema.serving import TOKEN, Hub, served
from tests.waiting import until

pytestmark = pytest.mark.node

COUNTED = [{"next": {"data": {"counted": number}}} for number in range(3)]
DONE = {"complete": True}


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    found = Hub()
    async with served(found.app) as address:
        found.address = address
        yield found


async def test_all_61_audits_of_graphql_over_http_pass(hub: Hub) -> None:
    audits = await run("audit.mjs", f"http://{hub.address}/graphql")
    assert [audit for audit in audits if audit["status"] != "ok"] == []
    assert len(audits) == 61


async def heard(hub: Hub, script: str, case: str, token: str = TOKEN) -> list[dict[str, Any]]:
    scheme = "ws" if script == "websocket.mjs" else "http"
    (found,) = await run(script, f"{scheme}://{hub.address}/graphql", token, case)
    return [entry for entry in found if "connected" not in entry]


WEBSOCKET = [
    ("subscription", [*COUNTED, DONE]),
    ("query", [{"next": {"data": {"word": "yes"}}}, DONE]),
    ("mutation", [{"next": {"data": {"say": "hello"}}}, DONE]),
]


@pytest.mark.parametrize(("case", "expected"), WEBSOCKET, ids=[row[0] for row in WEBSOCKET])
async def test_graphql_ws_hears_what_it_asks_for(hub: Hub, case: str, expected: list[Any]) -> None:
    assert (await heard(hub, "websocket.mjs", case))[: len(expected)] == expected


@pytest.mark.parametrize("case", ["invalid", "syntax"])
async def test_graphql_ws_gets_the_errors_of_a_wrong_document(hub: Hub, case: str) -> None:
    found = await heard(hub, "websocket.mjs", case)
    assert found[0]["error"][0]["message"]


async def test_graphql_ws_stops_a_subscription(hub: Hub) -> None:
    found = await heard(hub, "websocket.mjs", "stopped")
    assert DONE in found
    await until(lambda: hub.running == 0)


async def test_graphql_ws_runs_several_at_once(hub: Hub) -> None:
    found = await heard(hub, "websocket.mjs", "several")
    assert found.count(DONE) == 3
    assert len([entry for entry in found if "next" in entry]) == 1 + 2 + 3


async def test_graphql_ws_is_told_that_its_token_is_not_good(hub: Hub) -> None:
    found = await heard(hub, "websocket.mjs", "refused", "bad-token")
    closed = next(entry for entry in found if "closed" in entry)
    assert closed["closed"] == 4403
    assert "expired" in closed["reason"]


async def test_graphql_sse_hears_what_it_asks_for(hub: Hub) -> None:
    assert await heard(hub, "stream.mjs", "subscription") == [*COUNTED, DONE]
    assert await heard(hub, "stream.mjs", "query") == [{"next": {"data": {"word": "yes"}}}, DONE]


async def test_graphql_sse_gets_the_errors_of_a_wrong_document(hub: Hub) -> None:
    found = await heard(hub, "stream.mjs", "invalid")
    assert found[0]["next"]["errors"]
    assert found[1] == DONE


async def test_graphql_sse_stops_a_subscription(hub: Hub) -> None:
    await heard(hub, "stream.mjs", "stopped")
    await until(lambda: hub.running == 0)


async def test_graphql_sse_is_told_that_its_token_is_not_good(hub: Hub) -> None:
    assert await heard(hub, "stream.mjs", "refused", "bad-token") == [{"error": 401}]

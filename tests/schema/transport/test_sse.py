"""Events over plain HTTP, in the form of graphql-sse, against a real server."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from hub.schema.transport import sse
from hub.schema.transport.clients import Allowance
from tests.schema.serving import TOKEN, Hub, served
from tests.waiting import until

SIGNED_IN = {"authorization": f"Bearer {TOKEN}", "accept": "text/event-stream"}


@asynccontextmanager
async def running(hub: Hub) -> AsyncIterator[httpx.AsyncClient]:
    async with served(hub.app) as address:
        hub.address = address
        async with httpx.AsyncClient(base_url=f"http://{address}", trust_env=False, timeout=5) as http:
            yield http


async def events(answer: httpx.Response) -> AsyncIterator[tuple[str, Any]]:
    """The events of a stream: their names and data, comments left out."""
    name = ""
    async for line in answer.aiter_lines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif line.startswith("data:"):
            yield name, json.loads(value) if value else None


async def all_events(http: httpx.AsyncClient, query: str, **headers: str) -> list[tuple[str, Any]]:
    async with http.stream("POST", "/graphql", json={"query": query}, headers=SIGNED_IN | headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        return [event async for event in events(answer)]


async def test_a_subscription_is_a_stream_with_an_end() -> None:
    hub = Hub()
    async with running(hub) as http:
        found = await all_events(http, "subscription { counted(to: 2) }")
    assert found == [
        ("next", {"data": {"counted": 0}}),
        ("next", {"data": {"counted": 1}}),
        ("complete", None),
    ]
    assert len(hub.lines) == 2


@pytest.mark.parametrize(
    "accept", ["text/event-stream", "text/event-stream, application/json", "*/*, text/event-stream"]
)
async def test_a_subscription_is_streamed_wherever_a_stream_is_taken(accept: str) -> None:
    async with running(Hub()) as http:
        found = await all_events(http, "subscription { counted(to: 0) }", accept=accept)
    assert found == [("complete", None)]


async def test_a_query_is_streamed_where_nothing_else_is_taken() -> None:
    async with running(Hub()) as http:
        found = await all_events(http, "{ word }")
    assert found == [("next", {"data": {"word": "yes"}}), ("complete", None)]


async def test_a_browser_subscribes_by_get() -> None:
    async with running(Hub()) as http:
        query = {"query": "subscription { counted(to: 1) }"}
        async with http.stream("GET", "/graphql", params=query, headers=SIGNED_IN) as answer:
            found = [event async for event in events(answer)]
    assert found[0] == ("next", {"data": {"counted": 0}})


@pytest.mark.parametrize("query", ["subscription {", "subscription { unknown }", "subscription { refused }"])
async def test_a_wrong_document_comes_as_an_event(query: str) -> None:
    async with running(Hub()) as http:
        found = await all_events(http, query)
    assert [name for name, _ in found] == ["next", "complete"]
    assert found[0][1]["errors"]
    assert "data" not in found[0][1]


async def test_who_may_not_come_in_gets_a_status_and_no_stream() -> None:
    hub = Hub(allowance=Allowance(subscriptions=0))
    async with running(hub) as http:
        query = {"query": "subscription { words }"}
        refused = await http.post("/graphql", json=query, headers=SIGNED_IN)
        unknown = await http.post("/graphql", json=query, headers=SIGNED_IN | {"authorization": "Bearer old"})
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (429, "RATE_LIMITED")
    assert (unknown.status_code, unknown.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")


async def test_the_stream_ends_with_its_token() -> None:
    hub = Hub()
    async with running(hub) as http:
        found = await all_events(http, "subscription { words }", authorization="Bearer short-0.3")
    assert [name for name, _ in found] == ["next", "complete"]
    assert found[0][1]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert hub.running == 0


async def test_a_quiet_stream_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "HEARTBEAT_SECONDS", 0.02)
    hub = Hub()
    async with (
        running(hub) as http,
        http.stream("POST", "/graphql", json={"query": "subscription { words }"}, headers=SIGNED_IN) as answer,
    ):
        lines = answer.aiter_lines()
        beats = [line async for line, _ in _zip(lines, range(8))]
        assert set(beats) == {":", ""}
    await until(lambda: hub.running == 0)


async def _zip(lines: AsyncIterator[str], numbers: range) -> AsyncIterator[tuple[str, int]]:
    for number in numbers:
        yield await anext(lines), number


async def test_an_event_that_can_not_be_audited_is_not_sent() -> None:
    async with running(Hub(audit_broken=True)) as http:
        found = await all_events(http, "subscription { counted(to: 2) }")
    assert [name for name, _ in found] == ["next", "complete"]
    assert found[0][1]["errors"][0]["extensions"]["code"] == "UNAVAILABLE"


async def test_a_client_that_goes_leaves_nothing_behind() -> None:
    hub = Hub()
    async with running(hub) as http:
        async with http.stream("POST", "/graphql", json={"query": "subscription { words }"}, headers=SIGNED_IN):
            await until(lambda: hub.running == 1)
        await until(lambda: hub.running == 0)
        await until(lambda: hub.lasting.open == 0)


async def test_all_streams_end_when_the_process_ends() -> None:
    hub = Hub()
    async with running(hub) as http:
        stream = asyncio.create_task(all_events(http, "subscription { words }"))
        await until(lambda: hub.running == 1)
        await hub.lasting.close()
        assert await stream == [("complete", None)]
    assert (hub.lasting.open, hub.running) == (0, 0)


async def test_a_slow_reader_is_not_read_ahead_for() -> None:
    hub = Hub()
    async with running(hub) as http:
        for _ in range(1000):
            hub.words.put_nowait("x" * 100_000)
        query = {"query": "subscription { words }"}
        async with http.stream("POST", "/graphql", json=query, headers=SIGNED_IN):
            seen = -1

            def stands_still() -> bool:
                nonlocal seen
                still, seen = seen == len(hub.lines) > 0, len(hub.lines)
                return still

            await until(stands_still)
            assert len(hub.lines) < 900
        await until(lambda: hub.running == 0)

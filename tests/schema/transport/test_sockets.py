"""graphql-transport-ws against a real server: the protocol, its limits, and what is left behind when a client goes."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from hub.schema.transport import sockets
from hub.schema.transport.clients import Allowance
from hub.schema.transport.lasting import Lasting
from tests.schema.serving import TOKEN, Hub, served
from tests.waiting import until

PROTOCOL = Subprotocol("graphql-transport-ws")
INIT = {"type": "connection_init", "payload": {"authorization": f"Bearer {TOKEN}"}}


@asynccontextmanager
async def running(hub: Hub) -> AsyncIterator[Hub]:
    async with served(hub.app) as address:
        hub.address = address
        yield hub


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    async with running(Hub()) as found:
        yield found


@asynccontextmanager
async def socket(hub: Hub, *, init: Any = INIT, **options: Any) -> AsyncIterator[ClientConnection]:
    async with connect(f"ws://{hub.address}/graphql", subprotocols=[PROTOCOL], **options) as connection:
        if init is not None:
            await say(connection, init)
            assert await hear(connection) == {"type": "connection_ack"}
        yield connection


async def say(connection: ClientConnection, message: Any) -> None:
    await connection.send(message if isinstance(message, str | bytes) else json.dumps(message))


async def hear(connection: ClientConnection) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await asyncio.wait_for(connection.recv(), 5))
    return found


async def closed(connection: ClientConnection) -> tuple[int, str]:
    """The code and reason of the close, after whatever still comes."""
    try:
        async with asyncio.timeout(5):
            while True:
                await connection.recv()
    except ConnectionClosed as close:
        assert close.rcvd
        return close.rcvd.code, close.rcvd.reason


def subscribe(query: str, identity: str = "1", **more: Any) -> dict[str, Any]:
    return {"type": "subscribe", "id": identity, "payload": {"query": query, **more}}


async def test_a_subscription_runs_to_its_end_and_leaves_a_line_for_each_event(hub: Hub) -> None:
    async with socket(hub) as connection:
        await say(connection, subscribe("subscription ($to: Int!) { counted(to: $to) }", variables={"to": 3}))
        heard = [await hear(connection) for _ in range(4)]
    assert heard == [
        *({"type": "next", "id": "1", "payload": {"data": {"counted": number}}} for number in range(3)),
        {"type": "complete", "id": "1"},
    ]
    assert [line.outcome for line in hub.lines] == ["OK"] * 3
    assert hub.running == 0


async def test_queries_and_mutations_go_over_the_socket_too(hub: Hub) -> None:
    async with socket(hub) as connection:
        await say(connection, subscribe("{ word }", "q"))
        assert await hear(connection) == {"type": "next", "id": "q", "payload": {"data": {"word": "yes"}}}
        assert await hear(connection) == {"type": "complete", "id": "q"}
        await say(connection, subscribe('mutation { say(text: "hello") }', "q"))
        assert (await hear(connection))["payload"] == {"data": {"say": "hello"}}
    assert hub.said == ["hello"]
    assert [line.actor for line in hub.lines] == ["supervisor-1"] * 2


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("{ unknown }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { unknown }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { counted(to: 1) words }", "GRAPHQL_VALIDATION_FAILED"),
        ("{" + "a " * 3000 + "}", "COST_LIMIT"),
        ('{ echo(text: "\x00") }', "BAD_REQUEST"),
    ],
)
async def test_a_wrong_document_is_an_error_of_its_operation_only(hub: Hub, query: str, code: str) -> None:
    async with socket(hub) as connection:
        await say(connection, subscribe(query))
        heard = await hear(connection)
        assert (heard["type"], heard["id"]) == ("error", "1")
        await say(connection, subscribe("{ word }"))
        assert (await hear(connection))["type"] == "next"
    if code != "GRAPHQL_VALIDATION_FAILED":
        assert heard["payload"][0]["extensions"]["code"] == code


async def test_a_fault_in_a_stream_ends_it_and_tells_nothing_of_itself(
    hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    async with socket(hub) as connection:
        await say(connection, subscribe("subscription { broken }"))
        assert (await hear(connection))["payload"] == {"data": {"broken": "first"}}
        rest = await hear(connection)
    assert rest["type"] in ("error", "next")
    assert "Jane" not in json.dumps(rest) + caplog.text


async def test_complete_from_the_client_ends_the_operation_and_frees_its_id(hub: Hub) -> None:
    async with socket(hub) as connection:
        await say(connection, subscribe("subscription { words }"))
        await until(lambda: hub.running == 1)
        await say(connection, {"type": "complete", "id": "1"})
        await say(connection, subscribe("subscription { words }"))
        await until(lambda: hub.running == 1)
        hub.words.put_nowait("one")
        assert (await hear(connection))["payload"] == {"data": {"words": "one"}}
        await say(connection, {"type": "complete", "id": "never-there"})
        await say(connection, {"type": "ping", "payload": {"n": 1}})
        assert await hear(connection) == {"type": "pong", "payload": {"n": 1}}
    await until(lambda: hub.running == 0)


async def test_pings_are_answered_before_and_after_the_init(hub: Hub) -> None:
    async with socket(hub, init=None) as connection:
        await say(connection, {"type": "ping"})
        assert await hear(connection) == {"type": "pong"}
        await say(connection, {"type": "pong"})
        await say(connection, INIT)
        assert await hear(connection) == {"type": "connection_ack"}
        await say(connection, {"type": "ping"})
        assert await hear(connection) == {"type": "pong"}


WRONG_INITS = [
    (subscribe("{ word }"), 4401, "connection_init first"),
    ({"type": "complete", "id": "1"}, 4401, "connection_init first"),
    ({"type": "connection_init"}, 4403, "Sign in"),
    ({"type": "connection_init", "payload": {"authorization": 1}}, 4403, "Sign in"),
    ({"type": "connection_init", "payload": {"authorization": "Basic x"}}, 4403, "the word Bearer"),
    ({"type": "connection_init", "payload": {"authorization": "Bearer old"}}, 4403, "expired at"),
    ({"type": "connection_init", "payload": {"authorization": "Bearer keys-unreachable"}}, 1013, "try again"),
    ({"type": "connection_init", "payload": [1]}, 4400, "is an object"),
    ("nonsense", 4400, "no JSON"),
    ("1", 4400, "no object"),
    ("{}", 4400, "no object with a type"),
    ({"type": 1}, 4400, "no object with a type"),
    (b"\x00\x01", 4400, "binary"),
    ("[" * 5000, 4400, "no JSON"),
]


@pytest.mark.parametrize(("message", "code", "said"), WRONG_INITS, ids=[repr(row[0])[:50] for row in WRONG_INITS])
async def test_a_wrong_start_closes_the_socket(hub: Hub, message: Any, code: int, said: str) -> None:
    async with socket(hub, init=None) as connection:
        await say(connection, message)
        found = await closed(connection)
    assert found[0] == code
    assert said in found[1]
    await until(lambda: hub.lasting.open == 0)


WRONG_LATER = [
    (INIT, 4429, "Too many initialisation requests"),
    ({"type": "subscribe", "id": "", "payload": {"query": "{ word }"}}, 4400, "its id"),
    ({"type": "subscribe", "id": "x" * 300, "payload": {"query": "{ word }"}}, 4400, "its id"),
    ({"type": "subscribe", "id": 1, "payload": {"query": "{ word }"}}, 4400, "its id"),
    ({"type": "subscribe", "payload": {"query": "{ word }"}}, 4400, "its id"),
    ({"type": "subscribe", "id": "1"}, 4400, "null"),
    ({"type": "subscribe", "id": "1", "payload": {}}, 4400, "query is missing"),
    ({"type": "subscribe", "id": "1", "payload": {"query": "{ word }", "variables": 1}}, 4400, "variables"),
    ({"type": "complete"}, 4400, "its id"),
    ({"type": "ping", "payload": 1}, 4400, "is an object"),
    ({"type": "next", "id": "1"}, 4400, "its type"),
    ("x" * 100_001, 1009, "too big"),
    ("nonsense", 4400, "no JSON"),
]


@pytest.mark.parametrize(("message", "code", "said"), WRONG_LATER, ids=[repr(row[0])[:50] for row in WRONG_LATER])
async def test_a_message_against_the_protocol_closes_the_socket(hub: Hub, message: Any, code: int, said: str) -> None:
    async with socket(hub) as connection:
        await say(connection, subscribe("subscription { words }", "still-running"))
        await until(lambda: hub.running == 1)
        await say(connection, message)
        found = await closed(connection)
    assert found[0] == code
    assert said in found[1]
    await until(lambda: hub.running == 0)
    await until(lambda: hub.lasting.open == 0)


async def test_an_id_that_is_in_use_closes_the_socket(hub: Hub) -> None:
    async with socket(hub) as connection:
        await say(connection, subscribe("subscription { words }"))
        await say(connection, subscribe("subscription { words }"))
        assert await closed(connection) == (4409, "Subscriber for 1 already exists")


async def test_another_protocol_is_told_which_one() -> None:
    async with running(Hub()) as hub:
        for asked in ([Subprotocol("graphql-ws")], None):
            async with connect(f"ws://{hub.address}/graphql", subprotocols=asked) as connection:
                code, reason = await closed(connection)
            assert (code, PROTOCOL in reason) == (4406, True)


@pytest.mark.parametrize(
    ("origin", "welcome"),
    [
        (None, True),
        ("http://{own}", True),
        ("https://{own}", True),
        ("https://plan.example", True),
        ("https://evil.example", False),
        ("https://plan.example.evil.example", False),
        ("null", False),
        ("nonsense", False),
    ],
)
async def test_only_pages_of_ours_and_of_the_settings_open_sockets(origin: str | None, welcome: bool) -> None:
    async with running(Hub(origins=("https://plan.example",))) as hub:
        named = {"origin": origin.replace("{own}", hub.address)} if origin else {}
        if welcome:
            async with socket(hub, additional_headers=named) as connection:
                await say(connection, {"type": "ping"})
                assert await hear(connection) == {"type": "pong"}
        else:
            with pytest.raises(InvalidStatus) as refused:
                await connect(f"ws://{hub.address}/graphql", subprotocols=[PROTOCOL], additional_headers=named)
            assert refused.value.response.status_code == 403


async def test_silence_instead_of_an_init_closes_the_socket() -> None:
    async with running(Hub(init_seconds=0.05)) as hub, socket(hub, init=None) as connection:
        assert await closed(connection) == (4408, "Connection initialisation timeout")


async def test_the_socket_ends_with_its_token(hub: Hub) -> None:
    init = {"type": "connection_init", "payload": {"authorization": "Bearer short-0.3"}}
    async with socket(hub, init=init) as connection:
        await say(connection, subscribe("subscription { words }"))
        code, reason = await closed(connection)
    assert (code, "expired" in reason) == (4403, True)
    await until(lambda: hub.running == 0)


async def test_a_changed_reach_ends_the_subscription(hub: Hub) -> None:
    async with socket(hub) as connection:
        await say(connection, subscribe("subscription { words }"))
        hub.words.put_nowait("one")
        assert (await hear(connection))["type"] == "next"
        hub.reach_changed = True
        hub.words.put_nowait("two")
        heard = await hear(connection)
    assert heard["type"] == "error"
    assert heard["payload"][0]["extensions"]["code"] == "FORBIDDEN"
    assert len(hub.lines) == 1


async def test_a_reach_that_can_not_be_looked_up_ends_it_too(hub: Hub) -> None:
    hub.reach_unknown = True
    async with socket(hub) as connection:
        await say(connection, subscribe("subscription { counted(to: 2) }"))
        heard = await hear(connection)
    assert heard["payload"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert hub.lines == []


async def test_an_event_that_can_not_be_audited_is_not_sent(hub: Hub) -> None:
    async with socket(hub) as connection:
        hub.audit_broken = True
        await say(connection, subscribe("subscription { counted(to: 2) }"))
        heard = await hear(connection)
    assert heard["type"] == "error"
    assert heard["payload"][0]["extensions"]["code"] == "UNAVAILABLE"


async def test_more_sockets_than_allowed_are_closed() -> None:
    async with running(Hub(allowance=Allowance(sockets=2))) as hub:
        async with socket(hub), socket(hub), socket(hub, init=None) as third:
            await say(third, INIT)
            code, reason = await closed(third)
            assert (code, reason[:9]) == (4429, "2 sockets")
        await until(lambda: hub.lasting.open == 0)
        async with socket(hub):
            assert hub.lasting.open == 1


async def test_more_subscriptions_than_allowed_get_an_error_across_sockets() -> None:
    async with running(Hub(allowance=Allowance(subscriptions=2))) as hub, socket(hub) as one, socket(hub) as other:
        await say(one, subscribe("subscription { words }", "a"))
        await say(other, subscribe("subscription { words }", "b"))
        await until(lambda: hub.running == 2)
        await say(other, subscribe("subscription { words }", "c"))
        heard = await hear(other)
        assert (heard["type"], heard["id"]) == ("error", "c")
        assert heard["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
        await say(one, {"type": "complete", "id": "a"})
        await until(lambda: hub.running == 1)
        await say(other, subscribe("subscription { counted(to: 1) }", "c"))
        assert (await hear(other))["type"] == "next"


async def test_an_abrupt_end_leaves_nothing_behind(hub: Hub) -> None:
    connections = []
    for number in range(10):
        connection = await connect(f"ws://{hub.address}/graphql", subprotocols=[PROTOCOL])
        await say(connection, INIT)
        await say(connection, subscribe("subscription { words }", str(number)))
        connections.append(connection)
    await until(lambda: hub.running == 10)
    for connection in connections:
        connection.transport.abort()
    await until(lambda: hub.running == 0)
    await until(lambda: hub.lasting.open == 0)


async def test_a_reader_that_is_slow_holds_up_its_own_events_only(hub: Hub) -> None:
    taken = 0
    # not compressed, or the kernel's buffers alone would hold hundreds of thousands of such events
    async with socket(hub, max_queue=1, compression=None) as slow, socket(hub) as quick:
        slow.transport.pause_reading()
        await say(slow, subscribe("subscription { counted(to: 1000000) }"))
        await until(lambda: hub.lines and _stands_still(hub))
        assert (hub.running, len(hub.lines) < 900_000) == (1, True), "events were taken that nobody read"
        await say(quick, subscribe("subscription { counted(to: 3) }"))
        while (await hear(quick))["type"] == "next":
            taken += 1
        slow.transport.abort()
    assert taken == 3
    await until(lambda: hub.running == 0)


def _stands_still(hub: Hub) -> bool:
    """True when no line was written since the last look."""
    still = getattr(hub, "seen", -1) == len(hub.lines)
    hub.seen = len(hub.lines)  # type: ignore[attr-defined]
    return still


async def test_a_reader_that_does_not_read_at_all_is_dropped(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "SEND_SECONDS", 0.2)
    connection = await connect(f"ws://{hub.address}/graphql", subprotocols=[PROTOCOL], max_queue=1, compression=None)
    await say(connection, INIT)
    connection.transport.pause_reading()
    await say(connection, subscribe("subscription { counted(to: 1000000) }"))
    await until(lambda: hub.lines)
    await until(lambda: hub.running == 0)
    await until(lambda: hub.lasting.open == 0)
    connection.transport.abort()


async def test_a_flood_of_operations_closes_the_socket() -> None:
    allowance = Allowance(requests_per_second=0, subscriptions=1_000)
    async with running(Hub(allowance=allowance)) as hub, socket(hub) as connection:
        for number in range(sockets.MOST_OPERATIONS + 1):
            await say(connection, subscribe("subscription { words }", str(number)))
        code, reason = await closed(connection)
        assert (code, "at most 150" in reason) == (4429, True)
        await until(lambda: hub.running == 0)


async def test_all_sockets_are_told_when_the_process_ends(hub: Hub) -> None:
    async with socket(hub) as one, socket(hub) as other:
        await say(one, subscribe("subscription { words }"))
        await until(lambda: hub.running == 1)
        await hub.lasting.close()
        assert [(await closed(connection))[0] for connection in (one, other)] == [1001, 1001]
    assert (hub.lasting.open, hub.running) == (0, 0)


async def test_nothing_open_is_closed_at_once() -> None:
    lasting = Lasting()
    await lasting.close(patience=60)
    assert lasting.open == 0

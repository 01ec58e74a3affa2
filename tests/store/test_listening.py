"""The connection that hears of changes: announcements come through, and a lost connection mends itself."""

import asyncio
from collections.abc import Mapping

import asyncpg
import pytest

from hub.errors import DependencyUnavailable
from hub.store import listening
from hub.store.changes import CHANNEL, announcement
from hub.store.listening import Listening
from tests.waiting import until
from tests.wire import wire_to

pytestmark = pytest.mark.postgres


async def announce(url: str, *payloads: str) -> None:
    connection = await asyncpg.connect(url)
    for payload in payloads:
        await connection.execute("select pg_notify($1, $2)", CHANNEL, payload)
    await connection.close()


async def test_announcements_are_told(database_url: str) -> None:
    told: list[Mapping[int, int]] = []
    ears = Listening(database_url, told.append)
    await ears.start()
    assert ears.connected
    await announce(database_url, announcement({7: 3}), announcement({8: 1, 9: 2}), "{}", "nonsense", "[1]", '{"x": 1}')
    await until(lambda: len(told) == 7)
    await ears.close()
    assert told == [{}, {7: 3}, {8: 1, 9: 2}, {}, {}, {}, {}]
    assert not ears.connected


async def test_a_lost_connection_is_made_again_and_everybody_told_to_look(database_url: str) -> None:
    told: list[Mapping[int, int]] = []
    async with wire_to(database_url) as wire:
        ears = Listening(wire.url, told.append)
        await ears.start()
        await wire.cut()
        await until(lambda: not ears.connected)
        await announce(database_url, announcement({7: 1}))
        await wire.mend()
        await until(lambda: ears.connected)
        assert told == [{}, {}], "the second says: look yourselves"
        await announce(database_url, announcement({7: 2}))
        await until(lambda: {7: 2} in told)
        await ears.close()


async def test_a_connection_that_died_in_silence_is_found_out(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "HEARTBEAT", 0.05)
    monkeypatch.setattr(listening, "PATIENCE", 0.3)
    told: list[Mapping[int, int]] = []
    async with wire_to(database_url) as wire:
        ears = Listening(wire.url, told.append)
        await ears.start()
        wire.swallow()
        await until(lambda: not ears.connected)
        await wire.cut()
        await wire.mend()
        await until(lambda: ears.connected)
        await ears.close()
    assert told == [{}, {}]


async def test_without_a_database_at_the_start_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "PATIENCE", 0.2)
    with pytest.raises(DependencyUnavailable, match="does not answer"):
        await Listening("postgresql://hub@127.0.0.1:1/none", lambda _: None).start()


async def test_close_ends_an_attempt_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    ears = Listening("postgresql://hub@127.0.0.1:1/none", lambda _: None)
    starting = asyncio.create_task(ears.start())
    await asyncio.sleep(0)
    await ears.close()
    starting.cancel()
    assert not ears.connected

"""The consumer against a broker: order, commits, restarts, rebalances, and a database that goes away."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from prometheus_client import Gauge

from hub.embedded.kafka import EmbeddedKafka
from hub.errors import DependencyUnavailable
from hub.messaging.batch import Batches
from hub.messaging.broker import Broker, producer
from hub.messaging.consumer import Sync, message_of, run_sync
from hub.messaging.dispatch import Dispatcher
from hub.settings import Settings
from hub.store.database import Database
from hub.telemetry import LAG, LAG_SECONDS
from tests.messaging import notes
from tests.messaging.notes import ORDERED, PLAIN, Note, Notes, count, effects
from tests.servers import AnyBroker
from tests.waiting import until

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

GROUP = "test"


def member(broker: AnyBroker, database: Database, acting: Notes, topics: tuple[str, ...] = (PLAIN,)) -> Sync:
    """A member of the group. The broker of tests waits a session, less a second, before anybody may join again."""
    batches = Batches(database, Dispatcher(database, notes.CONNECTORS, acting.actions))
    address = Broker(broker.bootstrap)
    return Sync(address, batches, topics, GROUP, session_timeout_ms=3_000, heartbeat_interval_ms=500)


@asynccontextmanager
async def syncing(
    broker: AnyBroker, database: Database, acting: Notes, *, topics: tuple[str, ...] = (PLAIN,)
) -> AsyncIterator[Sync]:
    """A running member of the group; stopped in good order at the end."""
    stop = asyncio.Event()
    sync = member(broker, database, acting, topics)
    running = asyncio.create_task(sync.run(stop))
    try:
        yield sync
    finally:
        stop.set()
        await running


async def send(broker: AnyBroker, numbers: range, *, topic: str = PLAIN, keys: int = 3, then: str = "") -> None:
    client = producer(Broker(broker.bootstrap))
    await client.start()
    try:
        for number in numbers:
            value = json.dumps({"number": number, "then": then}).encode()
            await client.send(topic, value, key=f"K{number % keys}".encode())
    finally:
        await client.stop()


async def committed(broker: AnyBroker, topic: str = PLAIN) -> dict[int, int]:
    """Partition -> the group's committed offset, where there is one; and nothing was dropped by the broker."""
    client = AIOKafkaConsumer(bootstrap_servers=broker.bootstrap, group_id=GROUP, enable_auto_commit=False)
    await client.start()
    try:
        partitions = [TopicPartition(topic, number) for number in range(6)]
        client.assign(partitions)
        assert set((await client.beginning_offsets(partitions)).values()) == {0}
        found = {partition.partition: await client.committed(partition) for partition in partitions}
        return {number: offset for number, offset in found.items() if offset is not None}
    finally:
        await client.stop()


def by_key(rows: list[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for key, number in rows:
        found.setdefault(key, []).append(number)
    return found


def in_order(number: int, keys: int = 3) -> dict[str, list[int]]:
    return {f"K{key}": list(range(key, number, keys)) for key in range(keys)}


async def test_messages_are_taken_in_the_order_of_their_key_and_committed(
    broker: AnyBroker, database: Database
) -> None:
    await send(broker, range(60))
    async with syncing(broker, database, Notes()):
        await until(lambda: _taken(database, 60))
    assert by_key(await effects(database)) == in_order(60)
    assert sum((await committed(broker)).values()) == 60


async def test_a_restart_goes_on_where_the_last_one_ended(broker: AnyBroker, database: Database) -> None:
    for end in (10, 20, 30):
        await send(broker, range(end - 10, end))
        async with syncing(broker, database, Notes()):
            await until(partial(_taken, database, end))
    assert by_key(await effects(database)) == {
        key: sorted(numbers) for key, numbers in by_key(await effects(database)).items()
    }
    assert await count(database, "inbox") == 30


async def test_a_crash_between_the_two_commits_has_no_second_effect(
    broker: AnyBroker, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_commit(self: AIOKafkaConsumer, offsets: Any = None) -> None:
        raise asyncio.CancelledError  # the process is gone before the offset is

    await send(broker, range(20))
    with monkeypatch.context() as patched:
        patched.setattr(AIOKafkaConsumer, "commit", no_commit)
        stop = asyncio.Event()
        sync = member(broker, database, Notes())
        with pytest.raises(asyncio.CancelledError):
            await sync.run(stop)
        assert await effects(database) != []
        await sync._consumer.stop()
    assert await committed(broker) == {}
    async with syncing(broker, database, Notes()):
        await until(lambda: _committed_all(broker, 20))
    assert by_key(await effects(database)) == in_order(20)


async def test_poison_does_not_stop_the_partition(broker: AnyBroker, database: Database) -> None:
    client = producer(Broker(broker.bootstrap))
    await client.start()
    poison = (b"\x00\xff\x80", b"{", b"[" * 50_000, b"")
    for number, value in enumerate(poison):
        await client.send_and_wait(PLAIN, value, key=b"K0", headers=[("any", b"\xff")])
        await client.send_and_wait(PLAIN, json.dumps({"number": number}).encode(), key=b"K0")
    await client.stop()
    async with syncing(broker, database, Notes()):
        await until(lambda: _taken(database, 4))
        await until(lambda: _rows(database, "dead_letter", 4))
    assert by_key(await effects(database)) == {"K0": [0, 1, 2, 3]}
    assert sum((await committed(broker)).values()) == 8


async def test_tombstones_and_values_of_four_megabytes(broker: AnyBroker, database: Database) -> None:
    client = producer(Broker(broker.bootstrap))
    await client.start()
    await client.send_and_wait(PLAIN, b'{"number": 7, "text": "' + b"x" * 4_000_000 + b'"}', key=b"K0")
    await client.send_and_wait(PLAIN, None, key=b"K0")
    await client.stop()
    async with syncing(broker, database, Notes()):
        await until(lambda: _taken(database, 2))
    assert await effects(database) == [("K0", 7), ("K0", -1)]
    assert sum((await committed(broker)).values()) == 2


async def test_a_database_that_goes_away_holds_the_messages_and_loses_none(
    broker: AnyBroker, database: Database
) -> None:
    away = {"tries": 0}

    def trouble(note: Note) -> None:
        if note.number == 5 and away["tries"] < 4:
            away["tries"] += 1
            raise ConnectionRefusedError

    await send(broker, range(12), keys=1)
    async with syncing(broker, database, Notes(trouble)):
        await until(lambda: _taken(database, 12))
    assert (away["tries"], by_key(await effects(database))) == (4, in_order(12, keys=1))
    assert await count(database, "dead_letter") == 0


async def test_a_partition_that_is_held_lets_the_others_go_on(broker: AnyBroker, database: Database) -> None:
    free = asyncio.Event()

    def trouble(note: Note) -> None:
        if note.key == "K0" and not free.is_set():
            raise ConnectionRefusedError

    async with syncing(broker, database, Notes(trouble)):
        for end in (30, 60):
            await send(broker, range(end - 30, end))
            await until(partial(_taken, database, end * 2 // 3), within=40)
            assert "K0" not in by_key(await effects(database))
        await until(lambda: _behind(LAG) == 20, what="the gauge shows the held records")
        assert _behind(LAG_SECONDS) > 0
        free.set()
        await until(lambda: _taken(database, 60), within=60)
        await until(lambda: _behind(LAG) == _behind(LAG_SECONDS) == 0, what="the gauges show that nothing waits")
    assert by_key(await effects(database)) == in_order(60)


async def test_no_partition_waits_for_another_that_takes_long(broker: AnyBroker, database: Database) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def trouble(note: Note) -> None:
        if note.key == "K0":
            begun.set()
            await go_on.wait()

    await send(broker, range(1))
    async with syncing(broker, database, Notes(trouble)):
        await begun.wait()
        for end in (31, 61):  # fetched and taken, twice, while the first message of K0 is in hand
            await send(broker, range(end - 30, end))
            await until(partial(_taken, database, (end - 1) * 2 // 3))
        assert "K0" not in by_key(await effects(database))
        await until(lambda: _committed_all(broker, 40), what="the others to be committed meanwhile")
        go_on.set()
        await until(lambda: _taken(database, 61))
        await until(lambda: _committed_all(broker, 61))
    assert by_key(await effects(database)) == in_order(61)


async def test_a_stop_finishes_the_message_in_hand_and_no_other(broker: AnyBroker, database: Database) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def trouble(note: Note) -> None:
        begun.set()
        await go_on.wait()

    await send(broker, range(5), keys=1)
    stop = asyncio.Event()
    sync = member(broker, database, Notes(trouble))
    running = asyncio.create_task(sync.run(stop))
    await begun.wait()
    stop.set()
    await until(lambda: sync._halt.is_set())
    go_on.set()
    await running
    assert await effects(database) == [("K0", 0)]
    assert list((await committed(broker)).values()) == [1]


async def test_partitions_taken_away_in_the_middle_of_a_message_wait_for_it(
    broker: AnyBroker, database: Database
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def trouble(note: Note) -> None:
        begun.set()
        await go_on.wait()

    await send(broker, range(8), keys=1)
    async with syncing(broker, database, Notes(trouble)) as sync:
        await begun.wait()
        sync._consumer._coordinator.request_rejoin()  # what the broker asks for when another member comes
        await until(lambda: sync._halt.is_set(), what="the rebalance to ask for the end of the work")
        assert await effects(database) == []
        go_on.set()
        await until(lambda: _taken(database, 8))
        await until(lambda: _committed_all(broker, 8))
    assert by_key(await effects(database)) == in_order(8, keys=1)
    assert await count(database, "inbox") == 8


async def test_a_broker_that_goes_away_is_waited_for(
    broker: AnyBroker, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await send(broker, range(10))
    async with syncing(broker, database, Notes()):
        await until(lambda: _taken(database, 10))
        broker.broker_down()
        await until(lambda: sum(record.name.startswith("aiokafka") for record in caplog.records) > 3)
        broker.broker_up()
        await send(broker, range(10, 20))
        await until(lambda: _taken(database, 20), within=60)
    assert {key: sorted(numbers) for key, numbers in by_key(await effects(database)).items()} == {
        f"K{key}": [n for n in range(20) if n % 3 == key] for key in range(3)
    }


async def test_ordered_topics_park_behind_a_rejected_message(
    broker: AnyBroker, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await send(broker, range(1), topic=ORDERED, keys=1, then="reject")
    await send(broker, range(1, 4), topic=ORDERED, keys=1)
    async with syncing(broker, database, Notes(), topics=(PLAIN, ORDERED)):
        await until(lambda: _rows(database, "dead_letter", 4))
    assert await effects(database) == []
    assert sum((await committed(broker, ORDERED)).values()) == 4
    assert any("parked, waits behind dead letter 1: see" in line for line in caplog.messages)


async def test_without_a_broker_a_sentence_says_what_to_do(database_url: str) -> None:
    settings = Settings(database_url=database_url, kafka_bootstrap="127.0.0.1:1")
    with pytest.raises(DependencyUnavailable, match="HUB_KAFKA_BOOTSTRAP"):
        await run_sync(settings, asyncio.Event())


NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("milliseconds", "broker_time"),
    [
        pytest.param(1_772_449_200_000, NOW - timedelta(hours=1), id="an hour ago"),
        pytest.param(-1, NOW, id="none"),
        pytest.param(1_772_449_200_000_000, NOW, id="microseconds, by mistake"),
        pytest.param(2**62, NOW, id="no time at all"),
        pytest.param(1_772_449_200_000 + 30 * 86_400_000, NOW, id="a month ahead"),
    ],
)
def test_broker_times_that_can_not_be_true(milliseconds: int, broker_time: datetime) -> None:
    record = ConsumerRecord(PLAIN, 2, 9, milliseconds, 0, b"k", b"v", None, 1, 1, (("h", b"x"),))
    read = message_of(record, NOW)
    assert read.broker_time == broker_time
    assert (read.partition, read.offset, read.key, read.value, read.headers) == (2, 9, b"k", b"v", (("h", b"x"),))


def _behind(gauge: Gauge) -> float:
    """What a gauge shows of the test's group, over all partitions."""
    return sum(sample.value for sample in next(iter(gauge.collect())).samples if sample.labels["group"] == GROUP)


async def _taken(database: Database, number: int) -> bool:
    return await _rows(database, "note", number)


async def _rows(database: Database, table: str, number: int) -> bool:
    return await count(database, table) >= number


async def _committed_all(broker: AnyBroker, number: int) -> bool:
    return sum((await committed(broker)).values()) == number


@pytest.mark.embedded_kafka
async def test_a_stop_while_kafka_is_gone_ends_without_a_word_of_the_library(
    embedded_broker: EmbeddedKafka, database: Database
) -> None:
    await send(embedded_broker, range(6))
    async with syncing(embedded_broker, database, Notes()):
        await until(lambda: _taken(database, 6))
        os.kill(embedded_broker.process_id, signal.SIGKILL)

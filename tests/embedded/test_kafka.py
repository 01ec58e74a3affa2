"""The embedded Kafka over the wire, with the client that the hub uses."""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError, NotLeaderForPartitionError, TopicAuthorizationFailedError

from hub.embedded.kafka import EmbeddedKafka
from hub.errors import DependencyUnavailable, HubError
from tests.waiting import until_sync

pytestmark = [pytest.mark.kafka, pytest.mark.embedded_kafka]

PATIENCE = 30


@pytest.fixture(scope="module")
def kafka() -> Iterator[EmbeddedKafka]:
    with EmbeddedKafka() as broker:
        yield broker


@asynccontextmanager
async def producer(bootstrap: str) -> AsyncIterator[AIOKafkaProducer]:
    client = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
    await client.start()
    try:
        yield client
    finally:
        await client.stop()


async def read(bootstrap: str, topic: str, count: int, group: str | None = None) -> list[ConsumerRecord]:
    """The first `count` records of a topic that the group has not committed yet; commits them."""
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=bootstrap,
        group_id=group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        session_timeout_ms=2000,  # the broker lets a group that is joined again wait for about this long
        heartbeat_interval_ms=300,
    )
    await consumer.start()
    try:
        records: list[ConsumerRecord] = []
        async with asyncio.timeout(PATIENCE):
            while len(records) < count:
                records.append(await consumer.getone())
        if group:
            await consumer.commit()
        return records
    finally:
        await consumer.stop()


async def test_key_value_headers_and_time_come_out_as_they_went_in(kafka: EmbeddedKafka) -> None:
    headers = [("ce_type", b"A"), ("twice", b"1"), ("twice", b"2")]
    async with producer(kafka.bootstrap) as client:
        await client.send_and_wait("whole", b"{}", key=b"A0000AA", headers=headers, timestamp_ms=1_900_000_000_000)
        await client.send_and_wait("whole", None, key=b"A0000AA")
    first, tombstone = await read(kafka.bootstrap, "whole", 2)
    assert (first.key, first.value, list(first.headers)) == (b"A0000AA", b"{}", headers)
    assert first.timestamp == 1_900_000_000_000
    assert (tombstone.key, tombstone.value) == (b"A0000AA", None)


async def test_a_topic_gets_the_partitions_asked_for(kafka: EmbeddedKafka) -> None:
    kafka.create_topic("twelve", 12)
    kafka.create_topic("twelve", 12)
    with pytest.raises(HubError, match="Topic twelve already has 12 partitions, not 3"):
        kafka.create_topic("twelve", 3)
    async with producer(kafka.bootstrap) as client:
        assert await client.partitions_for("twelve") == set(range(12))
        for number in range(60):
            await client.send_and_wait("twelve", b"%d" % number, key=b"key %d" % (number % 20))
    records = await read(kafka.bootstrap, "twelve", 60)
    places: dict[bytes, set[int]] = {}
    for record in records:
        places.setdefault(record.key, set()).add(record.partition)
    assert all(len(partitions) == 1 for partitions in places.values())
    assert len({record.partition for record in records}) > 4


async def test_a_group_goes_on_where_it_committed(kafka: EmbeddedKafka) -> None:
    kafka.create_topic("groups", 1)
    async with producer(kafka.bootstrap) as client:
        for number in range(6):
            await client.send_and_wait("groups", b"%d" % number)
    assert [record.value for record in await read(kafka.bootstrap, "groups", 2, "a")] == [b"0", b"1"]
    assert (await read(kafka.bootstrap, "groups", 1, "a"))[0].value == b"2"
    assert (await read(kafka.bootstrap, "groups", 1, "b"))[0].value == b"0"


async def test_four_megabytes_are_kept(kafka: EmbeddedKafka) -> None:
    client = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap, max_request_size=8 * 2**20)
    await client.start()
    await client.send_and_wait("large", b"x" * 4_000_000)
    await client.stop()
    (record,) = await read(kafka.bootstrap, "large", 1)
    assert len(record.value) == 4_000_000


@pytest.mark.parametrize("chosen", [False, True], ids=["any port", "chosen port"])
async def test_what_was_sent_outlives_a_broker_that_goes_away(chosen: bool) -> None:
    with EmbeddedKafka(free_port() if chosen else None) as broker:
        broker.create_topic("t", 1)
        async with producer(broker.bootstrap) as client:
            await client.send_and_wait("t", b"before")
            broker.broker_down()
            sending = asyncio.create_task(client.send_and_wait("t", b"meanwhile"))
            with pytest.raises(KafkaError):
                await read(broker.bootstrap, "t", 1)
            assert not sending.done()
            broker.broker_up()
            async with asyncio.timeout(PATIENCE):
                await sending
        assert [record.value for record in await read(broker.bootstrap, "t", 2)] == [b"before", b"meanwhile"]


async def test_faults_can_be_ordered(kafka: EmbeddedKafka) -> None:
    kafka.create_topic("faults", 1)
    async with producer(kafka.bootstrap) as client:
        kafka.fail_next(request=0, errors=[TopicAuthorizationFailedError.errno])
        with pytest.raises(TopicAuthorizationFailedError):
            await client.send_and_wait("faults", b"refused")
    async with producer(kafka.bootstrap) as client:
        kafka.fail_next(request=0, errors=[NotLeaderForPartitionError.errno] * 2)
        await client.send_and_wait("faults", b"sent again")
        kafka.delay_answers(600_000)
        sending = asyncio.create_task(client.send_and_wait("faults", b"slow"))
        done, _ = await asyncio.wait({sending}, timeout=0.2)
        assert not done
        kafka.delay_answers(0)
        async with asyncio.timeout(PATIENCE):
            await sending
    assert [record.value for record in await read(kafka.bootstrap, "faults", 2)] == [b"sent again", b"slow"]


async def test_a_chosen_port_is_used_again_after_a_restart_and_the_topics_are_gone() -> None:
    port = free_port()
    for _ in range(2):
        with EmbeddedKafka(port) as broker:
            assert broker.bootstrap == f"127.0.0.1:{port}"
            async with producer(broker.bootstrap) as client:
                sent = await client.send_and_wait("t", b"x", partition=0)
            assert sent.offset == 0


def test_a_taken_port_is_named() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other_program:
        port = other_program.getsockname()[1]
        broker = EmbeddedKafka(port)
        with pytest.raises(DependencyUnavailable, match=rf"^Port {port} is taken .* set HUB_KAFKA_PORT"):
            broker.start()
    assert not broker.is_running()


def test_the_process_ends_with_the_one_that_started_it() -> None:
    starter = (
        "import sys; from hub.embedded.kafka import EmbeddedKafka\n"
        "broker = EmbeddedKafka(); broker.start(); print(broker.process_id, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starter], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        assert child.is_running()
        parent.kill()
    gone = lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE  # noqa: E731
    until_sync(gone, within=PATIENCE, what="the broker's process outlives its parent")


def test_stop_ends_the_process_and_can_be_repeated() -> None:
    broker = EmbeddedKafka()
    broker.start()
    process = psutil.Process(broker.process_id)
    assert broker.start() == broker.bootstrap
    broker.stop()
    broker.stop()
    assert not process.is_running()
    with pytest.raises(DependencyUnavailable, match="not running"):
        _ = broker.bootstrap


def test_a_broker_whose_process_was_killed_says_so(tmp_path: Path) -> None:
    broker = EmbeddedKafka(log=tmp_path / "kafka.log")
    broker.start()
    psutil.Process(broker.process_id).kill()
    with pytest.raises(DependencyUnavailable, match=r"process ended|not running"):
        broker.create_topic("t", 1)
    broker.stop()


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
        return port


def test_the_offsets_of_a_partition_are_kept_to_the_first(kafka: EmbeddedKafka) -> None:
    """Tests that send much assert this: beyond 5 MiB a partition, the broker drops the oldest without a word."""

    async def beginning() -> int:
        async with producer(kafka.bootstrap) as client:
            await client.send_and_wait("offsets", json.dumps({"a": 1}).encode(), partition=0)
        consumer = AIOKafkaConsumer(bootstrap_servers=kafka.bootstrap)
        await consumer.start()
        try:
            place = TopicPartition("offsets", 0)
            offsets: dict[TopicPartition, int] = await consumer.beginning_offsets([place])
            return offsets[place]
        finally:
            await consumer.stop()

    assert asyncio.run(beginning()) == 0

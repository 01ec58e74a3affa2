"""Values of 8 MiB are taken, their dead letters of up to 10 MiB are copied whole, and what is larger is refused."""

import random
from functools import partial

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import MessageSizeTooLargeError

from hub.messaging.broker import Broker, consumer, producer
from hub.messaging.topics import LARGEST_VALUE
from hub.store.database import Database
from tests.apache_kafka.server import ApacheKafka
from tests.messaging.notes import PLAIN, Notes, count, effects
from tests.messaging.test_consumer import committed, syncing
from tests.messaging.test_relay import relaying
from tests.waiting import until

pytestmark = [pytest.mark.postgres, pytest.mark.apache_kafka]

FRAME = 300  # bytes that Kafka adds to a record, at most
NOISE = random.Random(2026).randbytes(LARGEST_VALUE // 2).hex().encode()  # compresses by half, no more


async def put(kafka: ApacheKafka, value: bytes, headers: list[tuple[str, bytes]] | None = None) -> None:
    client = producer(Broker(kafka.bootstrap), compression_type=None)
    await client.start()
    try:
        await client.send_and_wait(PLAIN, value, b"K0", headers=headers or [])
    finally:
        await client.stop()


async def test_the_largest_value_is_taken(kafka: ApacheKafka, database: Database) -> None:
    text = NOISE[: LARGEST_VALUE - FRAME - 30]
    await put(kafka, b'{"number": 7, "text": "' + text + b'"}')
    async with syncing(kafka, database, Notes()):
        await until(partial(_rows, database, "note"), within=60)
    assert await effects(database) == [("K0", 7)]
    assert sum((await committed(kafka)).values()) == 1


async def test_a_larger_one_is_refused_by_the_broker(kafka: ApacheKafka) -> None:
    with pytest.raises(MessageSizeTooLargeError):
        await put(kafka, NOISE + b"x" * 1024)


async def test_a_dead_letter_of_the_largest_value_is_copied_whole(kafka: ApacheKafka, database: Database) -> None:
    value, headers = NOISE[: LARGEST_VALUE - 120_000], [("one", b"\xff" * 50_000), ("two", b"y" * 60_000)]
    await put(kafka, value, headers)
    async with syncing(kafka, database, Notes()):
        await until(partial(_rows, database, "dead_letter"), within=60)
    async with relaying(kafka, database):
        await until(partial(_copied, kafka), within=60)
    copy = await _copied(kafka)
    assert copy is not None
    assert copy[0] == value
    assert copy[1][:2] == headers


async def _rows(database: Database, table: str) -> bool:
    return await count(database, table) >= 1


async def _copied(kafka: ApacheKafka) -> tuple[bytes, list[tuple[str, bytes]]] | None:
    """The dead letter's value and headers, once it is there."""
    reading = consumer(Broker(kafka.bootstrap), None)
    await reading.start()
    try:
        reading.assign([TopicPartition(PLAIN + ".dlq", 0)])
        for records in (await reading.getmany(timeout_ms=3_000)).values():
            return records[0].value, list(records[0].headers)
        return None
    finally:
        await reading.stop()

"""What the broker keeps: the last of each key on a snapshot topic, a week of events, dead letters from their making."""

import json
from functools import partial

import pytest
from aiokafka import TopicPartition

from hub.messaging import lag
from hub.messaging.broker import Broker, consumer, producer
from hub.store.database import Database
from tests.apache_kafka.server import ApacheKafka
from tests.apache_kafka.topics import change
from tests.messaging.notes import PLAIN, Notes, effects
from tests.messaging.test_consumer import GROUP, syncing
from tests.messaging.test_lag import commit, send
from tests.waiting import until

pytestmark = [pytest.mark.postgres, pytest.mark.apache_kafka]

EVENTS = "custody.domain-event.v1"
AT_ONCE = {"segment.ms": "100", "min.cleanable.dirty.ratio": "0.01", "max.compaction.lag.ms": "100"}


async def test_compaction_leaves_the_last_of_each_key_and_the_tombstone(kafka: ApacheKafka, database: Database) -> None:
    change(kafka.bootstrap, PLAIN, AT_ONCE)
    for number in range(20):
        await put(kafka, {"A": number, "B": number})
    await put(kafka, {"B": None})
    await until(partial(compacted, kafka), within=60, what="the broker has compacted the partition")
    async with syncing(kafka, database, Notes()):
        await until(partial(done, database, 2))
        await until(partial(nothing_waits, kafka), what="what compaction took away is not waited for")
    found = [(key, number) for key, number in await effects(database) if key in "AB"]
    assert found == [("A", 19), ("B", -1)], "a hub that starts late sees the last state of each, and the removal"


async def test_what_is_past_its_retention_is_gone_and_told_of(kafka: ApacheKafka) -> None:
    await send(kafka, EVENTS, range(5), partition=0)  # a week is over for them
    await commit(kafka, {(EVENTS, 0): 2})
    await until(partial(begins_at, kafka, 5), within=60, what="the broker has dropped them")
    told = await lag.measure(Broker(kafka.bootstrap), "behind", [EVENTS])
    assert told.partitions[0].lost == 3
    assert told.notes[0].startswith(f"{EVENTS}/0: 3 records were gone from the broker before the group took them")


async def test_a_group_that_stood_before_the_oldest_record_goes_on_with_it(
    kafka: ApacheKafka, database: Database
) -> None:
    change(kafka.bootstrap, PLAIN, {"cleanup.policy": "delete", "retention.ms": "86400000"})
    await send(kafka, PLAIN, range(5), partition=0)
    async with syncing(kafka, database, Notes()):
        await until(partial(begins_at, kafka, 5, PLAIN), within=60)
        await put(kafka, {"A": 7}, partition=0)
        await until(partial(done, database, 1))
    assert (await effects(database))[-1] == ("A", 7)
    assert (await committed_after_loss(kafka))[0] == 6


async def put(kafka: ApacheKafka, values: dict[str, int | None], *, partition: int = 0) -> None:
    """One record a key; a closing one rolls the segment, for the broker never compacts the one it writes to."""
    client = producer(Broker(kafka.bootstrap))
    await client.start()
    for key, number in values.items():
        value = None if number is None else json.dumps({"number": number}).encode()
        await client.send_and_wait(PLAIN, value, key.encode(), partition=partition)
    await client.stop()


async def keys(kafka: ApacheKafka) -> list[tuple[bytes, bytes | None]]:
    client = consumer(Broker(kafka.bootstrap), None)
    await client.start()
    try:
        at = TopicPartition(PLAIN, 0)
        client.assign([at])
        end = (await client.end_offsets([at]))[at]
        found = []
        while await client.position(at) < end:
            for records in (await client.getmany(timeout_ms=200)).values():
                found += [(record.key, record.value) for record in records]
        return found
    finally:
        await client.stop()


async def compacted(kafka: ApacheKafka) -> bool:
    """Nothing but the last value of A and the tombstone of B is left, beside what rolls the segments on."""
    await put(kafka, {"roll": 0})
    found = await keys(kafka)
    return [value for key, value in found if key == b"A"] == [b'{"number": 19}'] and [
        value for key, value in found if key == b"B"
    ] == [None]


async def nothing_waits(kafka: ApacheKafka) -> bool:
    told = await lag.measure(Broker(kafka.bootstrap), GROUP, [PLAIN])
    return sum(row.records for row in told.partitions) == 0


async def begins_at(kafka: ApacheKafka, offset: int, topic: str = EVENTS) -> bool:
    client = consumer(Broker(kafka.bootstrap), None)
    await client.start()
    try:
        at = TopicPartition(topic, 0)
        return bool((await client.beginning_offsets([at]))[at] == offset)
    finally:
        await client.stop()


async def done(database: Database, number: int) -> bool:
    return len({key for key, _ in await effects(database)}) >= number


async def committed_after_loss(kafka: ApacheKafka) -> dict[int, int]:
    client = consumer(Broker(kafka.bootstrap), GROUP)
    await client.start()
    try:
        at = TopicPartition(PLAIN, 0)
        client.assign([at])
        return {0: await client.committed(at)}
    finally:
        await client.stop()

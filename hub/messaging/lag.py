"""How far the hub is behind: for each partition what is there, what is taken, and how long the oldest record waits.

Asked from outside the group (`hub lag`), so it tells of a hub that stands still, too. While it runs, the consumer sets
gauges of the same (hub/messaging/consumer.py).
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from hub.messaging.broker import Broker, administration, connect, consumer

PATIENCE = 5.0  # seconds for the oldest record of every partition


@dataclass(frozen=True)
class Lag:
    """One partition as the group sees it: `end` is the next offset to be written, `committed` the next to be taken.

    `records` wait; `seconds` is the age of the oldest of them, None where it could not be read. `lost` went by the
    broker's retention before anybody took them.
    """

    topic: str
    partition: int
    end: int
    committed: int | None
    records: int
    seconds: float | None
    lost: int


@dataclass(frozen=True)
class GroupLag:
    """The lag of a group, and in `notes` what else the broker tells or can't tell, as sentences."""

    partitions: list[Lag]
    notes: list[str]


async def measure(broker: Broker, group: str, names: Sequence[str]) -> GroupLag:
    """The group's lag in these topics. Raises DependencyUnavailable where no broker answers."""
    admin, reading = administration(broker), consumer(broker, group, max_poll_records=1)
    try:
        await connect(admin, broker)
        await connect(reading, broker)
        partitions = await partitions_of(admin, names)
        there = {partition.topic for partition in partitions}
        missing = [f"Topic {name} is missing: run `hub topics --create`." for name in names if name not in there]
        lags = await _lags(reading, partitions) if partitions else []
        return GroupLag(lags, [*missing, *map(_lost, (lag for lag in lags if lag.lost)), await _members(admin, group)])
    finally:
        await reading.stop()
        await admin.close()


async def partitions_of(admin: AIOKafkaAdminClient, names: Sequence[str]) -> list[TopicPartition]:
    """Every partition of those topics that the broker has."""
    there = set(await admin.list_topics())
    known = [name for name in names if name in there]
    rows = await admin.describe_topics(known) if known else []
    return sorted(TopicPartition(row["topic"], part["partition"]) for row in rows for part in row["partitions"])


async def committed(client: AIOKafkaConsumer, partitions: Sequence[TopicPartition]) -> dict[TopicPartition, int | None]:
    """What the client's group has committed; None where it never has."""
    return dict(zip(partitions, await asyncio.gather(*map(client.committed, partitions)), strict=True))


async def _lags(client: AIOKafkaConsumer, partitions: Sequence[TopicPartition]) -> list[Lag]:
    client.assign(partitions)
    first, ends = await client.beginning_offsets(partitions), await client.end_offsets(partitions)
    held = await committed(client, partitions)
    starts = {at: max(first[at], held[at] or 0) for at in partitions}
    behind = {at: start for at, start in starts.items() if start < ends[at]}
    oldest = await _oldest(client, behind) if behind else {}
    now = time.time()
    return [
        Lag(
            topic=at.topic,
            partition=at.partition,
            end=ends[at],
            committed=held[at],
            records=max(0, ends[at] - starts[at]),
            seconds=(max(0.0, now - oldest[at]) if at in oldest else None) if at in behind else 0.0,
            lost=max(0, first[at] - (held[at] or first[at])),
        )
        for at in partitions
    ]


async def _oldest(client: AIOKafkaConsumer, starts: Mapping[TopicPartition, int]) -> dict[TopicPartition, float]:
    """The time, in seconds of the epoch, of the first record at or after each offset."""
    client.assign(list(starts))
    for at, offset in starts.items():
        client.seek(at, offset)
    found: dict[TopicPartition, float] = {}
    deadline = time.monotonic() + PATIENCE
    while len(found) < len(starts) and time.monotonic() < deadline:
        wanted = [at for at in starts if at not in found]
        for at, records in (await client.getmany(*wanted, timeout_ms=500)).items():
            found[at] = records[0].timestamp / 1000
    return found


def _lost(lag: Lag) -> str:
    return (
        f"{lag.topic}/{lag.partition}: {lag.lost:,} records were gone from the broker before the group took them "
        "(retention): ask the source to send them again."
    )


async def _members(admin: AIOKafkaAdminClient, group: str) -> str:
    try:
        (answer,) = await admin.describe_consumer_groups([group])
        (row,) = answer.to_object()["groups"]
    except (KafkaError, AttributeError, KeyError, TimeoutError, ValueError) as fault:
        return f"This broker does not tell who is in the group {group} ({type(fault).__name__})."
    return f"The group {group} is {row['state']}, with {len(row['members'])} members."

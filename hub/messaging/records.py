"""Sending many records so that the order of each partition is kept whatever happens.

Each partition has one batch under way at a time, and a batch is acknowledged as a whole or not at all: no record can
overtake an earlier one of its key, and after a refusal nothing later of that partition is sent.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.partitioner import DefaultPartitioner

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OutgoingRecord:
    """One Kafka record. `mark` is what the sender knows it by; `timestamp` in milliseconds, None: when it is sent."""

    mark: int
    topic: str
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]
    timestamp: int | None


@dataclass
class Sent:
    """Marks of records that the broker acknowledged, and of those that it refused; the others were not sent.

    `failed`: something was refused, by itself (`refused`) or in a batch of several. The producer can't be used again:
    the broker would find a gap in its sequence.
    """

    acknowledged: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    failed: bool = False


async def send(producer: AIOKafkaProducer, records: Sequence[OutgoingRecord], *, one_by_one: bool = False) -> Sent:
    """Send the records; ends when each partition's are acknowledged or one was refused.

    A broker that is away is waited for: the producer repeats what was not acknowledged, without doubling it.
    `one_by_one` finds out which record of a refused batch is at fault.
    """
    most = 1 if one_by_one else len(records)
    sent = Sent()
    by_topic: dict[str, list[OutgoingRecord]] = {}
    for record in records:
        by_topic.setdefault(record.topic, []).append(record)
    async with asyncio.TaskGroup() as group:
        for topic, of_topic in by_topic.items():
            group.create_task(_send_topic(producer, topic, of_topic, most, sent))
    return sent


async def _send_topic(
    producer: AIOKafkaProducer, topic: str, records: Sequence[OutgoingRecord], most: int, sent: Sent
) -> None:
    try:
        partitions = sorted(await producer.partitions_for(topic))
    except KafkaError as fault:
        log.error("Topic %s takes nothing: %s.", topic, type(fault).__name__)
        sent.failed = True
        sent.refused.extend(record.mark for record in records)
        return
    by_partition: dict[int, list[OutgoingRecord]] = {}
    for record in records:
        partition = DefaultPartitioner()(record.key, partitions, partitions)
        by_partition.setdefault(partition, []).append(record)
    async with asyncio.TaskGroup() as group:
        for partition, of_partition in by_partition.items():
            group.create_task(_send_partition(producer, topic, partition, of_partition, most, sent))


async def _send_partition(
    producer: AIOKafkaProducer, topic: str, partition: int, records: Sequence[OutgoingRecord], most: int, sent: Sent
) -> None:
    start = 0
    while start < len(records):
        batch, end = producer.create_batch(), start
        while end < min(len(records), start + most) and _appended(batch, records[end]):
            end += 1
        batch.close()
        try:
            await (await producer.send_batch(batch, topic, partition=partition))
        except KafkaError as fault:
            log.error("%s/%d refused %d records: %s.", topic, partition, end - start, type(fault).__name__)
            sent.failed = True
            sent.refused.extend(record.mark for record in records[start:end] if end - start == 1)
            return
        sent.acknowledged.extend(record.mark for record in records[start:end])
        start = end


def _appended(batch: object, record: OutgoingRecord) -> bool:
    added = batch.append(  # type: ignore[attr-defined]  # the library has no types
        key=record.key, value=record.value, timestamp=record.timestamp, headers=list(record.headers)
    )
    return added is not None

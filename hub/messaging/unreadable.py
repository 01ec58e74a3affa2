"""Records that the Kafka client library itself can't read: it breaks on a header whose name is no UTF-8.

The library raises in the middle of a fetch and drops what it had read before. So everything is fetched again from what
was taken; what stands before the record is taken one at a time; then its partition is held, the others go on. It can't
be passed over without losing the other records of its batch, so that is left to a person with Kafka's own tools.
"""

import logging
from collections.abc import Awaitable, Callable

from aiokafka import AIOKafkaConsumer, TopicPartition

log = logging.getLogger(__name__)

# Fetch at most so many records of one partition, and take them; False where there were none.
TakeSome = Callable[[TopicPartition, int], Awaitable[bool]]


class UnreadableRecord(Exception):
    """A record of some partition can't be read by the client library."""


async def hold(client: AIOKafkaConsumer, take_some: TakeSome, batch: int) -> None:
    """Find the unreadable record, take what stands before it, and hold its partition until the next rebalance."""
    await _go_back(client)
    for partition in sorted(client.assignment() - client.paused()):
        start, end = await client.position(partition), client.highwater(partition)
        if end is not None and end <= start:
            continue
        try:
            await take_some(partition, batch)
        except UnreadableRecord:
            client.seek(partition, start)
            await _take_one_by_one(take_some, partition)
            client.pause(partition)
            log.error(
                "%s/%d is held at offset %d: the Kafka client can't read the record there (a header's name is no "
                "UTF-8). Set the group's offset behind its batch with Kafka's own tools.",
                partition.topic,
                partition.partition,
                await client.position(partition),
            )
            return


async def _go_back(client: AIOKafkaConsumer) -> None:
    """To what is committed; where nothing is, to the beginning, which the library's own way back leaves out."""
    for partition in client.assignment():
        committed = await client.committed(partition)
        if committed:
            client.seek(partition, committed)
        else:
            await client.seek_to_beginning(partition)


async def _take_one_by_one(take_some: TakeSome, partition: TopicPartition) -> None:
    try:
        while await take_some(partition, 1):
            pass
    except UnreadableRecord:
        pass

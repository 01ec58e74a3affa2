"""Back to a time: which offsets a topic had then, and how the group is set to take messages from there again.

Taking them again is safe: the hub recognises what it has taken, and an older reading overwrites nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from hub.errors import HubError
from hub.messaging.broker import Broker, administration, connect, consumer
from hub.messaging.lag import committed, partitions_of

IDLE = frozenset({"Empty", "Dead"})  # a group in these states has no member who would commit over us
BEGINNING = 0  # milliseconds: every record is younger


@dataclass(frozen=True)
class Place:
    """Where a partition is to be taken up: `offset` is the first record at or after the time, else the end.

    `committed` is where the group stands; `again` counts the records that it will take once more, negative where it
    would leave some out.
    """

    topic: str
    partition: int
    committed: int | None
    offset: int
    end: int

    @property
    def again(self) -> int:
        """Offsets between the two places."""
        return (self.committed or 0) - self.offset


async def places_at(broker: Broker, group: str, names: Sequence[str], moment: datetime) -> list[Place]:
    """The place of each partition at that time. Raises HubError where the broker can't tell offsets by time."""
    admin, client = administration(broker), consumer(broker, group)
    try:
        await connect(admin, broker)
        await connect(client, broker)
        partitions = await partitions_of(admin, names)
        return await _places(client, partitions, moment) if partitions else []
    finally:
        await client.stop()
        await admin.close()


async def rewind(broker: Broker, group: str, places: Sequence[Place]) -> None:
    """Commit the places for the group. Raises HubError while a member of the group runs."""
    await _refuse_members(broker, group)
    client = consumer(broker, group)
    try:
        await connect(client, broker)
        offsets = {TopicPartition(place.topic, place.partition): place.offset for place in places}
        client.assign(list(offsets))
        await client.commit(offsets)
    except KafkaError as fault:
        raise HubError(f"The broker did not take the new places ({type(fault).__name__}): try again.") from None
    finally:
        await client.stop()


async def _places(client: AIOKafkaConsumer, partitions: Sequence[TopicPartition], moment: datetime) -> list[Place]:
    client.assign(partitions)
    held, ends = await committed(client, partitions), await client.end_offsets(partitions)
    found = await _offsets(client, partitions, int(moment.astimezone(UTC).timestamp() * 1000))
    if None in found.values():
        await _refuse_ignorance(client, partitions, ends)
    return [
        Place(at.topic, at.partition, held[at], ends[at] if (offset := found[at]) is None else offset, ends[at])
        for at in partitions
    ]


async def _offsets(
    client: AIOKafkaConsumer, partitions: Sequence[TopicPartition], milliseconds: int
) -> dict[TopicPartition, int | None]:
    answer = await client.offsets_for_times(dict.fromkeys(partitions, milliseconds))
    return {at: answer[at].offset if answer.get(at) else None for at in partitions}


async def _refuse_ignorance(
    client: AIOKafkaConsumer, partitions: Sequence[TopicPartition], ends: Mapping[TopicPartition, int]
) -> None:
    """No offset may mean "nothing since"; of the beginning it means that the broker keeps no times."""
    first = await client.beginning_offsets(partitions)
    filled = [at for at in partitions if first[at] < ends[at]]
    if filled and None in (await _offsets(client, filled, BEGINNING)).values():
        raise HubError("This broker does not tell offsets by time: the embedded one can't, Apache Kafka can.")


async def _refuse_members(broker: Broker, group: str) -> None:
    admin = administration(broker)
    try:
        await connect(admin, broker)
        (answer,) = await admin.describe_consumer_groups([group])
        (row,) = answer.to_object()["groups"]
    except (KafkaError, AttributeError, KeyError, TimeoutError, ValueError) as fault:
        raise HubError(
            f"This broker does not tell whether the group {group} runs ({type(fault).__name__}): nothing was changed."
        ) from None
    finally:
        await admin.close()
    if row["state"] not in IDLE:
        raise HubError(
            f"The group {group} is {row['state']}, with {len(row['members'])} members, who would commit over it: "
            "stop every `hub sync` first, then start them again."
        )

"""Kafka as the two services and everybody else use it: plain aiokafka, no code of the hub's messaging room."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord

from hub.store.database import Database
from hub.store.messages import inbox
from tests.journeys.running import RunningHub
from tests.waiting import until

Json = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """One message for a topic; `name` is unique among those sent together."""

    name: str
    topic: str
    key: str
    body: Json
    headers: Mapping[str, str] = field(default_factory=dict)


async def send(hub: RunningHub, *messages: Sent) -> dict[str, str]:
    """Send them in order and wait for their ends: name -> `Applied`, `Ignored(code)` or `Rejected(code)`."""
    replay_id = f"journey-{uuid.uuid4().hex}"
    producer = AIOKafkaProducer(bootstrap_servers=hub.bootstrap)
    await producer.start()
    try:
        for message in messages:
            marks = {"hub_replay_id": replay_id, "hub_replay_item": message.name}
            headers = [(name, text.encode()) for name, text in {**message.headers, **marks}.items()]
            value = json.dumps(message.body).encode()
            await producer.send_and_wait(message.topic, value, key=message.key.encode(), headers=headers)
    finally:
        await producer.stop()
    return await _ends(hub.database_url, replay_id, len(messages))


async def _ends(database_url: str, replay_id: str, count: int) -> dict[str, str]:
    database = Database(database_url, size=1)

    async def all_ended() -> Sequence[inbox.ReplayedItem]:
        async with database.transaction() as tx:
            ended = await inbox.reported(tx, replay_id)
        return ended if len(ended) == count else []

    try:
        ended = await until(all_ended, within=60, what=f"{count} outcomes")
    finally:
        await database.close()
    return {item.item: f"{item.outcome}({item.code})" if item.code else item.outcome for item in ended}


@dataclass(frozen=True)
class Heard:
    """One record of a topic, its value read as JSON."""

    key: str
    body: Json
    headers: Mapping[str, str]


class Listener:
    """A consumer without a group: every record of a topic from where it began to listen."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer
        self.heard: list[Heard] = []

    async def first(self, wanted: Callable[[Heard], bool], what: str, within: float = 30) -> Heard:
        """The first record that is wanted, heard before or still to come."""

        async def found() -> Heard | None:
            await self._listen()
            return next((record for record in self.heard if wanted(record)), None)

        answer = await until(found, within=within, what=what)
        assert answer is not None
        return answer

    async def _listen(self) -> None:
        for records in (await self._consumer.getmany(timeout_ms=100)).values():
            self.heard.extend(_heard(record) for record in records)


def _heard(record: ConsumerRecord) -> Heard:
    headers = {name: (value or b"").decode() for name, value in record.headers}
    return Heard((record.key or b"").decode(), json.loads(record.value), headers)


async def everything(bootstrap: str, topic: str) -> list[Heard]:
    """Every record of a topic so far; partitions come one after the other, each in its order."""
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        partitions = list(consumer.assignment())
        assert set((await consumer.beginning_offsets(partitions)).values()) == {0}, "the broker has dropped records"
        wanted: int = sum((await consumer.end_offsets(partitions)).values())
        heard: list[Heard] = []

        async def all_heard() -> bool:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                heard.extend(_heard(record) for record in records)
            return len(heard) >= wanted

        await until(all_heard, within=60, what=f"{wanted} records of {topic}")
        return heard
    finally:
        await consumer.stop()


@asynccontextmanager
async def listening(bootstrap: str, topic: str) -> AsyncIterator[Listener]:
    """Listen to a topic from now on."""
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    try:
        partitions = consumer.assignment()
        await consumer.seek_to_end(*partitions)
        await asyncio.gather(*(consumer.position(partition) for partition in partitions))
        yield Listener(consumer)
    finally:
        await consumer.stop()

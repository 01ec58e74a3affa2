"""The hub's answers to the feed's plan commands, heard on the reply topic like any service hears them."""

import asyncio
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer

from hub.errors import HubError
from hub.messaging.broker import Broker, connect, consumer

Json = dict[str, Any]

TOPIC = "hub.plan.reply.v1"
PATIENCE = 60.0  # seconds without any new answer


class Replies:
    """Answers by their correlation id, kept until they are asked for."""

    def __init__(self, listening: AIOKafkaConsumer) -> None:
        self._consumer = listening
        self._heard: dict[str, Json] = {}

    async def answers(self, wanted: Collection[str]) -> dict[str, Json]:
        """The answers with these correlation ids. Raises HubError where none comes for a minute."""
        deadline = time.monotonic() + PATIENCE
        while missing := [identity for identity in wanted if identity not in self._heard]:
            if await self._listen():
                deadline = time.monotonic() + PATIENCE
            elif time.monotonic() > deadline:
                raise HubError(
                    f"{len(missing)} of {len(wanted)} plan commands have no answer on {TOPIC}, and none came for "
                    f"{PATIENCE:.0f} s: is the role relay running? `hub status` says where its log lies."
                )
        return {identity: self._heard.pop(identity) for identity in wanted}

    async def _listen(self) -> int:
        heard = 0
        for records in (await self._consumer.getmany(timeout_ms=200)).values():
            for record in records:
                body = orjson.loads(record.value)
                self._heard[body["correlationId"]] = body
                heard += 1
        return heard


@asynccontextmanager
async def listening(broker: Broker) -> AsyncIterator[Replies]:
    """Listen to the answers from now on. Raises DependencyUnavailable where no broker answers."""
    client = consumer(broker, None)
    client.subscribe([TOPIC])  # without a group: every partition
    try:
        await connect(client, broker)
        partitions = client.assignment()
        await client.seek_to_end(*partitions)
        await asyncio.gather(*(client.position(partition) for partition in partitions))
        yield Replies(client)
    finally:
        await client.stop()

"""A record that breaks the Kafka client itself: its partition is held and told of, nothing before it is lost."""

import asyncio
import os
import sys

import pytest

from hub.messaging.batch import Batches
from hub.messaging.broker import Broker
from hub.messaging.consumer import Sync
from hub.messaging.dispatch import Dispatcher
from hub.store.database import Database
from tests.messaging import notes
from tests.messaging.notes import PLAIN, Notes, count, effects
from tests.servers import AnyBroker
from tests.waiting import until

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

# Only the library's slow half lets a header's name through that is no UTF-8, so this runs in its own process.
SEND = """
import asyncio, sys
from hub.messaging.broker import Broker, producer

class Raw(str):
    def encode(self, *_):
        return b"\\xff\\xfe"

async def main(bootstrap, topic):
    client = producer(Broker(bootstrap), linger_ms=200)
    await client.start()
    sent = []
    for number in range(21):
        headers = [(Raw("x"), b"1")] if number == 10 else []
        value = b'{"number": %d}' % number
        sent.append(await client.send(topic, value, key=b"K%d" % (number % 3), headers=headers))
    await asyncio.gather(*sent)
    await client.stop()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_the_partition_is_held_and_the_others_go_on(
    broker: AnyBroker, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    slow = {**os.environ, "AIOKAFKA_NO_EXTENSIONS": "1"}
    sending = await asyncio.create_subprocess_exec(sys.executable, "-c", SEND, broker.bootstrap, PLAIN, env=slow)
    assert await sending.wait() == 0
    stop = asyncio.Event()
    batches = Batches(database, Dispatcher(database, notes.CONNECTORS, Notes().actions))
    running = asyncio.create_task(Sync(Broker(broker.bootstrap), batches, (PLAIN,), "test").run(stop))
    await until(lambda: any("is held at offset" in record.message for record in caplog.records))
    await until(lambda: _as_many(database))
    stop.set()
    await running
    taken = {number for _, number in await effects(database)}
    assert taken >= set(range(10))  # all that stood before it, in every partition
    assert 10 not in taken
    assert await count(database, "inbox") == len(taken)


async def _as_many(database: Database) -> bool:
    """K1's partition is held at 10; a key of another partition is taken to its end."""
    taken = {number for _, number in await effects(database)}
    return taken >= set(range(10)) and bool(taken & {18, 20})

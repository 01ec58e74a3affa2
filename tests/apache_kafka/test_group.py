"""Two and three members of the group, who come and go under load: every effect once, each key in order.

That a killed one is replaced is shown by tests/journeys/test_kill.py, on this broker too.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import pytest

from hub.messaging import lag
from hub.messaging.broker import Broker
from hub.store.database import Database
from tests.apache_kafka.server import ApacheKafka
from tests.messaging.notes import PLAIN, Note, Notes, count, effects
from tests.messaging.test_consumer import GROUP, by_key, committed, in_order, send, syncing
from tests.waiting import until

pytestmark = [pytest.mark.postgres, pytest.mark.apache_kafka]

MESSAGES, KEYS = 600, 12


async def test_members_that_come_and_go_share_the_work(kafka: ApacheKafka, database: Database) -> None:
    async with loaded(kafka), AsyncExitStack() as members:
        first = await members.enter_async_context(AsyncExitStack())
        await first.enter_async_context(syncing(kafka, database, slow()))
        for of in (2, 3):
            await until(partial(taken, database, of * 50), within=60)
            await members.enter_async_context(syncing(kafka, database, slow()))
            await until(partial(shared_by, kafka, of), within=60, what=f"{of} members share the partitions")
        await first.aclose()
        await until(partial(shared_by, kafka, 2), within=60, what="two members have taken over")
        await until(partial(taken, database, MESSAGES), within=120)
    await everything_once_and_in_order(kafka, database)


async def test_a_broker_killed_under_load_is_waited_for(kafka: ApacheKafka, database: Database) -> None:
    await send(kafka, range(MESSAGES), keys=KEYS)
    async with syncing(kafka, database, slow()):
        await until(partial(taken, database, 100), within=60)
        kafka.broker_down()
        await asyncio.to_thread(kafka.broker_up)
        await until(partial(taken, database, MESSAGES), within=120)
    await everything_once_and_in_order(kafka, database)


def slow() -> Notes:
    """Effects that take a moment, so that a rebalance comes into the middle of them."""

    async def moment(note: Note) -> None:
        await asyncio.sleep(0.002)

    return Notes(moment)


@asynccontextmanager
async def loaded(kafka: ApacheKafka) -> AsyncIterator[None]:
    """While the block runs, messages keep coming; at its end all have come."""

    async def keep_sending() -> None:
        for start in range(0, MESSAGES, KEYS):
            await send(kafka, range(start, start + KEYS), keys=KEYS)

    sending = asyncio.create_task(keep_sending())
    try:
        yield
    finally:
        await sending


async def taken(database: Database, number: int) -> bool:
    return await count(database, "note") >= number


async def shared_by(kafka: ApacheKafka, members: int) -> bool:
    told = await lag.measure(Broker(kafka.bootstrap), GROUP, [PLAIN])
    return told.notes == [f"The group {GROUP} is Stable, with {members} members."]


async def everything_once_and_in_order(kafka: ApacheKafka, database: Database) -> None:
    assert by_key(await effects(database)) == in_order(MESSAGES, KEYS)
    assert await count(database, "inbox") == MESSAGES
    assert sum((await committed(kafka)).values()) == MESSAGES

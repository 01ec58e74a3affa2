"""kill -9 of PostgreSQL amid the demo feed, and a restart: nothing is lost, nothing is done twice."""

import asyncio
import json
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import psutil
import pytest

from hub.connectors.envelope import SOURCE_TIME_HEADER
from hub.embedded.demo import summary
from hub.embedded.demo.messages import Item, parts
from hub.embedded.demo.people import people
from hub.embedded.postgres import EmbeddedPostgres
from hub.messaging.broker import Broker, producer
from hub.messaging.outcome import REPLAY_ID_HEADER, REPLAY_ITEM_HEADER
from hub.store.database import Database
from hub.store.migrate import upgrade
from tests.journeys.running import free_ports
from tests.journeys.test_kill import Roles, records
from tests.servers import AnyBroker, scratch_home
from tests.waiting import until

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

PEOPLE = 60
DAY = datetime.now(UTC).date() - timedelta(days=1)
KILLED_IN = "probation records"
# What one message leaves at most once; each row a cause or a key that stands twice.
TWICE = (
    "select cause from audit group by cause having count(*) > 1",
    "select event_id from inbox group by topic, event_id having count(*) > 1",
    "select aggregateid from outbox where aggregatetype = 'case' group by aggregateid, payload::jsonb->>'sequence' "
    "having count(*) > 1",
)


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    """A server of this test's own, safe against a crash, that comes up at the same address again."""
    with scratch_home() as home:
        made = EmbeddedPostgres(home, free_ports(1)[0])
        made.start()
        try:
            upgrade(made.database_url)
            yield made
        finally:
            made.stop()


def kill(server: EmbeddedPostgres) -> None:
    """End every process of the server as a power cut would, the ones in the middle of a transaction among them."""
    note = server.data_folder / "data" / "postmaster.pid"
    postmaster = psutil.Process(int(note.read_text().splitlines()[0]))
    processes = [postmaster, *postmaster.children(recursive=True)]
    for process in processes:
        process.kill()
    psutil.wait_procs(processes, timeout=30)
    assert not server.is_running()


def start_again(server: EmbeddedPostgres) -> None:
    """Let go of the folder, which this process holds still, and start on it: the server mends itself."""
    server.stop()
    server.start()


class Feed:
    """The demo's messages, each under its own name; how many the hub has taken."""

    def __init__(self, server: EmbeddedPostgres, bootstrap: str) -> None:
        self.replay_id = f"kill-{uuid.uuid4().hex[:8]}"
        self.sent = 0
        self._server = server
        self._producer = producer(Broker(bootstrap))

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Feed"]:
        await self._producer.start()
        try:
            yield self
        finally:
            await self._producer.stop()

    async def send(self, items: Sequence[Item]) -> None:
        for item in items:
            marks = {REPLAY_ID_HEADER: self.replay_id, REPLAY_ITEM_HEADER: item.name}
            marks[SOURCE_TIME_HEADER] = item.source_time.isoformat()
            headers = [(name, text.encode()) for name, text in marks.items()]
            await self._producer.send(item.topic, item.value, key=item.key.encode(), headers=headers)
        await self._producer.flush()
        self.sent += len(items)

    async def taken(self) -> int:
        query = "select count(distinct item) from replay_outcome where replay_id = $1"
        [(count,)] = await rows(self._server, query, self.replay_id)
        return int(count)

    async def some_taken(self, number: int) -> None:
        async def done() -> bool:
            return await self.taken() >= number

        await until(done, within=60, what=f"{number} messages are taken")

    async def all_taken(self) -> None:
        async def done() -> bool:
            return await self.taken() == self.sent

        await until(done, within=120, what=f"{self.sent} messages are taken")

    async def ends(self) -> Counter[str]:
        query = "select outcome || coalesce('(' || code || ')', '') from replay_outcome where replay_id = $1"
        return Counter(end for (end,) in await rows(self._server, query, self.replay_id))


async def rows(server: EmbeddedPostgres, query: str, *arguments: Any) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(server.database_url)
    try:
        return [tuple(row) for row in await connection.fetch(query, *arguments)]
    finally:
        await connection.close()


async def test_the_feed_ends_as_if_nothing_had_happened(server: EmbeddedPostgres, broker: AnyBroker) -> None:
    everything = parts(people(PEOPLE, DAY), DAY)
    running = Roles(server.database_url, broker.bootstrap)
    try:
        running.start("sync", "relay")
        async with Feed(server, broker.bootstrap).open() as feed:
            for part in everything:
                amid = feed.sent + len(part.items) // 5
                await feed.send(part.items)
                if part.title == KILLED_IN:
                    await feed.some_taken(amid)
                    kill(server)
                    await asyncio.to_thread(start_again, server)
                    assert await feed.taken() < feed.sent, "the kill came after all the work"
                await feed.all_taken()
            await until(lambda: all_published(server), within=60)
            ends = await feed.ends()
        assert sum(ends.values()) == feed.sent
        assert not [end for end in ends if end.startswith("Rejected")], ends
        for query in TWICE:
            assert await rows(server, query) == []
        await every_event_out(server, broker)
        await nothing_is_lacking(server, broker, [item for part in everything for item in part.items])
        assert running.stop() == [0, 0]
    finally:
        running.end()


async def all_published(server: EmbeddedPostgres) -> bool:
    return await rows(server, "select count(*) from outbox where published_at is null") == [(0,)]


async def every_event_out(server: EmbeddedPostgres, broker: AnyBroker) -> None:
    """Each event of a case is on the topic; without its repetitions each case's sequence grows by one."""
    written = {str(one) for (one,) in await rows(server, "select id from outbox where aggregatetype = 'case'")}
    sequences: dict[bytes, dict[str, int]] = {}
    for record in await records(broker):
        event = dict(record.headers)["ce_id"].decode()
        sequences.setdefault(record.key, {}).setdefault(event, json.loads(record.value)["sequence"])
    assert {event for events in sequences.values() for event in events} == written
    assert all(list(one.values()) == list(range(1, len(one) + 1)) for one in sequences.values())


async def nothing_is_lacking(server: EmbeddedPostgres, broker: AnyBroker, items: Sequence[Item]) -> None:
    """The same feed once more finds everything there: no case changes."""
    database = Database(server.database_url, size=1)
    try:
        before = await summary.figures(database), await summary.changes(database)
        async with Feed(server, broker.bootstrap).open() as again:
            await again.send(items)
            await again.all_taken()
            assert set(await again.ends()) <= {"Ignored(AlreadySeen)", "Ignored(Duplicate)", "Ignored(SnapshotHeld)"}
        assert (await summary.figures(database), await summary.changes(database)) == before
        assert before[0]["cases"] > 0
    finally:
        await database.close()

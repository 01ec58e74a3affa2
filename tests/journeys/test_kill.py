"""kill -9 of `sync` and of `relay` in the middle of 2,000 messages: every effect once, every event out, in order."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiokafka import ConsumerRecord, TopicPartition
from sqlalchemy import text

from hub.messaging.broker import Broker, consumer, producer
from hub.messaging.topics import BY_NAME
from hub.store.database import Database
from tests.servers import AnyBroker
from tests.waiting import until

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

PEOPLE, VERSIONS = 100, 20
MESSAGES = PEOPLE * VERSIONS
PRISONERS, EVENTS = "custody.prisoner.snapshot.v1", "hub.case.event.v1"
PRISONS = ("LEI", "MDI", "WWI")
ROLES = {
    "sync": "from hub.messaging.consumer import run_sync as role",
    "relay": "from hub.messaging.relay import run_relay as role",
}
RUN = """
import asyncio, signal
from hub.settings import Settings
from hub.telemetry import configure_logging
{role}

async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await role(Settings.from_environment(), stop)

configure_logging("text", "warning")
asyncio.run(main())
"""


class Roles:
    """`sync` and `relay` as processes of their own."""

    def __init__(self, database_url: str, bootstrap: str) -> None:
        self._environment = {**os.environ, "HUB_DATABASE_URL": database_url, "HUB_KAFKA_BOOTSTRAP": bootstrap}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *roles: str) -> None:
        for role in roles:
            command = [sys.executable, "-c", RUN.format(role=ROLES[role])]
            root = Path(__file__).parents[2]
            self._processes[role] = subprocess.Popen(command, env=self._environment, cwd=root)

    def kill(self, role: str) -> None:
        """End the process as a power cut would, in the middle of whatever it does; then start another."""
        process = self._processes[role]
        assert process.poll() is None, f"{role} has ended by itself"
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.start(role)

    def stop(self) -> list[int]:
        """End all in good order; their exit codes."""
        for process in self._processes.values():
            process.terminate()
        return [process.wait(30) for process in self._processes.values()]

    def end(self) -> None:
        for process in self._processes.values():
            process.kill()
            process.wait()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    yield made
    await made.close()


@contextmanager
def roles(database: Database, broker: AnyBroker) -> Iterator[Roles]:
    running = Roles(database.url, broker.bootstrap)
    try:
        yield running
    finally:
        running.end()


async def test_every_message_has_its_effect_once_and_every_event_is_out_in_order(
    broker: AnyBroker, database: Database
) -> None:
    await send_prisoners(broker)
    with roles(database, broker) as running:
        running.start("sync", "relay")
        await until(lambda: audited(database, MESSAGES // 4), within=120)
        running.kill("relay")
        running.kill("sync")
        assert not await audited(database, MESSAGES), "the kill came after all the work"
        await until(lambda: audited(database, MESSAGES // 2), within=120)
        running.kill("relay")
        await until(lambda: audited(database, MESSAGES), within=120)
        await until(lambda: all_published(database), within=60)
        assert running.stop() == [0, 0]
    await every_effect_once(database)
    await every_event_in_order(database, await records(broker))


async def send_prisoners(broker: AnyBroker) -> None:
    """Made-up prisoners who are moved to another prison again and again."""
    client = producer(Broker(broker.bootstrap))
    await client.start()
    try:
        for version in range(1, VERSIONS + 1):
            for person in range(PEOPLE):
                number = f"Z{person:04}ZZ"
                record = {
                    "prisonerNumber": number,
                    "bookingId": str(700_000 + person),
                    "firstName": "MADE-UP",
                    "lastName": f"PERSON {person}",
                    "status": "ACTIVE IN",
                    "inOutStatus": "IN",
                    "prisonId": PRISONS[version % len(PRISONS)],
                    "cellLocation": f"A-1-{version:03}",
                }
                headers = [("hub_source_version", str(version).encode())]
                await client.send(PRISONERS, json.dumps(record).encode(), key=number.encode(), headers=headers)
    finally:
        await client.stop()


async def audited(database: Database, number: int) -> bool:
    async with database.transaction() as tx:
        return int((await tx.execute(text("select count(*) from audit"))).scalar_one()) >= number


async def all_published(database: Database) -> bool:
    async with database.transaction() as tx:
        statement = text("select count(*) from outbox where published_at is null")
        return int((await tx.execute(statement)).scalar_one()) == 0


async def every_effect_once(database: Database) -> None:
    """Each message left one audit line and one inbox row, nobody was made twice, and the last move stands."""
    async with database.transaction() as tx:
        causes = Counter(row.cause for row in await tx.rows(text("select cause from audit")))
        inbox = (await tx.execute(text("select count(*) from inbox"))).scalar_one()
        cases = (await tx.execute(text("select count(*) from offender_case"))).scalar_one()
        last = await tx.rows(text("select distinct location from custody_record where current"))
        letters = (await tx.execute(text("select count(*) from dead_letter"))).scalar_one()
    assert (len(causes), max(causes.values()), inbox) == (MESSAGES, 1, MESSAGES)
    assert (cases, letters) == (PEOPLE, 0)
    assert [row.location for row in last] == [f"A-1-{VERSIONS:03}"]


async def every_event_in_order(database: Database, found: list[ConsumerRecord]) -> None:
    """Each event of the outbox is on the topic; without its repetitions each case's sequence grows by one."""
    async with database.transaction() as tx:
        written = {str(row.id) for row in await tx.rows(text("select id from outbox where aggregatetype = 'case'"))}
    seen: set[str] = set()
    sequences: dict[bytes, list[int]] = {}
    for record in found:
        identity = dict(record.headers)["ce_id"].decode()
        if identity not in seen:
            seen.add(identity)
            sequences.setdefault(record.key, []).append(json.loads(record.value)["sequence"])
    assert seen == written
    assert len(sequences) == PEOPLE
    assert all(found == list(range(1, len(found) + 1)) for found in sequences.values())


async def records(broker: AnyBroker) -> list[ConsumerRecord]:
    """The case events, each partition in order; and the broker has dropped none."""
    reading = consumer(Broker(broker.bootstrap), None)
    await reading.start()
    try:
        partitions = [TopicPartition(EVENTS, number) for number in range(BY_NAME[EVENTS].partitions)]
        reading.assign(partitions)
        assert set((await reading.beginning_offsets(partitions)).values()) == {0}
        ends = await reading.end_offsets(partitions)
        found: list[ConsumerRecord] = []
        while len(found) < sum(ends.values()):
            for batch in (await reading.getmany(timeout_ms=200)).values():
                found.extend(batch)
        return found
    finally:
        await reading.stop()

"""The servers that tests run against: one PostgreSQL and one Kafka per xdist worker, or what the environment names.

HUB_TEST_KAFKA=apache puts Apache Kafka's own server where else the embedded broker is (`make test-kafka`).
"""

import asyncio
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from hub.embedded.databases import create_database, drop_database
from hub.embedded.kafka import EmbeddedKafka
from hub.embedded.postgres import EmbeddedPostgres, PostgresAlreadyRunning
from hub.store.database import check
from hub.store.migrate import upgrade
from tests.apache_kafka.programs import missing
from tests.apache_kafka.server import ApacheKafka

PROJECT = Path(__file__).resolve().parents[1]
MEMORY = Path("/dev/shm")  # making files there is 50 times faster: a fresh database takes 15 ms instead of 0.7 s
MEMORY_NEEDED = 2**30

CreateTopic = Callable[[str, int], None]


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a server's database: HUB_TEST_DATABASE_URL, else an embedded one that forgets everything."""
    given = os.environ.get("HUB_TEST_DATABASE_URL")
    if given:
        asyncio.run(check(given))
        yield given
        return
    server = start_in_free_place(scratch_folder())
    try:
        yield server.database_url
    finally:
        server.delete()


def start_in_free_place(folder: Path) -> EmbeddedPostgres:
    """An embedded server in the first place of a folder that no other test run holds.

    Places are numbered and used again: what a run that was killed left behind is stopped and deleted by the next.
    """
    for left_over in folder.glob("postgres-*"):
        with suppress(PostgresAlreadyRunning):
            EmbeddedPostgres(left_over).delete()
    for number in count(1):
        server = EmbeddedPostgres(folder / f"postgres-{number}", durable=False)
        try:
            server.start()
        except PostgresAlreadyRunning:
            continue
        return server
    raise AssertionError("count() does not end")


def scratch_folder() -> Path:
    """Where servers of tests keep their data: in memory where there is room, else in the project's cache."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED:
        return MEMORY / f"hub-tests-{os.geteuid()}"
    return PROJECT / ".cache" / "tests"


@contextmanager
def scratch_home() -> Iterator[Path]:
    """A home for embedded servers of one test; what runs there is stopped and deleted at the end."""
    home = scratch_folder() / f"home-{uuid.uuid4().hex[:12]}"
    try:
        yield home
    finally:
        EmbeddedPostgres(home).delete()
        shutil.rmtree(home)


@contextmanager
def migrated_template(server_url: str) -> Iterator[str]:
    """The name of a database at the newest schema, for others to be copied from."""
    with fresh_database(server_url, "template") as url:
        upgrade(url)
        yield url.rpartition("/")[2]


@contextmanager
def fresh_database(server_url: str, purpose: str, template: str | None = None) -> Iterator[str]:
    """The URL of a database of its own name, dropped at the end."""
    name = f"hub_{purpose}_{uuid.uuid4().hex[:12]}"
    try:
        yield create_database(server_url, name, template)
    finally:
        drop_database(server_url, name)


class AnyBroker(Protocol):
    """A broker that a test alone uses: it may be taken down. What was sent is there again when it comes up."""

    @property
    def bootstrap(self) -> str:
        """Its address."""

    def create_topic(self, name: str, partitions: int) -> None:
        """Create a topic."""

    def broker_down(self) -> None:
        """Close every connection and refuse new ones."""

    def broker_up(self) -> None:
        """Take connections again, at the same address."""


def apache_kafka_wanted() -> bool:
    """Whether this run is the one against Apache Kafka."""
    return os.environ.get("HUB_TEST_KAFKA") == "apache"


@contextmanager
def apache_kafka(*, encrypted: bool = False) -> Iterator[ApacheKafka]:
    """A server of one's own, without topics; skips where Java or Maven is missing, or where nobody wants it."""
    if not apache_kafka_wanted():
        pytest.skip("only Apache Kafka can show this: run `make test-kafka`")
    lacking = missing()
    if lacking:
        pytest.skip(lacking)
    with ApacheKafka(scratch_folder() / f"kafka-{uuid.uuid4().hex[:12]}", encrypted=encrypted) as server:
        yield server


@contextmanager
def kafka() -> Iterator[tuple[str, CreateTopic]]:
    """A broker's address and a way to create topics on it: HUB_TEST_KAFKA_BOOTSTRAP, else one started for it."""
    given = os.environ.get("HUB_TEST_KAFKA_BOOTSTRAP")
    if given:
        yield given, lambda name, partitions: asyncio.run(create_real_topic(given, name, partitions))
        return
    with apache_kafka() if apache_kafka_wanted() else EmbeddedKafka() as broker:
        yield broker.bootstrap, broker.create_topic


async def create_real_topic(bootstrap: str, name: str, partitions: int) -> None:
    """Create a topic through the broker's administration, which the embedded one does not have."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, partitions, 1)])
    finally:
        await admin.close()

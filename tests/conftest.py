"""Fixtures for tests that need PostgreSQL or Kafka; the machinery is in tests/servers.py.

Each is made when a test first asks for it, once per xdist worker: a run of pure tests starts no server.
"""

import logging
import uuid
from collections.abc import Iterator

import pytest

from hub.embedded.kafka import EmbeddedKafka
from hub.messaging.topics import TOPICS
from tests import servers
from tests.apache_kafka.server import ApacheKafka
from tests.apache_kafka.topics import renew
from tests.examples import choose_examples

pytest_plugins = ["tests.tiers", "tests.fuzz.series"]

choose_examples()


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """What a command says of logging, it says of the whole process: it ends with the test that ran the command."""
    loggers = [logging.getLogger(name) for name in ("", "aiokafka", "alembic", "asyncio", "httpx", "sqlalchemy")]
    levels = [logger.level for logger in loggers]
    handlers = loggers[0].handlers[:]
    yield
    loggers[0].handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL 18 server: the URL of a database on it that no test uses."""
    with servers.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_template(postgres_url: str) -> Iterator[str]:
    """The name of the database, at the newest schema, that `database_url` copies; nobody may stay connected to it."""
    with servers.migrated_template(postgres_url) as name:
        yield name


@pytest.fixture
def database_url(postgres_url: str, migrated_template: str) -> Iterator[str]:
    """The URL of a database of this test's own, at the newest schema and without rows."""
    with servers.fresh_database(postgres_url, "test", migrated_template) as url:
        yield url


@pytest.fixture
def empty_database_url(postgres_url: str) -> Iterator[str]:
    """The URL of a database of this test's own, without any tables."""
    with servers.fresh_database(postgres_url, "empty") as url:
        yield url


@pytest.fixture(scope="session")
def kafka_broker(request: pytest.FixtureRequest) -> Iterator[tuple[str, servers.CreateTopic]]:
    """The broker of this worker: its address, and how to create a topic on it."""
    if servers.apache_kafka_wanted():
        server: ApacheKafka = request.getfixturevalue("apache_kafka")
        yield server.bootstrap, server.create_topic
        return
    with servers.kafka() as broker:
        yield broker


@pytest.fixture(scope="session")
def kafka_bootstrap(kafka_broker: tuple[str, servers.CreateTopic]) -> str:
    """The broker's address. Other tests use it too: take `topic_prefix` for names of topics and groups."""
    return kafka_broker[0]


@pytest.fixture(scope="session")
def create_topic(kafka_broker: tuple[str, servers.CreateTopic]) -> servers.CreateTopic:
    """create_topic(name, partitions) on the broker of `kafka_bootstrap`."""
    return kafka_broker[1]


@pytest.fixture(scope="session")
def apache_kafka() -> Iterator[ApacheKafka]:
    """Apache Kafka's own server, one for this worker; take `broker` for one without messages and groups."""
    with servers.apache_kafka() as server:
        yield server


@pytest.fixture
def broker(request: pytest.FixtureRequest) -> Iterator[servers.AnyBroker]:
    """A broker that this test alone uses, with every topic of the registry, all empty."""
    if servers.apache_kafka_wanted():
        server: ApacheKafka = request.getfixturevalue("apache_kafka")
        server.broker_up()  # where a test before this one took it down and failed
        renew(server.bootstrap)
        yield server
        return
    with EmbeddedKafka() as embedded:
        for topic in TOPICS:
            embedded.create_topic(topic.name, topic.partitions)
        yield embedded


@pytest.fixture
def topic_prefix() -> str:
    """A start for names of topics and consumer groups that no other test uses."""
    return f"test-{uuid.uuid4().hex[:12]}."


LONGEST_ID = 60


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A long value is no name for a test; keys made anew in each worker would also make workers disagree."""
    return argname if isinstance(val, str | bytes) and len(val) > LONGEST_ID else None

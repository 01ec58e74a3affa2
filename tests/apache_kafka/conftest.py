"""A database with the table of effects; the broker of these tests is Apache Kafka, or they are skipped."""

from collections.abc import AsyncIterator

import pytest

from hub.store.database import Database
from tests.apache_kafka.server import ApacheKafka
from tests.apache_kafka.topics import renew
from tests.messaging import notes


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database at the newest schema with the table of effects."""
    made = Database(database_url)
    await notes.prepare(made)
    yield made
    await made.close()


@pytest.fixture
def kafka(apache_kafka: ApacheKafka) -> ApacheKafka:
    """Apache Kafka with every topic of the registry, all empty, and no group."""
    apache_kafka.broker_up()
    renew(apache_kafka.bootstrap)
    return apache_kafka

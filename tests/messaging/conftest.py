"""A database of the test's own with the table of effects, and a broker of its own."""

from collections.abc import AsyncIterator, Iterator

import pytest

from hub.embedded.kafka import EmbeddedKafka
from hub.messaging.topics import TOPICS
from hub.store.database import Database
from tests.messaging import notes


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database at the newest schema with the table of effects."""
    made = Database(database_url)
    await notes.prepare(made)
    yield made
    await made.close()


@pytest.fixture
def broker() -> Iterator[EmbeddedKafka]:
    """A broker that this test alone uses, with every topic of the registry: it may be taken down."""
    with EmbeddedKafka() as kafka:
        for topic in TOPICS:
            kafka.create_topic(topic.name, topic.partitions)
        yield kafka

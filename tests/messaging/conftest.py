"""A database of the test's own with the table of effects; an embedded broker where only that one can do it."""

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
def embedded_broker() -> Iterator[EmbeddedKafka]:
    """The embedded broker, with every topic of the registry: it can be told to fail."""
    with EmbeddedKafka() as kafka:
        for topic in TOPICS:
            kafka.create_topic(topic.name, topic.partitions)
        yield kafka

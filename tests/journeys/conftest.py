"""One running hub for all journeys: made when a test first asks for it, on a database and a broker of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.browsing import browser, page  # noqa: F401 - fixtures
from tests.journeys.running import RunningHub, kafka_with_topics, running


@pytest.fixture(scope="session")
def running_hub(
    postgres_url: str, migrated_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningHub]:
    """The roles as processes. Tests share it: each brings people and numbers of its own."""
    folder: Path = tmp_path_factory.mktemp("hub")
    with (
        servers.fresh_database(postgres_url, "journey", migrated_template) as database_url,
        kafka_with_topics() as bootstrap,
        running(database_url, bootstrap, folder) as hub,
    ):
        yield hub

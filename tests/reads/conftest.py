"""The made-up world in a database, the executor over it, and the oracle; made once for each file that asks."""

from collections.abc import Iterator

import pytest

from tests.reads.both_paths import Hub, opened


@pytest.fixture(scope="module")
def hub(postgres_url: str, migrated_template: str) -> Iterator[Hub]:
    """The made-up world and both paths to it."""
    with opened(postgres_url, migrated_template) as both:
        yield both

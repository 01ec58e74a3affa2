from collections.abc import AsyncIterator

import pytest_asyncio

from tests.actions.sources import Hub


@pytest_asyncio.fixture
async def hub(database_url: str) -> AsyncIterator[Hub]:
    """A hub with an empty database."""
    told = Hub(database_url)
    yield told
    await told.database.close()

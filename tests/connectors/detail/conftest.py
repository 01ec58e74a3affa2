from collections.abc import AsyncIterator

import pytest

from tests.connectors.detail.record_source import RecordSource, record_source


@pytest.fixture
async def source() -> AsyncIterator[RecordSource]:
    """A source of records on this machine."""
    async with record_source() as running:
        yield running

"""A hub with an empty database; and a database with one made-up case, its plan, and somebody else's case."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from hub.store.database import Database
from tests.actions.plan.made_up_case import MadeUpCase, MadeUpPlan, made_up_case, made_up_plan
from tests.actions.sources import Hub


@pytest_asyncio.fixture
async def hub(database_url: str) -> AsyncIterator[Hub]:
    """A hub with an empty database."""
    told = Hub(database_url)
    yield told
    await told.database.close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, size=10)
    yield opened
    await opened.close()


@pytest.fixture
async def case(database: Database) -> MadeUpCase:
    return await made_up_case(database)


@pytest.fixture
async def plan(database: Database, case: MadeUpCase) -> MadeUpPlan:
    return await made_up_plan(database, case)

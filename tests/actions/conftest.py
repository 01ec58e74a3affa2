"""A hub with an empty database; and a database with one made-up case, its plan, and somebody else's case."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import asyncpg
import pytest
import pytest_asyncio

from hub.store.database import Database
from tests.actions.identity_world import World
from tests.actions.plan.made_up_case import MadeUpCase, MadeUpPlan, made_up_case, made_up_plan
from tests.actions.sources import Hub

Play = Callable[[Callable[[World], Awaitable[None]]], None]


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


@pytest.fixture
def play(database_url: str) -> Iterator[Play]:
    """Runs a story in an empty hub; the connections are the same for every story."""
    with asyncio.Runner() as runner:
        hub = Hub(database_url)
        connection = runner.run(_connect(database_url))

        def run(story: Callable[[World], Awaitable[None]]) -> None:
            async def told() -> None:
                world = World(hub, connection)
                await world.begin()
                await story(world)

            runner.run(told())

        yield run
        runner.run(connection.close())
        runner.run(hub.database.close())


async def _connect(url: str) -> asyncpg.Connection:
    return await asyncpg.connect(url)

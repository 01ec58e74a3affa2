"""Both ways to answer over one made-up world: the executor, and the oracle."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import asyncpg
from graphql import DocumentNode, GraphQLSchema

from hub.domain.access import Actor
from hub.reads.reader import Reader
from hub.schema.executing.executor import Executor
from hub.schema.executing.limits import Load, Weight, weigh
from hub.schema.request import Answer, Request
from hub.schema.schema import build
from hub.store.database import Database
from tests import servers
from tests.reads.oracle import Oracle
from tests.reads.world import World, make_world

Result = TypeVar("Result")


class Hub:
    """Both paths over one database. `run` runs a coroutine in the loop that their connections belong to."""

    def __init__(self, url: str) -> None:
        self._runner = asyncio.Runner()
        self.run(self._open(url))

    async def _open(self, url: str) -> None:
        self.database = Database(url)
        self.world: World = await make_world(self.database)
        self.reader = Reader(url)
        self.contract = build()
        self.executor = Executor(self.contract, self.reader, self.database, development=True, weigh=_weightless)
        self._connection = await asyncpg.connect(url, server_settings={"timezone": "UTC"})
        self.oracle = Oracle(self._connection)

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Wait for a coroutine."""
        return self._runner.run(work)

    def ask(self, document: str, actor: Actor | None, **variables: Any) -> Answer:
        """One answer of the executor."""
        return self.run(self.executor.execute(Request(document, None, variables, "request-1", actor)))

    def close(self) -> None:
        """Let every connection go."""
        self.run(self._close())
        self._runner.close()

    async def _close(self) -> None:
        await self._connection.close()
        await self.reader.close()
        await self.database.close()


def _weightless(document: DocumentNode, schema: GraphQLSchema, variables: Any, name: str | None) -> Weight:
    """Random documents may be heavy; only which variables are page sizes is of interest."""
    return Weight(Load(), (), weigh(document, schema, variables, name).page_variables)


@contextmanager
def opened(postgres_url: str, template: str) -> Iterator[Hub]:
    """The made-up world in a database of its own, with both paths to it."""
    with servers.fresh_database(postgres_url, "reads", template) as url:
        hub = Hub(url)
        try:
            yield hub
        finally:
            hub.close()

"""Asks the whole contract over a made-up database, as somebody whose staff record is in it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from typing import Any

from hub.domain.access import Actor
from hub.reads.reader import Reader
from hub.schema.executing.executor import Executor
from hub.schema.request import Request
from hub.schema.schema import build
from hub.store.database import Database
from tests.actions.sources import NOW

contract = cache(build)


class Asking:
    """The contract, with a clock that a test may set."""

    def __init__(self, database: Database, reader: Reader, now: datetime) -> None:
        self.now = now
        self._executor = Executor(contract(), reader, database, development=True, now=lambda: self.now)

    async def answer(self, actor: Actor, document: str, **variables: Any) -> dict[str, Any]:
        """The whole answer."""
        answer = await self._executor.execute(Request(document, None, variables, "request-1", actor))
        found: dict[str, Any] = json.loads(answer.body)
        return found

    async def read_by(self, actor: Actor, document: str, **variables: Any) -> set[int]:
        """The cases whose facts the answer shows, as the audit of reads has them."""
        return set((await self._executor.execute(Request(document, None, variables, "request-1", actor))).case_ids)

    async def data(self, actor: Actor, document: str, **variables: Any) -> Any:
        """The answer's data; fails where there are errors."""
        answer = await self.answer(actor, document, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


@asynccontextmanager
async def asking(database_url: str, now: datetime = NOW) -> AsyncIterator[Asking]:
    """Ask that database."""
    database, reader = Database(database_url), Reader(database_url)
    try:
        yield Asking(database, reader, now)
    finally:
        await reader.close()
        await database.close()

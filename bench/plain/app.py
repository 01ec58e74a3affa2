"""The plain server: `uvicorn bench.plain.app:app`, with BENCH_DATABASE_URL and BENCH_POOL_SIZE set.

With BENCH_CACHES set it remembers what it parsed and validated, by the two extensions that Strawberry offers for that.
"""

import os
from typing import Any

import strawberry
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache

from bench.plain.loaders import Loaders
from bench.plain.schema import Query

engine = create_async_engine(
    os.environ["BENCH_DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://", 1),
    pool_size=int(os.environ["BENCH_POOL_SIZE"]),
    max_overflow=0,  # opening connections under load would cost it more than waiting for one
)
sessions = async_sessionmaker(engine, expire_on_commit=False)
schema = strawberry.Schema(Query, extensions=[ParserCache, ValidationCache] if os.environ.get("BENCH_CACHES") else [])


class Server(GraphQL[Any, None]):
    """Strawberry's own ASGI application, with fresh loaders for each request."""

    async def get_context(self, request: Any, response: Any) -> dict[str, Loaders]:
        """The context of one request."""
        return {"loaders": Loaders(sessions)}


app = Server(schema, graphql_ide=None)

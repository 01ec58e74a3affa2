"""The database: how the hub reaches its database, and what it says when it can't."""

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

import asyncpg
import msgspec
from sqlalchemy.ext.asyncio import create_async_engine

from hub.errors import DependencyUnavailable
from hub.store.transaction import Transaction, transaction

OLDEST_VERSION = 18


class Database:
    """The writing side's database: transactions for actions, connections kept open between them."""

    def __init__(self, url: str, *, size: int = 5) -> None:
        self.url = url
        self._engine = create_async_engine(
            _sqlalchemy_url(url),
            pool_size=size,
            max_overflow=size,
            pool_pre_ping=True,
            json_deserializer=msgspec.json.decode,
        )

    def transaction(
        self, now: datetime | None = None, *, messages: int = 1
    ) -> AbstractAsyncContextManager[Transaction]:
        """One unit of work; every rule and row in it takes `now` (UTC) as the present moment.

        `messages` is how many messages share it.
        """
        return transaction(self._engine, now or datetime.now(UTC), messages)

    async def close(self) -> None:
        """Give every connection back."""
        await self._engine.dispose()


def _sqlalchemy_url(database_url: str) -> str:
    scheme, _, rest = database_url.partition("://")
    return f"postgresql+asyncpg://{rest}" if scheme in ("postgresql", "postgres") else database_url


async def check(database_url: str, *, patience: float = 5.0) -> None:
    """Make sure that the database answers and is recent enough.

    `patience` is in seconds. Raises DependencyUnavailable with what to do; the password is never in the text.
    """
    try:
        connection = await asyncio.wait_for(asyncpg.connect(database_url), patience)
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError):
        raise DependencyUnavailable(
            f"PostgreSQL at {_place(database_url)} refuses the user or the password in HUB_DATABASE_URL: correct them."
        ) from None
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
        raise DependencyUnavailable(
            f"PostgreSQL does not answer at {_place(database_url)} ({type(fault).__name__}). Start it, set "
            "HUB_DATABASE_URL to a server that runs, or unset it: `hub up` then brings its own."
        ) from None
    try:
        version = connection.get_server_version().major
    finally:
        await connection.close()
    if version < OLDEST_VERSION:
        raise DependencyUnavailable(
            f"PostgreSQL at {_place(database_url)} is version {version}; the hub needs {OLDEST_VERSION} or later, "
            "for its temporal keys. Set HUB_DATABASE_URL to such a server."
        )


def _place(database_url: str) -> str:
    return database_url.rpartition("@")[2].partition("?")[0] or "the address in HUB_DATABASE_URL"

"""The migrations make what the tables say: whoever adds a column or an index adds a migration with it."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from hub.store.tables import metadata

pytestmark = pytest.mark.postgres

# The temporal keys of the second migration, which the tables can't say in Python.
IN_SQL = {("remove_constraint", "span"), ("remove_fk", "span")}


def differences(connection: Connection) -> list[Any]:
    options = {"compare_type": True, "include_object": lambda item, *_: not item.info.get("view")}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


@pytest.mark.filterwarnings("ignore:Expression #1")
async def test_the_migrations_make_what_the_tables_say(database_url: str) -> None:
    engine = create_async_engine(database_url.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()
    assert [str(one) for one in found if (one[0], getattr(one[1].table, "name", "")) not in IN_SQL] == []

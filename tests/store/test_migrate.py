"""The migrations make what the tables say: whoever adds a column or an index adds a migration with it."""

from asyncio import to_thread
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from alembic import command
from hub.store.migrate import configuration
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


# As a build kept them that took the first and the last moment of the calendar for a time.
ENDLESS = """
insert into offender_case (id, date_of_birth) overriding system value values (1, '-infinity'), (2, null), (3, null);
insert into source_record (id, case_id, service, key, linked_by, merge_told_at) overriding system value values
  (1, 1, 'COMMUNITY', 'Z000001', 'OPENED', '-infinity'), (2, 2, 'COMMUNITY', 'Z000002', 'OPENED', '2026-03-02');
insert into source_version (source_record_id, topic, source_time, time_assumed, content_hash) values
  (1, 'first', '-infinity', false, ''), (1, 'last', 'infinity', false, ''), (2, 'first', '2026-03-02', false, '');
insert into person_record (source_record_id, case_id, forename, surname, date_of_birth, source_time) values
  (1, 1, 'Made', 'Up', 'infinity', '-infinity'), (2, 2, 'Made', 'Up', '1988-02-03', '2026-03-02');
insert into offender_manager_holder (case_id, during, cause) values
  (1, '[-infinity, 2026-03-02)', 'NOT_KNOWN'), (1, '[2026-03-02, infinity)', 'NOT_KNOWN'),
  (3, '[2026-03-02,)', 'NOT_KNOWN');
insert into span (case_id, during) values (1, '[-infinity, infinity)'), (3, '[2026-03-02,)');
"""


async def test_times_that_no_record_can_mean_are_mended(empty_database_url: str) -> None:
    asked = configuration(empty_database_url)
    await to_thread(command.upgrade, asked, "0043")
    connection = await asyncpg.connect(empty_database_url)
    await connection.execute(ENDLESS)
    await to_thread(command.upgrade, asked, "0044")

    async def rows(query: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await connection.fetch(query)]

    first, day = datetime(1900, 1, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    assert await rows(
        "select date_of_birth, merge_told_at from offender_case c join source_record r on r.case_id = c.id "
        "where c.id = 1"
    ) == [(None, None)]
    told = "select source_time from source_version where topic = 'first' order by 1"
    assert await rows(told) == [(first,), (day,)]
    last = "select source_time between now() - interval '1 hour' and now() from source_version where topic = 'last'"
    assert await rows(last) == [(True,)]
    people = "select date_of_birth, source_time from person_record order by case_id"
    assert await rows(people) == [(None, first), (date(1988, 2, 3), day)]
    held = "select lower(during), upper(during), upper_inf(during) from {} where case_id = 1 order by 1"
    assert await rows(held.format("offender_manager_holder")) == [(first, day, False), (day, None, True)]
    assert await rows(held.format("span")) == [(first, None, True)]
    anew = "select id, ask_again_on = current_date from offender_case where ask_again_on is not null"
    assert await rows(anew) == [(1, True)]
    await connection.close()

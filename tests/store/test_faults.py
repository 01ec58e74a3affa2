"""Which failures pass by themselves, and which would come again with the same message."""

import asyncio

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from hub.store.database import Database
from hub.store.faults import AWAY, NOT_MIGRATED, passes, trouble


class Answer(Exception):
    """What a driver raises: a text and a state."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("text")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("fault", "passing"),
    [
        pytest.param(ConnectionRefusedError(), True, id="nobody listens"),
        pytest.param(TimeoutError(), True, id="no answer in time"),
        pytest.param(PoolTimeout(), True, id="no connection free"),
        pytest.param(asyncpg.InterfaceError("connection is closed"), True, id="connection closed"),
        pytest.param(asyncpg.InternalClientError("unknown protocol state"), True, id="farewell on the way"),
        pytest.param(asyncpg.CannotConnectNowError("starting"), True, id="the server starts up"),
        pytest.param(DBAPIError("s", {}, Answer(None), connection_invalidated=True), True, id="connection lost"),
        pytest.param(DBAPIError("s", {}, Answer("40P01")), True, id="deadlock"),
        pytest.param(DBAPIError("s", {}, Answer("40001")), True, id="serialization"),
        pytest.param(DBAPIError("s", {}, Answer("53100")), True, id="disk full"),
        pytest.param(DBAPIError("s", {}, Answer("57P01")), True, id="the server goes down"),
        pytest.param(DBAPIError("s", {}, Answer("25006")), True, id="a standby takes no writes"),
        pytest.param(DBAPIError("s", {}, Answer("42P01")), True, id="a migration has not run"),
        pytest.param(DBAPIError("s", {}, Answer("23505")), False, id="a row twice"),
        pytest.param(DBAPIError("s", {}, Answer("22001")), False, id="a value too long"),
        pytest.param(DBAPIError("s", {}, Answer("42601")), False, id="our own wrong statement"),
        pytest.param(DBAPIError("s", {}, Answer(None)), False, id="no state"),
        pytest.param(KeyError("x"), False, id="our own fault"),
    ],
)
def test_passes(fault: Exception, passing: bool) -> None:
    assert passes(fault) is passing


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        pytest.param(DBAPIError("s", {}, Answer("40P01")), "Two transactions waited for each other", id="deadlock"),
        pytest.param(asyncpg.SerializationError(), "Two transactions waited for each other", id="as the driver has it"),
        pytest.param(DBAPIError("s", {}, Answer("53100")), "The database's disk is full", id="disk full"),
        pytest.param(DBAPIError("s", {}, Answer("42703")), NOT_MIGRATED, id="a migration has not run"),
        pytest.param(
            asyncpg.CannotConnectNowError(), "The database's server is starting up or going down", id="starting up"
        ),
        pytest.param(asyncpg.AdminShutdownError(), "The database's server ended the connection", id="cut"),
        pytest.param(asyncpg.QueryCanceledError(), AWAY, id="no line for it"),
        pytest.param(ConnectionRefusedError(), AWAY, id="nobody listens"),
    ],
)
def test_what_is_said_of_the_database(fault: Exception, said: str) -> None:
    assert trouble(fault) == said


@pytest.mark.postgres
async def test_a_connection_that_the_server_cuts(database_url: str) -> None:
    database = Database(database_url)
    with pytest.raises(Exception) as cut:
        async with database.transaction() as tx:
            await tx.execute(text("select pg_terminate_backend(pg_backend_pid())"))
            await tx.execute(text("select 1"))
    await database.close()
    assert passes(cut.value)


async def test_a_database_that_is_not_there() -> None:
    database = Database("postgresql://hub:x@127.0.0.1:1/hub")
    with pytest.raises(OSError) as refused:
        async with database.transaction():
            await asyncio.sleep(0)
    await database.close()
    assert passes(refused.value)

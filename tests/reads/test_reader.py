"""The reader's connections: what they may do, and what happens when the server, or patience, goes."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from hub.embedded.postgres import free_port
from hub.errors import DependencyUnavailable
from hub.reads import reader as module
from hub.reads.reader import Reader
from hub.reads.statement import Compiled
from tests.waiting import until

pytestmark = pytest.mark.postgres

ONE = Compiled("select json_object('n' value $1::int returning json), array[$1::bigint]", ("n",))
SLOW = Compiled("select '{}'::json, '{}'::bigint[] from pg_sleep(30)", ())
TABLE = Compiled("select to_json(t), '{}'::bigint[] from thing t", ())
WRITE = Compiled("with w as (insert into thing values (1)) select '{}'::json, '{}'::bigint[]", ())


@pytest.fixture
async def admin(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection beside the reader's."""
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


@pytest.fixture
async def one_line(database_url: str) -> AsyncIterator[Reader]:
    """A reader with one connection."""
    reader = Reader(database_url, size=1, patience=5.0, seconds=20.0)
    yield reader
    await reader.close()


async def _end_all(admin: asyncpg.Connection) -> None:
    end = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hub reads'"
    assert await admin.fetch(f"{end} and datname = current_database()")


async def _busy(admin: asyncpg.Connection, *, but: int = 0) -> int:
    """Wait until a slow read runs on a connection, another than `but`; the process that serves it."""
    query = """select pid from pg_stat_activity where query like '%pg_sleep(30)%' and application_name = 'hub reads'
               and datname = current_database() and state = 'active' and pid <> $1"""
    return int((await until(lambda: admin.fetchrow(query, but)))["pid"])


async def test_json_comes_as_the_bytes_that_the_database_wrote(one_line: Reader) -> None:
    assert await one_line.fetch(ONE, [7]) == (b'{"n" : 7}', [7])


async def test_a_lost_connection_is_opened_again_and_the_read_done(one_line: Reader, admin: asyncpg.Connection) -> None:
    await one_line.fetch(ONE, [1])
    await _end_all(admin)
    assert await one_line.fetch(ONE, [2]) == (b'{"n" : 2}', [2])


async def test_a_read_whose_connection_is_lost_under_it_says_so_or_is_done_again(
    one_line: Reader, admin: asyncpg.Connection
) -> None:
    await one_line.fetch(ONE, [1])
    slow = asyncio.create_task(one_line.fetch(SLOW, []))
    first = await _busy(admin)
    await _end_all(admin)
    await _busy(admin, but=first)
    await _end_all(admin)
    with pytest.raises(DependencyUnavailable):
        await slow
    assert await one_line.fetch(ONE, [3]) == (b'{"n" : 3}', [3])


async def test_no_server_is_a_sentence_without_the_password() -> None:
    reader = Reader(f"postgresql://hub:secret-word@127.0.0.1:{free_port()}/hub", patience=2.0)
    for attempt in (reader.open(), reader.fetch(ONE, [1])):
        with pytest.raises(DependencyUnavailable) as raised:
            await attempt
        assert "secret-word" not in str(raised.value)


async def test_a_read_that_takes_too_long_is_stopped_and_the_next_one_runs(database_url: str) -> None:
    reader = Reader(database_url, size=1, seconds=0.3)
    try:
        with pytest.raises(TimeoutError):
            await reader.fetch(SLOW, [])
        assert await reader.fetch(ONE, [1]) == (b'{"n" : 1}', [1])
    finally:
        await reader.close()


async def test_who_waits_too_long_for_a_connection_is_told(database_url: str, admin: asyncpg.Connection) -> None:
    reader = Reader(database_url, size=1, patience=0.2)
    await reader.open()
    slow = asyncio.create_task(reader.fetch(SLOW, []))
    await _busy(admin)
    with pytest.raises(DependencyUnavailable, match="more reads to do"):
        await reader.fetch(ONE, [1])
    slow.cancel()
    await asyncio.gather(slow, return_exceptions=True)
    assert await reader.fetch(ONE, [2]) == (b'{"n" : 2}', [2])
    await reader.close()


async def test_those_who_wait_get_their_turn_even_when_one_of_them_leaves(one_line: Reader) -> None:
    reads = [asyncio.create_task(one_line.fetch(ONE, [n])) for n in range(20)]
    await asyncio.sleep(0)
    reads[3].cancel()
    reads[7].cancel()
    found = await asyncio.gather(*reads, return_exceptions=True)
    assert [isinstance(one, asyncio.CancelledError) for one in found].count(True) == 2
    assert sum(one[1][0] for one in found if isinstance(one, tuple)) == sum(range(20)) - 3 - 7
    assert await one_line.fetch(ONE, [1]) == (b'{"n" : 1}', [1])


async def test_a_value_that_does_not_fit_is_no_lost_connection(one_line: Reader) -> None:
    with pytest.raises(asyncpg.DataError):
        await one_line.fetch(ONE, ["seven"])
    assert await one_line.fetch(ONE, [7]) == (b'{"n" : 7}', [7])


async def test_reads_can_not_write(one_line: Reader, admin: asyncpg.Connection) -> None:
    await admin.execute("create table thing (n int)")
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await one_line.fetch(WRITE, [])


async def test_a_changed_table_is_read_anew(one_line: Reader, admin: asyncpg.Connection) -> None:
    await admin.execute("create table thing (n int)")
    await admin.execute("insert into thing values (1)")
    assert await one_line.fetch(TABLE, []) == (b'{"n":1}', [])
    await admin.execute("alter table thing add column more text default 'x'")
    assert await one_line.fetch(TABLE, []) == (b'{"n":1,"more":"x"}', [])


async def test_prepared_statements_do_not_pile_up(
    one_line: Reader, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_STATEMENTS", 3)
    count = Compiled(
        "select json_object('n' value count(*) returning json), '{}'::bigint[] from pg_prepared_statements", ()
    )
    for number in range(30):
        await one_line.fetch(Compiled(f"select '{number}'::json, '{{}}'::bigint[]", ()), [])
    held, _ = await one_line.fetch(count, [])
    assert int(held.split(b":")[1].rstrip(b" }")) <= 8

"""The benchmark's own database: made, migrated and filled once, kept while people and tables stay the same.

It is made beside the one that HUB_BENCH_DATABASE_URL names (which is not touched), or on an embedded server of its own
that is as safe against a crash as any (fsync on).
"""

import asyncio
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from bench.people import COLUMNS, MadeUpPeople, Shape, facts
from hub.embedded.databases import create_database, drop_database
from hub.embedded.postgres import EmbeddedPostgres
from hub.errors import HubError
from hub.store.migrate import SCRIPTS, upgrade

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache" / "bench"
VARIABLE = "HUB_BENCH_DATABASE_URL"
MARK = "hub benchmark: "
CHUNK = 2_000  # cases in memory at a time
SHOWN_SETTINGS = (
    "server_version",
    "shared_buffers",
    "fsync",
    "synchronous_commit",
    "jit",
    "max_connections",
    "work_mem",
)

Say = Callable[[str], None]


@contextmanager
def server_url() -> Iterator[str]:
    """The URL of the server named by HUB_BENCH_DATABASE_URL, else of an embedded one that runs meanwhile."""
    if named := os.environ.get(VARIABLE):
        yield named
        return
    with EmbeddedPostgres(CACHE / "postgres") as server:
        yield server.database_url


def prepared(server: str, shape: Shape, say: Say) -> str:
    """The URL of a database that holds exactly the people of this shape; filled now unless it already does.

    Raises HubError if a database of that name is there and was not made by the benchmark.
    """
    name = f"hub_bench_{shape.people}"
    url = urlsplit(server)._replace(path=f"/{name}").geturl()
    wanted = MARK + json.dumps(facts(shape) | {"made_of": _source_hash()}, sort_keys=True)
    found = asyncio.run(_mark_of(server, name))
    if found == wanted:
        say(f"Database {name}: kept from the last run, {shape.people:,} people.")
        return url
    if found is not None and not found.startswith(MARK):
        raise HubError(f"The database {name} was not made by the benchmark: rename it, or set {VARIABLE} elsewhere.")
    drop_database(server, name)
    create_database(server, name)
    asyncio.run(_set_mark(url, name, MARK + "being filled"))
    upgrade(url)
    asyncio.run(_fill(url, shape, say))
    asyncio.run(_set_mark(url, name, wanted))
    return url


async def settings_of(url: str) -> dict[str, str]:
    """The server's settings that decide speed, for the report."""
    connection = await asyncpg.connect(url)
    try:
        return {name: await connection.fetchval(f"show {name}") for name in SHOWN_SETTINGS}
    finally:
        await connection.close()


def _source_hash() -> str:
    """What the content follows from besides the shape: who the people are, and the tables."""
    parts = [ROOT / "bench" / "people.py", ROOT / "bench" / "words.py", *sorted((SCRIPTS / "versions").glob("*.py"))]
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()[:16]


async def _mark_of(server: str, name: str) -> str | None:
    """The comment on the database; empty if it has none, None if there is no such database."""
    connection = await asyncpg.connect(server)
    try:
        found: str | None = await connection.fetchval(
            "select coalesce(shobj_description(oid, 'pg_database'), '') from pg_database where datname = $1", name
        )
        return found
    finally:
        await connection.close()


async def _set_mark(url: str, name: str, mark: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"comment on database {name} is '{mark}'")
    finally:
        await connection.close()


async def _fill(url: str, shape: Shape, say: Say) -> None:
    connection = await asyncpg.connect(url, command_timeout=None)
    try:
        await connection.execute("set synchronous_commit = off; set maintenance_work_mem = '512MB'")
        rebuild = await _take_apart(connection)
        await _copy(connection, shape, say)
        for step, statement in enumerate(rebuild, 1):
            if step % 10 == 1:
                say(f"Filling: keys and indexes, {step} of {len(rebuild)}")
            await connection.execute(statement)
        await _draw_level(connection)
        say("Filling: vacuum and statistics")
        await connection.execute("vacuum (analyze)")
    finally:
        await connection.close()


async def _take_apart(connection: asyncpg.Connection) -> list[str]:
    """Drop foreign keys and plain indexes, which slow down COPY; returns the statements that bring them back."""
    keys = await connection.fetch(
        "select conrelid::regclass::text as of, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition "
        "from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace"
    )
    indexes = await connection.fetch(
        "select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i "
        "join pg_class t on t.oid = i.indrelid and t.relnamespace = 'public'::regnamespace "
        "where not exists (select 1 from pg_constraint where conindid = i.indexrelid)"
    )
    for key in keys:
        await connection.execute(f"alter table {key['of']} drop constraint {key['name']}")
    for index in indexes:
        await connection.execute(f"drop index {index['name']}")
    back = [f"alter table {key['of']} add constraint {key['name']} {key['definition']}" for key in keys]
    return [index["definition"] for index in indexes] + ["analyze", *back]


async def _copy(connection: asyncpg.Connection, shape: Shape, say: Say) -> None:
    people = MadeUpPeople(shape)
    people.add_staff()
    for first in range(1, shape.people + 1, CHUNK):
        last = min(first + CHUNK, shape.people + 1)
        for case in range(first, last):
            people.add_case(case)
        for table, columns in COLUMNS.items():
            rows = people.rows.pop(table, [])
            await connection.copy_records_to_table(table, records=rows, columns=columns.split())
        if (last - 1) % (CHUNK * 5) == 0 or last > shape.people:
            say(f"Filling: {last - 1:,} of {shape.people:,} people")


async def _draw_level(connection: asyncpg.Connection) -> None:
    """The rows brought their own keys: move each sequence past them."""
    for table, columns in COLUMNS.items():
        if columns.startswith("id "):
            await connection.execute(
                f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))"
            )

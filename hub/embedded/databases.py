"""Databases beside the hub's own, on a running PostgreSQL server: a fresh one per test or benchmark run."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import asyncpg

from hub.errors import DependencyUnavailable


def create_database(server_url: str, name: str, template: str | None = None) -> str:
    """Create a database, as a copy of `template` if one is named (nobody may be connected to it); returns its URL.

    server_url names any database of the server, and a user that may create others. Raises DependencyUnavailable
    if the server can't be reached or refuses.
    """
    # A copy of the template's files is faster than its way through the log where nothing is synced (tests).
    copy = f" TEMPLATE {_quoted(template)} STRATEGY FILE_COPY" if template else ""
    _run_command(server_url, f"CREATE DATABASE {_quoted(name)}{copy}")
    return urlsplit(server_url)._replace(path=f"/{name}").geturl()


def drop_database(server_url: str, name: str) -> None:
    """Drop a database if it is there, closing connections to it; raises as create_database does."""
    # FORCE is refused while the server's own cleaning is at work in the database; without it the cleaning is ended.
    _run_command(
        server_url,
        f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)",
        where_refused=f"DROP DATABASE IF EXISTS {_quoted(name)}",
    )


def _run_command(server_url: str, command: str, where_refused: str | None = None) -> None:
    """Run one SQL command outside a transaction; usable with and without a running event loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _run(server_url, command, where_refused)).result()


async def _run(server_url: str, command: str, where_refused: str | None) -> None:
    place = urlsplit(server_url).hostname
    try:
        connection = await asyncpg.connect(server_url, timeout=30)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise DependencyUnavailable(f"PostgreSQL at {place} can't be used: {error}. See HUB_DATABASE_URL.") from error
    try:
        try:
            await connection.execute(command)
        except asyncpg.InsufficientPrivilegeError:
            if where_refused is None:
                raise
            await connection.execute(where_refused)
    except asyncpg.PostgresError as error:
        raise DependencyUnavailable(f"PostgreSQL at {place} refused a command: {error}.") from error
    finally:
        await connection.close()


def _quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'

"""Homes and addresses for tests that start servers of their own."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.servers import scratch_home

AskDatabase = Callable[..., Any]


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder for a server's data, as `.hub` is for the project's."""
    with scratch_home() as folder:
        yield folder


@pytest.fixture(scope="session")
def ask() -> AskDatabase:
    """ask(url, command, ...): run SQL commands on one connection, each by itself; the last one's first value."""

    async def run(url: str, *commands: str) -> Any:
        connection = await asyncpg.connect(url)
        try:
            return [await connection.fetchval(command) for command in commands][-1]
        finally:
            await connection.close()

    return lambda url, *commands: asyncio.run(run(url, *commands))

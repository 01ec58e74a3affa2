"""`hub status` says how fresh the picture is."""

import asyncio

import pytest
from rich.console import Console

from hub.cli.running import show_feeds
from tests.actions.sources import NUMBER, PRISONER, Hub, prisoner


def shown(database_url: str) -> str:
    console = Console(record=True, width=200)
    show_feeds(console, database_url)
    return console.export_text()


async def told(database_url: str) -> None:
    hub = Hub(database_url)
    await hub.tell(PRISONER, NUMBER, prisoner(), minutes=-1)
    await hub.database.close()


@pytest.mark.postgres
def test_each_feed_with_its_newest_word(database_url: str) -> None:
    assert "no record of the services has come yet" in shown(database_url)
    asyncio.run(told(database_url))
    [line] = [line for line in shown(database_url).splitlines() if PRISONER in line]
    assert line.split()[1:] == ["1", "2026-11-23", "11:59:00Z", "2026-11-23", "12:00:00Z", "60", "s"]


def test_a_database_that_is_away_is_told_and_no_more() -> None:
    assert "PostgreSQL does not answer at 127.0.0.1:1" in shown("postgresql://hub:secret@127.0.0.1:1/hub")

"""One leader at a time, and who takes over."""

import asyncio
from functools import partial

import pytest
from sqlalchemy import text

from hub.store.changes import CHANNEL
from hub.store.database import Database
from hub.store.leader import Leadership, leader
from tests.waiting import until

pytestmark = pytest.mark.postgres

CUT_THE_LEADER = """
select pg_terminate_backend(pid) from pg_locks
where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
"""


async def test_a_second_process_waits_until_the_first_is_gone(database_url: str) -> None:
    leading: list[str] = []
    stop = asyncio.Event()

    async def second() -> None:
        async with leader(database_url, "relay", stop) as leadership:
            assert leadership
            leading.append("second")

    async with leader(database_url, "relay", stop) as leadership:
        assert leadership
        assert await leadership.still_leads()
        waiting = asyncio.create_task(second())
        async with leader(database_url, "clock", stop) as other:
            assert other, "another role has its own leader"
        leading.append("first")
    await waiting
    assert leading == ["first", "second"]


async def test_who_waits_stops_when_told(database_url: str) -> None:
    stop = asyncio.Event()
    async with leader(database_url, "relay", stop):
        waiting = asyncio.create_task(_led(database_url, stop))
        stop.set()
        assert await asyncio.wait_for(waiting, 10) is False


async def test_a_change_wakes_the_leader_and_a_lost_connection_ends_the_lead(database_url: str) -> None:
    database = Database(database_url)
    async with leader(database_url, "relay", asyncio.Event()) as leadership:
        assert leadership
        waiting = asyncio.create_task(leadership.wait_for_change(60))
        async with database.transaction() as tx:
            await tx.execute(text(f"select pg_notify('{CHANNEL}', '{{}}')"))
        await asyncio.wait_for(waiting, 10)
        async with database.transaction() as tx:
            await tx.execute(text(CUT_THE_LEADER))
        await until(partial(_lost, leadership))
    await database.close()


async def _lost(leadership: Leadership) -> bool:
    return not await leadership.still_leads()


async def _led(database_url: str, stop: asyncio.Event) -> bool:
    async with leader(database_url, "relay", stop) as leadership:
        return leadership is not None

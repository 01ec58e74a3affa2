"""Which messages were seen, and how the items of a replay ended."""

import asyncio
from datetime import timedelta

import pytest

from hub.store.database import Database
from hub.store.messages import inbox
from hub.store.messages.inbox import ReplayedItem, storable

pytestmark = pytest.mark.postgres


async def test_a_message_is_new_once_for_each_topic(database_url: str) -> None:
    database = Database(database_url)
    async with database.transaction() as tx:
        assert not await inbox.seen(tx, "t", b"1")
        assert [await inbox.first_time(tx, "t", b"1") for _ in range(2)] == [True, False]
        assert await inbox.first_time(tx, "other", b"1")
        assert await inbox.seen(tx, "t", b"1")
    await database.close()


async def test_two_who_take_the_same_message_wait_for_each_other(database_url: str) -> None:
    database = Database(database_url)
    told: list[bool] = []

    async def take() -> None:
        async with database.transaction() as tx:
            told.append(await inbox.first_time(tx, "t", b"1"))

    await asyncio.gather(*(take() for _ in range(8)))
    await database.close()
    assert sorted(told) == [False] * 7 + [True]


async def test_the_first_end_of_an_item_stands(database_url: str) -> None:
    database = Database(database_url)
    async with database.transaction() as tx:
        for outcome, code in (("Applied", None), ("Ignored", "AlreadySeen")):
            await inbox.report(tx, "r", ReplayedItem("one\0.json", outcome, code, None), "t", 0, 1)
        assert await inbox.reported(tx, "r") == [ReplayedItem("one.json", "Applied", None, None)]
        assert await inbox.reported(tx, "another") == []
    await database.close()


async def test_what_is_old_is_forgotten(database_url: str) -> None:
    database = Database(database_url)
    async with database.transaction() as tx:
        await inbox.first_time(tx, "t", b"1")
        assert await inbox.forget_before(tx, tx.now) == 0
        assert await inbox.forget_before(tx, tx.now + timedelta(seconds=1)) == 1
        assert await inbox.first_time(tx, "t", b"1")
    await database.close()


@pytest.mark.parametrize(
    ("text", "held"), [("plain", "plain"), ("a\0b", "ab"), ("half \ud800", "half ?"), ("x" * 2000, "x" * 1000)]
)
def test_storable(text: str, held: str) -> None:
    assert storable(text) == held

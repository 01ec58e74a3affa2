"""What a feed says of its plan commands that wait among the dead letters."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from rich.console import Console

from hub.connectors.connector import Message
from hub.embedded.demo import waiting
from hub.embedded.demo.sending import Sending
from hub.embedded.demo.waiting import Waiting
from hub.messaging.broker import Broker
from hub.messaging.parking import letter
from hub.store.database import Database
from hub.store.messages import dead_letters, inbox

TOPIC = "community.plan.command.v1"
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


def message(offset: int, key: bytes, at: datetime = NOW) -> Message:
    return Message(TOPIC, 0, offset, key, b"{}", (), at)


@pytest.mark.postgres
async def test_what_waits_is_counted_behind_its_first_dead_letter(database: Database) -> None:
    sending = Sending(database, Broker("127.0.0.1:9"), date(2026, 3, 2))
    earlier = NOW - timedelta(days=1)
    async with database.transaction() as tx:
        # The broker has lost its data since: another message had the offset of the feed's.
        await dead_letters.add(tx, letter(message(7, b"D2", earlier), "InvalidCommand", ""))
        await dead_letters.add(tx, letter(message(5, b"D1", earlier), "WrongShape", ""))
        for offset, key, end in ((7, b"D1", "Rejected"), (8, b"D1", "Rejected"), (9, b"D3", "Applied")):
            if end == "Rejected":
                await dead_letters.add(tx, letter(message(offset, key), "Parked", "", state="PARKED"))
            ended = inbox.ReplayedItem(f"demo {offset}", end, None, None)
            await inbox.report(tx, sending.replay_id, ended, TOPIC, 0, offset)
    assert await sending.unanswered() == {"demo 7", "demo 8"}
    assert [(one.code, one.number) for one in await waiting.waiting(database, sending.replay_id)] == [("WrongShape", 2)]


def test_a_sentence_names_how_many_wait_behind_which_and_the_command() -> None:
    console = Console(file=io.StringIO(), width=300)
    waiting.show(console, [Waiting(17, "InvalidCommand", 1)])
    assert console.file.getvalue() == (  # type: ignore[attr-defined]  # it is the one above
        "1 plan command waits behind dead letter 17 (InvalidCommand); what builds on it was left out. "
        "See `hub dead-letters list`, then `hub dead-letters replay 17` or `discard` it.\n"
    )

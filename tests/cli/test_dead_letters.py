"""`hub dead-letters`: what a script can tell from the exit code."""

import asyncio
from argparse import Namespace

import pytest
from sqlalchemy import text

from hub.cli.dead_letters import run_dead_letters
from hub.cli.main import parser
from hub.messaging.dispatch import Dispatcher
from hub.settings import Settings
from hub.store.database import Database
from tests.actions.sources import NUMBER, PRISONER, prisoner
from tests.messaging.test_dispatch_unread_fields import sent

pytestmark = pytest.mark.postgres


async def reject(database_url: str) -> None:
    database = Database(database_url)
    await Dispatcher(database).handle(sent(PRISONER, NUMBER, prisoner("Z9999ZZ"), 1, minutes=0))
    await database.close()


async def mend(database_url: str) -> None:
    database = Database(database_url)
    async with database.transaction() as tx:
        await tx.execute(text("update dead_letter set message_key = 'Z9999ZZ'"))
    await database.close()


async def copy(database_url: str, times: int) -> None:
    more = (
        'insert into dead_letter (topic, partition, "offset", broker_time, state, code, rejected) '
        f'select topic, partition, "offset" + n, broker_time, state, code, rejected '
        f"from dead_letter, generate_series(1, {times}) as n"
    )
    database = Database(database_url)
    async with database.transaction() as tx:
        await tx.execute(text(more))
    await database.close()


def run(database_url: str, *words: str) -> int:
    chosen: Namespace = parser().parse_args(["dead-letters", *words])
    return run_dead_letters(chosen, Settings(database_url=database_url))


def test_a_replay_that_is_rejected_again_is_no_success(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(reject(database_url))
    assert run(database_url, "list") == 0
    number = capsys.readouterr().out.split()[0]
    assert run(database_url, "replay", number) == 1
    assert "Rejected(KeyMismatch" in capsys.readouterr().out
    assert run(database_url, "show", number) == 0
    asyncio.run(mend(database_url))
    assert run(database_url, "replay", number) == 0
    assert "Applied(CaseOpened)" in capsys.readouterr().out


def test_a_list_that_is_cut_says_so_and_how_to_see_all(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(database_url, "list") == 0
    assert capsys.readouterr().out == "Nothing waits.\n"
    asyncio.run(reject(database_url))
    asyncio.run(copy(database_url, 114))
    run(database_url, "list")
    *lines, last = capsys.readouterr().out.splitlines()
    assert (len(lines), last) == (100, "115 waiting; the oldest 100 are shown: --show 115 shows all")
    run(database_url, "list", "--show", "115")
    *lines, last = capsys.readouterr().out.splitlines()
    assert (len(lines), last) == (115, "115 waiting")
    run(database_url, "list", "--topic", "none.such.v1")
    assert capsys.readouterr().out == "Nothing waits.\n"


@pytest.mark.parametrize("word", ["0", "-1", "many"])
def test_a_number_to_show_that_is_none_is_refused(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["dead-letters", "list", f"--show={word}"])
    assert "is no number of messages" in capsys.readouterr().err


def test_a_discard_is_done(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(reject(database_url))
    run(database_url, "list")
    number = capsys.readouterr().out.split()[0]
    assert run(database_url, "discard", number, "--why", "sent by mistake") == 0

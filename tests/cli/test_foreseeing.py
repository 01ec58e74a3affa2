"""`hub clock --dry-run` as its user sees it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from hub.cli.main import main
from tests.actions.sources import NUMBER, PRISONER, Hub, prisoner

pytestmark = pytest.mark.postgres
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command against a hub that holds one prisoner, whose handover is on 18 August 2028."""

    async def tell() -> None:
        hub = Hub(database_url)
        await hub.tell(PRISONER, NUMBER, prisoner())
        await hub.database.close()

    asyncio.run(tell())
    monkeypatch.setenv("HUB_DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "200")

    def command(*arguments: str) -> tuple[int, str]:
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out + said.err

    return command


def held(database_url: str) -> Any:
    async def look() -> Any:
        hub = Hub(database_url)
        rows = await hub.rows("select phase, version, ask_again_on::text from offender_case")
        await hub.database.close()
        return rows

    return asyncio.run(look())


def test_a_day_is_shown_and_nothing_is_changed(run: Run, database_url: str) -> None:
    before = held(database_url)
    code, said = run("clock", "--at", "2028-08-18", "--dry-run")
    assert code == 0
    assert "PhaseChanged (phase CUSTODY -> PRE_RELEASE)" in said
    assert "ResponsibilityChanged (outcome CUSTODY -> COMMUNITY)" in said
    assert "By 2028-08-18: 1 cases due, 1 would change. Nothing was changed." in said
    assert "TESTERBY" not in said
    assert held(database_url) == before


def test_the_day_before_nothing_is_due(run: Run) -> None:
    assert run("clock", "--at", "2028-08-17", "--dry-run") == (
        0,
        "By 2028-08-17: 0 cases due, 0 would change. Nothing was changed.\n",
    )


def test_a_day_alone_is_refused_in_a_sentence(run: Run) -> None:
    code, said = run("clock", "--at", "2028-08-18")
    assert (code, "send it with --dry-run" in said) == (1, True)


@pytest.mark.parametrize("day", ["tomorrow", "2028-02-30", "0001-01-01"])
def test_no_day(run: Run, day: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run("clock", "--at", day, "--dry-run")
    assert ended.value.code == 2


@pytest.mark.parametrize("most", ["-5", "1.5", "many", "\u0665"])
def test_no_number_of_cases(run: Run, capsys: pytest.CaptureFixture[str], most: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run("clock", "--at", "2028-08-18", "--dry-run", "--show", most)
    said = capsys.readouterr().err
    assert (ended.value.code, f"{most!r} is no number of cases: write one from 0 on" in said) == (2, True)


def test_none_is_shown_one_by_one(run: Run) -> None:
    code, said = run("clock", "--at", "2028-08-18", "--dry-run", "--show", "0")
    assert (code, "... and 1 more: --show 1 prints all." in said, "case " in said) == (0, True, False)

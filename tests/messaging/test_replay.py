"""A folder of files, sent through a broker to a running consumer, and what is told of each."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from hub.errors import DependencyUnavailable, HubError
from hub.messaging.consumer import run_sync
from hub.messaging.message_file import Overrides
from hub.messaging.replay import progress_console, replay, replay_folder
from hub.settings import Settings
from tests.servers import AnyBroker

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

PRISONER = {"prisonerNumber": "Z0001ZZ", "firstName": "ANN", "lastName": "EXAMPLE", "status": "ACTIVE IN"}
FILES: dict[str, tuple[Any, Any]] = {
    "a-prisoner.json": (PRISONER, None),
    "b-nothing.json": ({"anything": 1}, None),
    "c-limits.json": ({"excludedFrom": []}, None),
    "d-unreadable.json": ('{"prisonerNumber": "Z0001ZZ", "x": NaN}', None),
    "e-other-key.json": (PRISONER, {"key": "Z0009ZZ"}),
    "f-event.json": ({"eventType": "nobody.knows.this", "crn": "X000001"}, None),
    "g-assessments.json": ({"probNumber": "X000001", "assessments": []}, None),
    "h-page.md": ("# page", None),
}
ENDS = {
    "a-prisoner.json": "Applied(",
    "b-nothing.json": "Ignored(NotAMessage: an object; shapes tried: domain event, plan command, prisoner record",
    "c-limits.json": "Ignored(NoKey: access limits: the body names nobody; say who with c-limits.headers.json",
    "d-unreadable.json": "Rejected(UnreadableJson: NaN is not JSON)",
    "e-other-key.json": "Rejected(KeyMismatch",
    "f-event.json": "Ignored(UnknownEventType: the hub knows no event type nobody.knows.this)",
    "g-assessments.json": "Applied(",
    "h-page.md": "Ignored(NotAMessage: its name does not end in .json)",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, (body, beside) in FILES.items():
        (tmp_path / name).write_text(body if isinstance(body, str) else json.dumps(body))
        if beside:
            (tmp_path / name.replace(".json", ".headers.json")).write_text(json.dumps(beside))
    return tmp_path


@asynccontextmanager
async def hub(broker: AnyBroker, database_url: str) -> AsyncIterator[Settings]:
    stop = asyncio.Event()
    settings = Settings(database_url=database_url, kafka_bootstrap=broker.bootstrap)
    running = asyncio.create_task(run_sync(settings, stop))
    try:
        yield settings
    finally:
        stop.set()
        await running


async def test_every_file_has_its_end_and_its_reason(broker: AnyBroker, database_url: str, folder: Path) -> None:
    progress: list[tuple[int, int]] = []
    async with hub(broker, database_url) as settings:
        told = await replay_folder(
            settings, folder, Overrides(), within=30, progress=lambda ended, of: progress.append((ended, of))
        )
        again = await replay_folder(settings, folder, Overrides(), within=30)
    assert [result.name for result in told] == list(FILES)
    assert {r.name: r.text[: len(ENDS[r.name])] for r in told} == ENDS
    assert progress[-1] == (5, 5)
    assert {r.name: r.text for r in again}["f-event.json"] == ENDS["f-event.json"]


async def test_the_command_prints_a_line_for_each_file(broker: AnyBroker, database_url: str, folder: Path) -> None:
    out = StringIO()
    console = Console(file=out, width=80)
    async with hub(broker, database_url) as settings:
        assert await replay(settings, folder, Overrides(), within=30, console=console) == 0
    lines = out.getvalue().splitlines()
    assert len(lines) == len(FILES) + 1
    assert lines[-1] == "2 Applied, 4 Ignored, 2 Rejected"


async def test_without_a_consumer_it_says_what_to_look_at(broker: AnyBroker, database_url: str, folder: Path) -> None:
    settings = Settings(database_url=database_url, kafka_bootstrap=broker.bootstrap)
    out = StringIO()
    assert await replay(settings, folder, Overrides(), within=0.5, console=Console(file=out, width=200)) == 1
    assert out.getvalue().count("is `hub sync` running?") == 5
    assert out.getvalue().splitlines()[-1] == "3 Ignored, 5 without outcome"


async def test_a_file_too_large_for_any_topic_is_told_at_once(
    broker: AnyBroker, database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "large.json").write_text(json.dumps({**PRISONER, "text": "x" * 12 * 2**20}))
    settings = Settings(database_url=database_url, kafka_bootstrap=broker.bootstrap)
    (told,) = await replay_folder(settings, tmp_path, Overrides(), within=0.5)
    assert told.text == "Rejected(TooLarge: not sent: MessageSizeTooLargeError)"


async def test_an_empty_folder_and_none(broker: AnyBroker, database_url: str, tmp_path: Path) -> None:
    settings = Settings(database_url=database_url, kafka_bootstrap=broker.bootstrap)
    out = StringIO()
    assert await replay(settings, tmp_path, Overrides(), within=1, console=Console(file=out)) == 0
    assert out.getvalue() == "The folder holds no file.\n"
    with pytest.raises(HubError, match="is no folder"):
        await replay_folder(settings, tmp_path / "missing", Overrides(), within=1)


async def test_without_a_broker_a_sentence_says_what_to_do(database_url: str, folder: Path) -> None:
    settings = Settings(database_url=database_url, kafka_bootstrap="127.0.0.1:1")
    with pytest.raises(DependencyUnavailable, match="HUB_KAFKA_BOOTSTRAP"):
        await replay_folder(settings, folder, Overrides(), within=1)


def test_progress_is_shown_beside_a_report_that_goes_to_a_file() -> None:
    terminal, file = Console(force_terminal=True), Console(file=StringIO())
    assert progress_console(terminal) is terminal
    assert progress_console(file).stderr

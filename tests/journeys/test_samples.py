"""Every message file of tests/samples ends as tests/samples/expected.json says; and those of HUB_SAMPLES end at all."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.connectors.connector import Message
from hub.errors import Ignored
from hub.messaging.dispatch import CONNECTORS, Dispatcher
from hub.messaging.message_file import BESIDE, MessageFile, Overrides, files_of, read_message_file
from hub.messaging.outcome import End, Outcome
from hub.store.database import Database

SAMPLES = Path(__file__).parents[1] / "samples"
EXPECTED: dict[str, dict[str, str]] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
NO_MESSAGES = {"README.md", "expected.json"}

pytestmark = pytest.mark.postgres


async def ends(folder: Path, database_url: str) -> dict[str, tuple[str, Outcome]]:
    """Take every file of a folder, in the order of names: name -> topic ("" where it is none) and outcome."""
    database = Database(database_url, size=1)
    dispatcher = Dispatcher(database)
    found: dict[str, tuple[str, Outcome]] = {}
    try:
        for offset, path in enumerate(files_of(folder)):
            name = path.relative_to(folder).as_posix()
            try:
                file = read_message_file(path, name, Overrides())
            except Ignored as ignored:
                found[name] = "", Outcome.of(ignored)
                continue
            if file.topic not in CONNECTORS:
                found[name] = file.topic, Outcome(End.IGNORED, "NotReadYet")
                continue
            found[name] = file.topic, await dispatcher.handle(message(file, offset))
    finally:
        await database.close()
    return found


def message(file: MessageFile, offset: int) -> Message:
    return Message(file.topic, 0, offset, file.key, file.value, file.headers, datetime.now(UTC))


async def test_every_sample_ends_as_expected(database_url: str) -> None:
    found = await ends(SAMPLES, database_url)
    told = {
        name: {"topic": topic, "outcome": f"{outcome.end}({outcome.code})" if outcome.code else str(outcome.end)}
        | ({"detail": outcome.detail} if "detail" in EXPECTED.get(name, {}) else {})
        for name, (topic, outcome) in found.items()
        if name not in NO_MESSAGES
    }
    expected = {name: {k: v for k, v in line.items() if k != "about"} for name, line in EXPECTED.items()}
    assert told == expected


def test_the_readme_says_what_is_expected() -> None:
    rows = dict(table_rows((SAMPLES / "README.md").read_text(encoding="utf-8")))
    assert rows == {
        name: (
            line["about"],
            line["topic"] or "-",
            line["outcome"] + (f": {line['detail']}" if "detail" in line else ""),
        )
        for name, line in EXPECTED.items()
    }


def table_rows(text: str) -> Iterator[tuple[str, tuple[str, str, str]]]:
    for line in text.splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[0].endswith(".json"):
            yield cells[0], (cells[1], cells[2], cells[3])


def test_every_file_beside_a_message_has_its_message() -> None:
    alone = [
        path.name
        for path in SAMPLES.rglob(f"*{BESIDE}")
        if not path.with_name(path.name.removesuffix(BESIDE) + ".json").exists()
    ]
    assert alone == []


@pytest.mark.samples
@pytest.mark.skipif(
    "HUB_SAMPLES" not in os.environ, reason="Set HUB_SAMPLES to a folder of message files to run every one of them."
)
async def test_every_file_of_the_given_folder_ends_with_a_reason(database_url: str) -> None:
    found = await ends(Path(os.environ["HUB_SAMPLES"]), database_url)
    assert found, "the folder of HUB_SAMPLES holds no file"
    nameless = [name for name, (_, outcome) in found.items() if outcome.end is not End.APPLIED and not outcome.code]
    assert nameless == []
    broken = [name for name, (_, outcome) in found.items() if outcome.code == "InternalFault"]
    assert broken == []

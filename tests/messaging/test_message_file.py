"""Files as messages: what the content says, what the file beside says, what the options say."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from hub.errors import HubError, Ignored
from hub.messaging.message_file import Overrides, files_of, read_message_file

PRISONER = "custody.prisoner.snapshot.v1"
RECORD = {"prisonerNumber": "Z0001ZZ", "firstName": "ANN", "lastName": "EXAMPLE"}
LIMITS: dict[str, list[str]] = {"excludedFrom": [], "restrictedTo": []}
OFFENDER = "community.offender.snapshot.v1"


def write(folder: Path, body: Any, beside: Any = None, *, name: str = "one") -> Path:
    path = folder / f"{name}.json"
    path.write_text(body if isinstance(body, str) else json.dumps(body))
    if beside is not None:
        told = beside if isinstance(beside, str) else json.dumps(beside)
        (folder / f"{name}.headers.json").write_text(told)
    return path


@pytest.mark.parametrize(
    ("body", "beside", "overrides", "topic", "key"),
    [
        pytest.param(RECORD, None, {}, PRISONER, b"Z0001ZZ", id="by content"),
        pytest.param(LIMITS, {"key": "X000001"}, {}, OFFENDER, b"X000001", id="the key from beside"),
        pytest.param(LIMITS, None, {"key": "X000001"}, OFFENDER, b"X000001", id="the key from the option"),
        pytest.param(LIMITS, {"key": "X000001"}, {"key": "X000002"}, OFFENDER, b"X000002", id="the option wins"),
        pytest.param(RECORD, {"key": "Z0009ZZ"}, {}, PRISONER, b"Z0009ZZ", id="beside wins over content"),
        pytest.param("{}", {"topic": PRISONER, "key": "Z0001ZZ"}, {}, PRISONER, b"Z0001ZZ", id="a shape of nothing"),
        pytest.param("{", {"topic": PRISONER, "key": "Z0001ZZ"}, {}, PRISONER, b"Z0001ZZ", id="no JSON"),
        pytest.param(RECORD, {"topic": OFFENDER}, {}, OFFENDER, b"Z0001ZZ", id="another topic, the content's key"),
        pytest.param(LIMITS, {"key": None}, {}, OFFENDER, None, id="null: without key"),
        pytest.param('{"prisonerNumber": ', None, {}, PRISONER, None, id="unreadable and without key"),
        pytest.param(LIMITS, {"key": 7}, {}, OFFENDER, b"7", id="a number as key"),
    ],
)
def test_topic_and_key(
    tmp_path: Path, body: Any, beside: Any, overrides: dict[str, str], topic: str, key: bytes | None
) -> None:
    path = write(tmp_path, body, beside)
    file = read_message_file(path, "one.json", Overrides(**overrides))
    assert (file.topic, file.key, file.value, file.name) == (topic, key, path.read_bytes(), "one.json")


def test_headers_from_beside_and_from_the_option(tmp_path: Path) -> None:
    path = write(tmp_path, RECORD, {"headers": {"hub_source_version": 7, "hub_source_time": "old", "none": None}})
    file = read_message_file(path, "one.json", Overrides(source_time="2026-03-02T10:00:00Z"))
    assert dict(file.headers) == {"hub_source_version": b"7", "hub_source_time": b"2026-03-02T10:00:00Z"}


def test_a_tombstone_is_told_beside(tmp_path: Path) -> None:
    path = write(tmp_path, "", {"topic": PRISONER, "key": "Z0001ZZ", "tombstone": True})
    assert read_message_file(path, "one.json", Overrides()).value is None


@pytest.mark.parametrize(
    ("body", "beside", "code"),
    [
        pytest.param({"anything": 1}, None, "NotAMessage", id="no shape fits"),
        pytest.param(LIMITS, None, "NoKey", id="the body names nobody"),
        pytest.param("", {"topic": PRISONER, "key": None, "tombstone": True}, "NoKey", id="a tombstone of nobody"),
        pytest.param(RECORD, {"topic": "x"}, "UnknownTopic", id="no topic of that name"),
        pytest.param(RECORD, {"topic": "hub.plan.event.v1"}, "UnknownTopic", id="an outgoing topic"),
        pytest.param(RECORD, "{", "UnreadableHeaders", id="no JSON beside"),
        pytest.param(RECORD, [1], "UnreadableHeaders", id="a list beside"),
        pytest.param(RECORD, {"headers": [1]}, "UnreadableHeaders", id="headers are a list"),
    ],
)
def test_what_is_not_sent(tmp_path: Path, body: Any, beside: Any, code: str) -> None:
    path = write(tmp_path, body, beside)
    with pytest.raises(Ignored) as ignored:
        read_message_file(path, "one.json", Overrides())
    assert ignored.value.code == code


@pytest.mark.parametrize(
    ("body", "beside", "sentence"),
    [
        (LIMITS, None, "the body names nobody; say who with one.headers.json or --key"),
        (LIMITS, {"topic": OFFENDER}, "the body names nobody; say who with a key in one.headers.json or --key"),
        (
            "",
            {"topic": PRISONER, "key": None, "tombstone": True},
            "a tombstone needs a key; one.headers.json",
        ),
    ],
)
def test_where_a_key_is_lacking_it_says_where_to_write_it(
    tmp_path: Path, body: Any, beside: Any, sentence: str
) -> None:
    with pytest.raises(Ignored, match=re.escape(sentence)):
        read_message_file(write(tmp_path, body, beside), "one.json", Overrides())


def test_other_files_are_no_messages(tmp_path: Path) -> None:
    page = tmp_path / "INDEX.md"
    page.write_text("{}")
    with pytest.raises(Ignored, match="NotAMessage"):
        read_message_file(page, "INDEX.md", Overrides())


def test_the_files_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "inner" / ".hidden").mkdir(parents=True)
    write(tmp_path, RECORD, {}, name="b")
    write(tmp_path / "inner", RECORD, name="a")
    write(tmp_path / "inner" / ".hidden", RECORD, name="c")
    assert [path.relative_to(tmp_path).as_posix() for path in files_of(tmp_path)] == ["b.json", "inner/a.json"]
    with pytest.raises(HubError, match="is no folder"):
        files_of(tmp_path / "missing")


@pytest.mark.parametrize("options", [{"topic": "hub.plan.event.v1"}, {"topic": "x"}, {"source_time": "yesterday"}])
def test_options_that_can_not_be(options: dict[str, str]) -> None:
    with pytest.raises(HubError):
        Overrides(**options)

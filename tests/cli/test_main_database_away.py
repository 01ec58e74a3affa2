"""Every command that needs the database says in one sentence that it does not answer, and ends with 1."""

from dataclasses import replace
from pathlib import Path

import pytest

from hub.cli.main import COMMANDS, main
from hub.embedded.kafka import EmbeddedKafka
from tests.servers import fresh_database

AWAY = "postgresql://hub:secret@127.0.0.1:1/hub"
NEEDS_IT = (
    "up",
    "serve",
    "sync",
    "relay",
    "clock",
    "migrate",
    "demo",
    "token",
    "token auditor",
    "dead-letters list",
    "dead-letters show 1",
    "dead-letters replay 1",
    "dead-letters discard 1 --why twice",
    "reconcile custody.prisoner.snapshot.v1 --folder {folder}",
)
# `status` tells it among the rest; the others never ask the database.
DOES_NOT = {"down", "status", "topics", "lag", "rewind", "check-message", "schema", "asyncapi", "connectors", "vectors"}


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shell whose HUB_DATABASE_URL names a server that does not run; a folder of messages."""
    monkeypatch.setenv("HUB_DATABASE_URL", AWAY)
    monkeypatch.setenv("HUB_KAFKA_BOOTSTRAP", "127.0.0.1:1")
    monkeypatch.setenv("HUB_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HUB_DEVELOPMENT_KEY", str(tmp_path / "key.pem"))
    monkeypatch.delenv("HUB_ISSUER", raising=False)
    folder = tmp_path / "messages"
    folder.mkdir()
    (folder / "one.json").write_text("{}")
    return folder


@pytest.mark.parametrize("words", NEEDS_IT)
def test_one_sentence_and_1(words: str, away: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words.format(folder=away).split()) == 1
    is_one_sentence(capsys.readouterr().err)


@pytest.mark.kafka
@pytest.mark.embedded_kafka
def test_a_replay_that_sends_and_then_can_not_ask(
    away: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with EmbeddedKafka() as kafka:
        monkeypatch.setenv("HUB_KAFKA_BOOTSTRAP", kafka.bootstrap)
        assert main(["replay", str(away), "--topic", "custody.prisoner.snapshot.v1", "--key", "A1234BC"]) == 1
    is_one_sentence(capsys.readouterr().err)


def is_one_sentence(said: str) -> None:
    assert "PostgreSQL does not answer at 127.0.0.1:1/hub (ConnectionRefusedError). Start it" in said
    assert "Traceback" not in said
    assert "secret" not in said
    assert said.count("\n") == 1


def test_a_fault_of_its_own_is_not_laid_at_the_databases_door(away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise KeyError("ours")

    [token] = [command for command in COMMANDS if command.name == "token"]
    monkeypatch.setattr("hub.cli.main.COMMANDS", (replace(token, run=broken),))
    with pytest.raises(KeyError, match="ours"):
        main(["token"])


@pytest.mark.postgres
@pytest.mark.parametrize("words", ["token", "token auditor", "dead-letters list"])
def test_a_database_that_was_never_migrated(
    words: str, away: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with fresh_database(postgres_url, "bare") as bare:
        monkeypatch.setenv("HUB_DATABASE_URL", bare)
        assert main(words.split()) == 1
    said = capsys.readouterr().err
    assert "The database lacks a table or column that this version of the hub needs: run `hub migrate`" in said
    assert said.count("\n") == 1


def test_every_command_is_in_one_of_the_lists() -> None:
    assert {words.split()[0] for words in NEEDS_IT} | {"replay"} | DOES_NOT == {command.name for command in COMMANDS}

"""The note about the running hub: only its own user reads it, and a dead process is no running hub."""

import dataclasses
import os
import stat
from pathlib import Path

import psutil
import pytest

from hub.embedded import home
from hub.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_folder=str(tmp_path))


def state(settings: Settings, **changes: object) -> home.Running:
    me = psutil.Process()
    running = home.Running(
        process_id=me.pid,
        process_started=me.create_time(),
        started_at="2026-01-01T00:00:00+00:00",
        address="http://127.0.0.1:8400",
        database_url="postgresql://hub:made-up@127.0.0.1:1/hub",
        kafka_bootstrap="127.0.0.1:2",
        development_key="key.pem",
        data_folder=settings.data_folder,
        logs=settings.data_folder,
    )
    return dataclasses.replace(running, **changes)  # type: ignore[arg-type]


def test_a_running_hub_is_found_again(settings: Settings) -> None:
    home.write(settings, state(settings))
    assert home.running(settings) == state(settings)


def test_the_note_is_for_its_owner_only(settings: Settings, tmp_path: Path) -> None:
    home.write(settings, state(settings))
    assert stat.S_IMODE((tmp_path / home.STATE).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "note",
    ["", "{", "[]", '{"process_id": 1}'],
    ids=["empty", "cut off", "a list", "fields missing"],
)
def test_a_spoilt_note_is_no_running_hub(settings: Settings, tmp_path: Path, note: str) -> None:
    (tmp_path / home.STATE).write_text(note)
    assert home.running(settings) is None


def test_another_process_with_the_same_number_is_no_running_hub(settings: Settings) -> None:
    home.write(settings, state(settings, process_started=1.0))
    assert home.running(settings) is None
    assert home.stop_running(settings) is False


def test_addresses_of_the_running_hub_fill_only_what_the_environment_left_open(settings: Settings) -> None:
    home.write(settings, state(settings))
    named = dataclasses.replace(settings, kafka_bootstrap="broker.example:9092")
    filled = home.with_running_addresses(named)
    assert filled.kafka_bootstrap == "broker.example:9092"
    assert filled.database_url == state(settings).database_url
    assert home.with_running_addresses(Settings(data_folder=f"{os.sep}nowhere")).database_url == ""

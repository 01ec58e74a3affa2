"""Where the embedded hub lives on this machine, and what is known of the one that runs.

The home is `<clone>/.hub` (or HUB_DATA). It holds `up.json`, readable by its owner only: the addresses of the running
hub, so that `hub token` or `hub replay` in another terminal find it; the embedded services' data; the roles' logs.
"""

import dataclasses
import json
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import psutil

from hub.errors import HubError
from hub.settings import Settings

PARENT = "HUB_PARENT"
CLONE = Path(__file__).resolve().parents[2]
STATE = "up.json"
STOP_PATIENCE = 60  # seconds that `hub down` waits for a clean end


@dataclass(frozen=True)
class Running:
    """One running `hub up`: its process and where things are. The database URL holds a password."""

    process_id: int
    process_started: float
    started_at: str
    address: str
    database_url: str
    kafka_bootstrap: str
    development_key: str
    data_folder: str
    logs: str


def folder(settings: Settings) -> Path:
    """The home folder: HUB_DATA, else `.hub` in the clone, else in the user's data folder."""
    if settings.data:
        return settings.data
    in_clone = (CLONE / "pyproject.toml").exists()
    return CLONE / ".hub" if in_clone else Path.home() / ".local" / "share" / "sentence-plan-hub"


def running(settings: Settings) -> Running | None:
    """What `hub up` wrote down, if that very process still lives."""
    try:
        state = Running(**json.loads((folder(settings) / STATE).read_text()))
        alive = abs(psutil.Process(state.process_id).create_time() - state.process_started) < 1
    except (OSError, ValueError, TypeError, psutil.Error):
        return None
    return state if alive else None


def write(settings: Settings, state: Running) -> None:
    """Note the running hub, for this user's eyes only."""
    path = folder(settings) / STATE
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(dataclasses.asdict(state), file)


def open_log(path: Path) -> BinaryIO:
    """A log to write on at its end, for this user's eyes only, also where it was there before."""
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    path.chmod(0o600)
    return os.fdopen(log, "ab")


def forget(settings: Settings) -> None:
    """Take the note away when the hub has stopped."""
    (folder(settings) / STATE).unlink(missing_ok=True)


def with_running_addresses(settings: Settings) -> Settings:
    """The settings, with the addresses of the running hub where the environment names none."""
    state = running(settings)
    if not state:
        return settings
    found = {
        name: getattr(state, name)
        for name in ("database_url", "kafka_bootstrap", "development_key")
        if not getattr(settings, name)
    }
    return dataclasses.replace(settings, **found)


def stop_running(settings: Settings) -> bool:
    """Ask the running hub to stop and wait until it has; False if none runs. Raises HubError if it does not end."""
    state = running(settings)
    if not state:
        return False
    os.kill(state.process_id, signal.SIGTERM)
    deadline = time.monotonic() + STOP_PATIENCE
    while running(settings):
        if time.monotonic() > deadline:
            raise HubError(f"Process {state.process_id} does not end: look at its terminal, or end it with kill -9.")
        time.sleep(0.1)
    return True

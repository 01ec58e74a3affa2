"""The four roles as child processes of `hub up`: started, watched, restarted when they die, stopped together."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from hub.embedded.home import PARENT, open_log
from hub.errors import HubError

NAMES = ("serve", "sync", "relay", "clock")
COMMAND = ("-m", "hub.cli")
PATIENCE = 15  # seconds that a role gets to finish what it has in hand
MOST_RESTARTS = (
    5  # in a row, each within RECOVERED seconds of its start: then something is wrong that a restart won't mend
)
RECOVERED = 30


def running_roles(starter: int) -> dict[str, int]:
    """Role -> process, of the roles that the `hub up` of that process runs."""
    try:
        children = psutil.Process(starter).children()
        words = {child.pid: child.cmdline() for child in children}
    except psutil.Error:
        return {}
    return {name: number for name in NAMES for number, said in words.items() if said[1:] == [*COMMAND, name]}


@dataclass
class Child:
    """One role's process and how often it was started in a row."""

    name: str
    process: subprocess.Popen[bytes]
    started: float
    restarts: int = 0


class Roles:
    """The roles' processes. `environment` is what they all get; their logs go to `logs/<role>.log`."""

    def __init__(self, environment: dict[str, str], logs: Path) -> None:
        self._environment = {**os.environ, **environment, PARENT: str(os.getpid())}
        self._logs = logs
        self._children: list[Child] = []

    def start(self, name: str) -> None:
        """Start one role. It gets a session of its own, so that Ctrl-C reaches it only through us."""
        self._children.append(Child(name, self._launch(name), time.monotonic()))

    def log(self, name: str) -> Path:
        """The role's log."""
        return self._logs / f"{name}.log"

    def revive(self) -> list[str]:
        """Start again every role that has ended by itself; the names. Raises HubError for one that keeps dying."""
        revived = []
        for child in self._children:
            code = child.process.poll()
            if code is None:
                continue
            child.restarts = child.restarts + 1 if time.monotonic() - child.started < RECOVERED else 1
            if child.restarts > MOST_RESTARTS:
                raise HubError(
                    f"The role {child.name} keeps ending (exit code {code}). Its log ends:\n{self.tail(child.name)}"
                )
            child.process, child.started = self._launch(child.name), time.monotonic()
            revived.append(child.name)
        return revived

    def alive(self, name: str) -> bool:
        """Whether the role's process runs."""
        return any(child.name == name and child.process.poll() is None for child in self._children)

    def tail(self, name: str, count: int = 12) -> str:
        """The last lines of the role's log, indented."""
        lines = self.log(name).read_text(errors="replace").splitlines()[-count:]
        return "\n".join(f"    {line}" for line in lines)

    def stop(self) -> None:
        """Ask all to end, wait, then kill what is left; may be called again while it waits."""
        for child in self._children:
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in self._children:
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()

    def kill(self) -> None:
        """End all at once."""
        for child in self._children:
            child.process.kill()

    def _launch(self, name: str) -> subprocess.Popen[bytes]:
        with open_log(self.log(name)) as log:
            return subprocess.Popen(  # noqa: S603 - our own module, no shell
                [sys.executable, *COMMAND, name],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )

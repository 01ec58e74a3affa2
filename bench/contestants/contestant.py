"""What a contestant is: a server process, a document for each read, and how its answers say the same facts."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from bench.database import CACHE, ROOT
from bench.reads import Page, Read, Viewer
from hub.embedded.postgres import free_port
from hub.errors import HubError

PATIENCE = 60  # seconds until a server must answer
POOL = 5  # database connections of a contestant that lets us choose: both were quickest with few

Data = dict[str, Any]


@dataclass(frozen=True)
class Launch:
    """How to start a server: the command, what it needs in its environment, where it runs."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path = ROOT


@dataclass(frozen=True)
class Contestant:
    """One server of the comparison.

    launch(port, database URL) says how to start it, and may install what it needs first. `documents` holds the GraphQL
    document of each read. variables(read, viewer, case id, cursor) gives its variables; facts(read, data) puts its
    answer into the form that all contestants share; page(data) tells where the next page begins. token(viewer) makes
    the viewer's bearer token where the server asks for one.
    """

    name: str
    label: str
    about: str
    colour: str
    launch: Callable[[int, str], Launch]
    documents: Mapping[Read, str]
    variables: Callable[[Read, Viewer, int, str | None], dict[str, Any]]
    facts: Callable[[Read, Data], Any]
    page: Callable[[Data], Page]
    token: Callable[[Viewer], str] | None = None


@dataclass
class Running:
    """A contestant whose server runs."""

    contestant: Contestant
    port: int
    process: subprocess.Popen[bytes]
    log: Path
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, viewer: Viewer) -> str | None:
        """The viewer's token, made once; None where the server asks for none."""
        if self.contestant.token is None:
            return None
        if viewer.staff_code not in self.tokens:
            self.tokens[viewer.staff_code] = self.contestant.token(viewer)
        return self.tokens[viewer.staff_code]

    def ask(self, read: Read, viewer: Viewer, case: int = 0, cursor: str | None = None) -> Data:
        """One read's `data`. Raises HubError when the answer is not whole."""
        token = self.token(viewer)
        answer = httpx.post(
            f"http://127.0.0.1:{self.port}/graphql",
            json={
                "query": self.contestant.documents[read],
                "variables": self.contestant.variables(read, viewer, case, cursor),
            },
            headers={"accept": "application/json", **({"authorization": f"Bearer {token}"} if token else {})},
            timeout=PATIENCE,
        )
        body = answer.json() if answer.headers.get("content-type", "").startswith("application/") else {}
        if answer.status_code != 200 or body.get("errors") or not body.get("data"):
            raise HubError(f"{self.contestant.label} answered {answer.status_code}: {answer.text[:500]}")
        data: Data = body["data"]
        return data

    def processor_seconds(self) -> float:
        """User and system time of the server's process and its children so far."""
        server = psutil.Process(self.process.pid)
        return sum(sum(one.cpu_times()[:2]) for one in [server, *server.children(recursive=True)])

    def memory(self) -> float:
        """Resident memory in megabytes."""
        server = psutil.Process(self.process.pid)
        return float(sum(one.memory_info().rss for one in [server, *server.children(recursive=True)])) / 1e6


@contextmanager
def running(contestant: Contestant, database_url: str, wrap: tuple[str, ...] = ()) -> Iterator[Running]:
    """Start the server, wait until it answers, and stop it at the end; its output goes to a log under .cache/bench.

    `wrap` goes between Python and its module, for a profiler. Raises HubError with the end of the log if it fails.
    """
    port = free_port()
    launch = contestant.launch(port, database_url)
    command = [launch.command[0], *wrap, *launch.command[1:]]
    log = CACHE / "logs" / f"{contestant.name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=launch.folder,
            env={**os.environ, **launch.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait(contestant, port, process, log)
        yield Running(contestant, port, process, log)
    finally:
        _stop(process, interrupt=bool(wrap))


def _wait(contestant: Contestant, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            httpx.post(f"http://127.0.0.1:{port}/graphql", json={"query": "{ __typename }"}, timeout=PATIENCE)
            return
        except httpx.TransportError:
            if process.poll() is not None or time.monotonic() > deadline:
                last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
                raise HubError(f"{contestant.label} did not start. Its log, {log}, ends with:\n{last}") from None
            time.sleep(0.1)


def _stop(process: subprocess.Popen[bytes], *, interrupt: bool) -> None:
    """End the server; a profiler writes its file only when it is interrupted."""
    if process.poll() is None:
        if interrupt and sys.platform != "win32":
            process.send_signal(2)
        else:
            process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

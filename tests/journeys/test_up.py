"""`hub up` as somebody runs it: from nothing to a hub that answers, a second one beside it, and a clean end."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from hub.graphiql.build import build
from tests import servers
from tests.journeys.running import free_ports
from tests.waiting import until_sync

pytestmark = [pytest.mark.postgres, pytest.mark.kafka, pytest.mark.embedded_kafka, pytest.mark.xdist_group("up")]

HUB = (sys.executable, "-m", "hub.cli")
READY = "Ctrl-C stops everything"
PEOPLE = "20"


@dataclass(frozen=True)
class Home:
    """A data folder and a port of its own, and what `hub` sees of them."""

    folder: Path
    port: int

    @property
    def environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        return {**ours, "HUB_DATA": str(self.folder), "HUB_PORT": str(self.port), "COLUMNS": "200"}

    def hub(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [*HUB, *words], env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )

    def processes(self) -> list[psutil.Process]:
        """Everything that runs for this home: their environment or their words name its folder."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            words = [*process.cmdline(), *process.environ().values()]
        except psutil.Error:
            return False
        return process.pid != os.getpid() and any(str(self.folder) in word for word in words)


class Up:
    """One `hub up`, its words in a file."""

    def __init__(self, home: Home) -> None:
        self.home = home
        home.folder.mkdir(parents=True, exist_ok=True)
        self._said = home.folder / "up.txt"
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(
                [*HUB, "up", "--people", PEOPLE],
                env=home.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._said.read_text(encoding="utf-8", errors="replace")

    def wait_until_ready(self) -> None:
        def ready() -> bool:
            assert self.process.poll() is None, f"hub up ended with {self.process.returncode}:\n{self.said}"
            return READY in self.said

        until_sync(ready, within=180, what="hub up is ready")

    def stop(self) -> None:
        """End it, should the test have left it running."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    build()
    with servers.scratch_home() as folder:
        yield Home(folder, free_ports(1)[0])


@pytest.fixture(scope="module")
def up(home: Home) -> Iterator[Up]:
    """A `hub up` that has said that it runs."""
    running = Up(home)
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


def test_it_says_where_it_is_and_its_tokens_work(up: Up) -> None:
    address = f"http://127.0.0.1:{up.home.port}"
    assert f"{address}/graphiql" in up.said
    assert httpx.get(f"{address}/graphiql", trust_env=False).status_code == httpx.codes.OK
    tokens = re.findall(r"^  (ey[\w.-]+)$", up.said, re.MULTILINE)
    assert len(tokens) == 2
    for token in tokens:
        answer = httpx.post(
            f"{address}/graphql",
            json={"query": "{ me { __typename } }"},
            headers={"authorization": f"Bearer {token}"},
            trust_env=False,
        )
        assert answer.json() == {"data": {"me": {"__typename": "Me"}}}


@pytest.mark.skipif(shutil.which("curl") is None, reason="The program curl is not here: install it to run the lines.")
def test_its_examples_can_be_run_as_they_stand(up: Up) -> None:
    lines = [line.strip() for line in up.said.splitlines() if line.startswith("  curl ") and " -N " not in line]
    token = re.search(r"^  TOKEN=(\S+)$", up.said, re.MULTILINE)
    assert len(lines) >= 2 and token
    for line in lines:
        told = subprocess.run(
            ["/bin/sh", "-c", line], env={**os.environ, "TOKEN": token[1]}, capture_output=True, text=True, check=True
        )
        assert told.stdout.startswith('{"data":{'), (line, told.stdout)
        assert '"rules":' not in told.stdout, "a rule refuses the example"


def test_a_second_one_says_that_the_first_runs(up: Up) -> None:
    second = up.home.hub("up")
    assert second.returncode == 1
    assert f"A hub is already running here (process {up.process.pid}," in second.stderr


def test_status_knows_it(up: Up) -> None:
    status = up.home.hub("status")
    assert status.returncode == 0
    assert f"process {up.process.pid}" in status.stdout
    assert re.search(r"roles     serve \(process \d+\), sync \(process \d+\)", status.stdout)
    assert re.search(r"Kafka     127\.0\.0\.1:\d+, answers and holds all \d+ topics", status.stdout)


def test_its_topics_are_as_the_table_says_as_far_as_its_broker_tells(up: Up) -> None:
    verified = up.home.hub("topics", "--verify")
    assert verified.returncode == 0, verified.stdout
    assert "as far as it tells" in verified.stdout


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = Home(tmp_path, port).hub("up")
    assert refused.returncode == 1
    assert f"Port {port} on 127.0.0.1 can't be used" in refused.stderr
    assert f"held by process {os.getpid()}" in refused.stderr


def test_ctrl_c_twice_ends_all_of_it_and_the_data_are_kept(up: Up) -> None:
    up.process.send_signal(signal.SIGINT)
    until_sync(lambda: "Stopping" in up.said, what="it has heard")
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(60) == 0
    assert "The data are kept" in up.said
    assert up.home.processes() == []
    assert up.home.hub("status").returncode == 3

    again = Up(up.home)
    try:
        again.wait_until_ready()
        assert "Nothing has changed" in again.said
        down = up.home.hub("down")
        assert (down.returncode, again.process.wait(60)) == (0, 0)
    finally:
        again.stop()
    assert up.home.processes() == []


def test_one_that_was_killed_leaves_nothing_that_hub_down_does_not_stop(home: Home) -> None:
    killed = Up(home)
    try:
        killed.wait_until_ready()
        killed.process.kill()
        killed.process.wait(10)
        assert "`hub down` stops it" in home.hub("status").stdout
        down = home.hub("down")
        assert (down.returncode, "without stopping its PostgreSQL" in down.stdout) == (0, True)
        until_sync(lambda: not home.processes(), what="the roles have seen that they are alone")
        assert "nothing to stop" in home.hub("down").stdout
    finally:
        killed.stop()
    again = Up(home)
    try:
        again.wait_until_ready()
    finally:
        again.stop()
    assert home.processes() == []


def test_where_the_embedded_postgresql_dies_it_says_so_and_ends(home: Home) -> None:
    another = Up(home)
    try:
        another.wait_until_ready()
        [server] = [one for one in home.processes() if one.name() == "postgres" and "-D" in one.cmdline()]
        server.kill()
        assert another.process.wait(60) == 1
        assert "hub up: The embedded PostgreSQL has ended" in another.said
    finally:
        another.stop()
    assert home.processes() == []


def test_where_the_embedded_kafka_dies_it_says_so_and_ends(home: Home) -> None:
    """After the hub of the other tests has ended; its home is used again."""
    another = Up(home)
    try:
        another.wait_until_ready()
        [broker] = [one for one in home.processes() if "hub.embedded.kafka_process" in one.cmdline()]
        broker.kill()
        assert another.process.wait(60) == 1
        assert "hub up: The embedded Kafka has ended" in another.said
    finally:
        another.stop()
    assert home.processes() == []

"""Load on one server from its own process: wrk where it is installed, else bench/client.py; always loopback."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.errors import HubError

CONNECTIONS = 16
PATIENCE = 40  # seconds past the end of a round before it counts as hung
SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True)
class Heard:
    """What the load generator saw: seconds, bytes received with headers, latencies in milliseconds."""

    requests: int
    seconds: float
    received: int
    failed: int
    p50: float
    p99: float
    first_failure: str = ""

    @property
    def bytes_each(self) -> float:
        """Mean size of an answer, headers included."""
        return self.received / max(1, self.requests)


def generator() -> str:
    """Which load generator runs on this machine: one for all contestants of a run."""
    return "wrk" if shutil.which("wrk") else "bench/client.py"


def put_load(port: int, requests: Path, seconds: float, seed: int) -> Heard:
    """Closed-loop load on 16 connections. Raises HubError if any request failed."""
    if generator() == "wrk":
        options = ["-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "20s"]
        command = ["wrk", *options, "-s", str(SCRIPT), f"http://127.0.0.1:{port}/graphql"]
        return _run([*command, "--", str(requests), str(seed)], seconds)
    return _run(_client(port, requests, seconds, seed), seconds)


def check_answers(port: int, requests: Path, seconds: float, seed: int) -> Heard:
    """The same load, every answer looked into: status 200 and no errors. Raises HubError with the first that fails."""
    return _run([*_client(port, requests, seconds, seed), "--check"], seconds)


def _client(port: int, requests: Path, seconds: float, seed: int) -> list[str]:
    return [sys.executable, "-m", "bench.client", *map(str, (port, requests, seconds, CONNECTIONS, seed))]


def _run(command: list[str], seconds: float) -> Heard:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + PATIENCE, check=True)
    except subprocess.CalledProcessError as error:
        raise HubError(f"The load generator failed: {error.stderr.strip()[-500:]}") from error
    except subprocess.TimeoutExpired as error:
        raise HubError(f"The load generator did not end within {seconds + PATIENCE:.0f} s: a server hangs.") from error
    said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    heard = Heard(**said)
    if heard.failed or not heard.requests:
        reason = f": {heard.first_failure}" if heard.first_failure else ""
        raise HubError(f"{heard.failed} of {heard.requests} requests failed{reason}.")
    return heard

"""The load generator for machines without wrk: raw sockets, a closed loop on each connection, a process of its own.

    python -m bench.client PORT REQUESTS SECONDS CONNECTIONS SEED [--check]

prints the line of JSON that wrk.lua prints. `--check` looks into every answer: status 200, no `errors`. One core sends
and reads about 30,000 small answers a second, several times what any contestant gives.
"""

import asyncio
import json
import random
import sys
import time
from array import array
from pathlib import Path
from typing import cast

import httptools

from bench.wire import read_requests

if sys.platform != "win32":
    import uvloop


class Load:
    """What all connections share: the requests, the end, the counts. Latencies are in milliseconds."""

    def __init__(self, requests: list[bytes], seconds: float, seed: int, check: bool) -> None:
        self.requests = requests
        self.check = check
        self.latencies = array("d")
        self.received = self.failed = 0
        self.first_failure = ""
        self._pick = random.Random(seed)
        self.began = time.perf_counter()
        self.ends = self.began + seconds

    def next_request(self) -> bytes:
        """A request at random."""
        return self.requests[int(self._pick.random() * len(self.requests))]

    def answered(self, milliseconds: float, status: int, body: bytes) -> None:
        """Count one answer."""
        self.latencies.append(milliseconds)
        if status != 200 or (self.check and b'"errors"' in body):
            self.failed += 1
            self.first_failure = self.first_failure or f"status {status}: {body[:300].decode(errors='replace')}"


class Connection(asyncio.Protocol):
    """One keep-alive connection: the next request leaves when the answer is there."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._parser = httptools.HttpResponseParser(self)
        self._body = b""
        self._sent = 0.0
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass of it
        self._send()

    def connection_lost(self, error: Exception | None) -> None:
        """The server may only close after the end; before it, that is a failure."""
        if time.perf_counter() < self._load.ends:
            self._load.failed += 1
            self._load.first_failure = self._load.first_failure or f"the server closed a connection ({error})"
        if not self.closed.done():
            self.closed.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Feed the parser, which calls the two methods below."""
        self._load.received += len(data)
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        """Called by the parser with a part of the answer's body."""
        if self._load.check:
            self._body += body

    def on_message_complete(self) -> None:
        """Called by the parser at the end of an answer."""
        now = time.perf_counter()
        self._load.answered((now - self._sent) * 1000, self._parser.get_status_code(), self._body)
        if now < self._load.ends:
            self._send()
        else:
            self._transport.close()

    def _send(self) -> None:
        self._body = b""
        self._sent = time.perf_counter()
        self._transport.write(self._load.next_request())


async def run(port: int, load: Load, connections: int) -> None:
    """Open the connections and wait until each has had its last answer, at most 30 seconds after the end."""
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(lambda: Connection(load), "127.0.0.1", port) for _ in range(connections)]
    await asyncio.wait([protocol.closed for _, protocol in made], timeout=load.ends - load.began + 30)


def summary(load: Load) -> dict[str, object]:
    """The counts as wrk.lua gives them, and the first failure in words."""
    ordered = sorted(load.latencies) or [0.0]
    return {
        "requests": len(load.latencies),
        "seconds": time.perf_counter() - load.began,
        "received": load.received,
        "failed": load.failed,
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[int(len(ordered) * 0.99)],
        "first_failure": load.first_failure,
    }


def main(arguments: list[str]) -> None:
    """Read the arguments, run, print."""
    port, requests, seconds, connections, seed = arguments[:5]
    if sys.platform != "win32":
        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    load = Load(read_requests(Path(requests)), float(seconds), int(seed), "--check" in arguments)
    asyncio.run(run(int(port), load, int(connections)))
    print(json.dumps(summary(load)))


if __name__ == "__main__":
    main(sys.argv[1:])

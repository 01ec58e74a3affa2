"""The load generator that comes along: it counts answers, and sees those that failed."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.client import Load, run, summary
from bench.database import ROOT
from bench.wire import request_bytes, write_requests


async def serve(answer: bytes, load: Load) -> dict[str, object]:
    """Run the load against a server that answers every request with the same bytes."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            writer.write(answer)

    def ignore_hang_up(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        assert isinstance(context.get("exception"), asyncio.IncompleteReadError), context

    asyncio.get_running_loop().set_exception_handler(ignore_hang_up)
    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        await run(server.sockets[0].getsockname()[1], load, connections=3)
    return summary(load)


def answer(status: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    ("status", "body", "check", "fails"),
    [
        ("200 OK", b'{"data":{}}', True, False),
        ("200 OK", b'{"errors":[],"data":null}', True, True),
        ("200 OK", b'{"errors":[],"data":null}', False, False),
        ("503 Service Unavailable", b"{}", False, True),
    ],
)
async def test_answers_are_counted_and_looked_into(status: str, body: bytes, check: bool, fails: bool) -> None:
    load = Load([request_bytes(1, "{ a }", {}, None)], seconds=0.2, seed=1, check=check)
    said = await serve(answer(status, body), load)
    requests, received = said["requests"], said["received"]
    assert isinstance(requests, int) and requests > 3
    assert received == requests * len(answer(status, body))
    assert said["failed"] == (requests if fails else 0)
    assert bool(said["first_failure"]) == fails


def test_a_server_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    write_requests(tmp_path / "requests", [request_bytes(1, "{ a }", {}, None)])
    command = [sys.executable, "-m", "bench.client", "1", str(tmp_path / "requests"), "0.1", "1", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "refused" in done.stderr.lower() or "Connect call failed" in done.stderr


def test_the_summary_is_one_line_of_json() -> None:
    load = Load([b""], seconds=1, seed=1, check=False)
    for milliseconds in (1.0, 2.0, 3.0):
        load.answered(milliseconds, 200, b"")
    said = json.loads(json.dumps(summary(load)))
    assert (said["requests"], said["p50"], said["p99"]) == (3, 2.0, 3.0)

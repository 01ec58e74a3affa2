"""The npm packages of these tests, fetched once into the project's cache, and scripts run beside them."""

import asyncio
import fcntl
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from hub.graphiql.npm import NODE, run_npm
from tests.servers import PROJECT

SOURCE = Path(__file__).parent
CACHE = PROJECT / ".cache" / "conformance"
FILES = ("package.json", "package-lock.json", ".npmrc", "audit.mjs", "websocket.mjs", "stream.mjs")
PATIENCE = 60.0  # seconds that a script may take


def folder() -> Path:
    """The folder with the scripts and their packages; several processes may ask at once."""
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
    return CACHE


async def run(script: str, *arguments: str) -> list[Any]:
    """What the script printed, a JSON value a line."""
    place = await asyncio.to_thread(folder)
    process = await asyncio.create_subprocess_exec(
        str(NODE), script, *arguments, cwd=place, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    printed, complained = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, complained.decode()
    return [json.loads(line) for line in printed.splitlines()]

"""AsyncAPI's own JSON Schema, fetched once from npm into the project's cache."""

import fcntl
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from hub.graphiql.npm import run_npm
from tests.servers import PROJECT

SOURCE = Path(__file__).parent
CACHE = PROJECT / ".cache" / "asyncapi"
FILES = ("package.json", "package-lock.json", ".npmrc")


def schema(version: str) -> dict[str, Any]:
    """The schema of AsyncAPI documents of that version; several processes may ask at once."""
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
    file = CACHE / "node_modules" / "@asyncapi" / "specs" / "schemas" / f"{version}.json"
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read

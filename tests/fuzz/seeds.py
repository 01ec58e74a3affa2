"""What mutations start from: every message file that is at hand, as the message that it is.

Our own samples always; those of HUB_SAMPLES, and `specs/examples.jsonl` beside that folder, where they are there.
No body is ever printed.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hub.errors import Ignored, Rejected
from hub.messaging.message_file import Overrides, files_of, read_message_file
from hub.messaging.recognise import recognise

OWN = Path(__file__).parents[1] / "samples"
NO_TOPIC = "custody.prisoner.snapshot.v1"  # where a file that is no message of any topic is tried


@dataclass(frozen=True)
class Seed:
    """One message to start from; `name` says which file it is."""

    name: str
    topic: str
    key: bytes | None
    value: bytes | None


@cache
def seeds() -> tuple[Seed, ...]:
    """Every seed, in the order of names."""
    found = list(_of_folder(OWN))
    if samples := os.environ.get("HUB_SAMPLES"):
        found += _of_folder(Path(samples))
        found += _of_lines(Path(samples).parent / "specs" / "examples.jsonl")
    return tuple(found)


def _of_folder(folder: Path) -> Iterator[Seed]:
    for path in files_of(folder):
        name = path.relative_to(folder).as_posix()
        try:
            file = read_message_file(path, name, Overrides())
        except Ignored:
            yield Seed(name, NO_TOPIC, b"Z1234ZY", path.read_bytes())
        else:
            yield Seed(name, file.topic, file.key, file.value)


def _of_lines(path: Path) -> Iterator[Seed]:
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        value = json.dumps(json.loads(line).get("example")).encode()
        try:
            known = recognise(value)
        except (Ignored, Rejected):
            yield Seed(f"{path.name}:{number}", NO_TOPIC, b"Z1234ZY", value)
        else:
            key = known.key.encode() if known.key else b"Z1234ZY"
            yield Seed(f"{path.name}:{number}", known.topic, key, value)

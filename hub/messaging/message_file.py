"""A file as a message: its bytes as they are, its topic and key by content, by the file beside it, or by options.

`NAME.headers.json` beside `NAME.json` may hold {"topic": ..., "key": ..., "headers": {...}, "tombstone": true}; what an
option says wins over it, and it wins over what the content says. A key of null there sends the message without one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.connectors.envelope import SOURCE_TIME_HEADER
from hub.connectors.times import read_time
from hub.errors import HubError, Ignored
from hub.messaging.recognise import Recognised, recognise
from hub.messaging.topics import BY_NAME, Direction

BESIDE = ".headers.json"


@dataclass(frozen=True)
class Overrides:
    """What the options say of every file: topic, key, and the time at which the source made it (RFC 3339)."""

    topic: str | None = None
    key: str | None = None
    source_time: str | None = None

    def __post_init__(self) -> None:
        if self.topic is not None and not _incoming(self.topic):
            raise HubError(f"{self.topic!r} is no incoming topic: `hub topics` lists them.")
        if self.source_time is not None and read_time(self.source_time) is None:
            raise HubError(f"{self.source_time!r} is no time: write it like 2026-03-02T10:30:00Z.")


@dataclass(frozen=True)
class MessageFile:
    """A file ready to be sent. `shape` says how its topic was found."""

    name: str
    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()
    shape: str = ""


@dataclass(frozen=True)
class Beside:
    """What stands in the file beside a message."""

    topic: str | None = None
    key: str | None = None
    keyless: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    tombstone: bool = False


def files_of(folder: Path) -> list[Path]:
    """The files of a folder and its folders, in the order of their names, without those that stand beside another."""
    if not folder.is_dir():
        raise HubError(f"{folder} is no folder: name one that holds message files, *.json.")
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(BESIDE))
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def read_message_file(path: Path, name: str, overrides: Overrides) -> MessageFile:
    """The file as a message.

    Raises Ignored: NotAMessage (no shape fits), NoKey (it names nobody), UnknownTopic, UnreadableHeaders (the file
    beside it).
    """
    if path.suffix != ".json":
        raise Ignored("NotAMessage", "its name does not end in .json")
    beside, value = _beside(path), path.read_bytes()
    topic = overrides.topic or beside.topic
    if topic is not None and not _incoming(topic):
        raise Ignored("UnknownTopic", f"{topic} is no incoming topic")
    found = _recognised(value, topic)
    key = overrides.key or (None if beside.keyless else beside.key or found.key)
    keyless = (beside.keyless or found.unreadable) and not beside.tombstone
    if key is None and not keyless:
        raise Ignored("NoKey", f"{found.shape}: {_who_is_lacking(path, beside)}")
    headers = {**beside.headers, **({SOURCE_TIME_HEADER: overrides.source_time} if overrides.source_time else {})}
    return MessageFile(
        name=name,
        topic=found.topic,
        key=None if key is None else key.encode(),
        value=None if beside.tombstone else value,
        headers=tuple((header, text.encode()) for header, text in headers.items()),
        shape=found.shape,
    )


def _who_is_lacking(path: Path, beside: Beside) -> str:
    """Why there is no key, and where to write one."""
    place = _place_beside(path)
    if beside.tombstone:
        return f"a tombstone needs a key; {place.name} gives none: write one there, or give --key"
    there = f"a key in {place.name}" if place.is_file() else place.name
    return f"the body names nobody; say who with {there} or --key"


# The content is of no shape that the hub knows; only the caller says where it belongs.
UNTOLD = "no shape that is known"


def _recognised(value: bytes, topic: str | None) -> Recognised:
    """By content; where the topic is given, it stands, and the content gives the key if it belongs there."""
    try:
        found = recognise(value)
    except Ignored:
        if topic is None:
            raise
        return Recognised(topic, None, UNTOLD)
    if topic is None or topic == found.topic:
        return found
    return Recognised(topic, found.key, f"{found.shape}, which belongs on {found.topic}", found.unreadable)


def _beside(path: Path) -> Beside:
    place = _place_beside(path)
    if not place.is_file():
        return Beside()
    try:
        told: Any = json.loads(place.read_text(encoding="utf-8"))
    except ValueError:
        raise Ignored("UnreadableHeaders", f"{place.name} is no JSON") from None
    headers = told.get("headers", {}) if isinstance(told, dict) else None
    if not isinstance(headers, dict):
        raise Ignored("UnreadableHeaders", f'{place.name} is not like {{"topic": ..., "key": ..., "headers": {{}}}}')
    return Beside(
        topic=_text(told.get("topic")),
        key=_text(told.get("key")),
        keyless="key" in told and told["key"] is None,
        headers={str(name): str(value) for name, value in headers.items() if value is not None},
        tombstone=told.get("tombstone") is True,
    )


def _place_beside(path: Path) -> Path:
    return path.with_name(path.stem + BESIDE)


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, str | int) and value != "" else None


def _incoming(topic: str) -> bool:
    known = BY_NAME.get(topic)
    return known is not None and known.direction is Direction.INCOMING

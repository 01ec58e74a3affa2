"""The one shape of a connector: bytes of an outside system in, the hub's own words out.

A connector decodes leniently on form and strictly on meaning. It does no I/O (a `detail.py` aside), decides nothing
about the case, and its vocabulary stops in its folder. `hub/messaging/dispatch.py` holds the table from topic to
connector and from decoded record to action.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Message:
    """One Kafka record as received; nothing is decoded yet. A `value` of None is a tombstone."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    broker_time: datetime

    def header(self, name: str) -> str | None:
        """The last header of that name as text, or None."""
        values = [value for key, value in self.headers if key == name and value is not None]
        return values[-1].decode("utf-8", "replace") if values else None


@dataclass(frozen=True)
class Provenance:
    """Where a decoded record comes from, and how it is compared with what is held.

    `event_id` is what makes a message the same message again (32 bytes: SHA-256 over topic, key and inner content).
    `source_time` is when the source read or made it; `time_assumed` says that the broker's time stands in for it.
    `source_version` grows per key where the source has one. `content_hash` is SHA-256 of the value.
    """

    topic: str
    partition: int
    offset: int
    event_id: bytes
    source_time: datetime
    time_assumed: bool
    source_version: int | None
    content_hash: bytes

    @property
    def cause(self) -> str:
        """How an audit line names this message."""
        return f"{self.topic}/{self.partition}/{self.offset}"


@dataclass(frozen=True)
class Connector:
    """One outside system's topic: how its bytes become a record of ours.

    `decode` is pure; it raises `Rejected(code)` for what can't be taken, `Ignored(code)` for what needs nothing done.
    `ordered` is true where a message's effect depends on the one before it: after a rejection, later messages of the
    same key are parked. Snapshots are never ordered: a newer one supersedes.
    """

    name: str
    topic: str
    ordered: bool
    decode: Callable[[Message], tuple[object, Provenance]]

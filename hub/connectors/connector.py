"""The one shape of a connector: bytes of an outside system in, the hub's own words out.

A connector decodes leniently on form and strictly on meaning. It does no I/O (a `detail.py` aside), decides nothing
about the case, and its vocabulary stops in its folder. `hub/messaging/dispatch.py` holds the table from topic to
connector and from decoded record to action.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hub.domain.value import Value


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


class Provenance(Value):
    """Where a decoded record comes from, and how it is compared with what is held.

    `event_id` is what makes a message the same message again (32 bytes: SHA-256 over topic, key and inner content).
    `source_time` is when the source read or made it; `time_assumed` says that the broker's time stands in for it.
    `source_version` grows per key where the source has one. `content_hash` is SHA-256 of the value. `unread` names the
    fields that hold something which can't be read: the outcome tells. `confirmed`: a person has looked at the message
    among the dead letters, and has it taken.
    """

    topic: str
    partition: int
    offset: int
    event_id: bytes
    source_time: datetime
    time_assumed: bool
    source_version: int | None
    content_hash: bytes
    unread: tuple[str, ...] = ()
    confirmed: bool = False

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


@dataclass(frozen=True)
class Detail:
    """What a thin event only points at: the current record, which a call to the source fetches (hub/connectors/detail).

    `event_types` are the events that point at it, in lower case. `source` is the name under which the source's base
    address is configured. `path` is what the path of the event's `detailUrl` must be, as a whole; its group `key`,
    where it has one, is the record's own key. The body takes the place of a message on `topic`, and `decode` reads it
    as the topic's connector reads one, to the same record. The wait ends when a reading of `reading` is held that is
    not older than the event, whether the body brought it or the topic itself.
    """

    name: str
    source: str
    event_types: tuple[str, ...]
    path: re.Pattern[str]
    topic: str
    decode: Callable[[Message], tuple[object, Provenance]]
    reading: str = ""

    @property
    def ended_by(self) -> str:
        """The reading that ends the wait: the topic's own unless another is named."""
        return self.reading or self.topic

"""Which of two readings of the same record is the newer one: the guard that keeps old messages from undoing new ones.

Versions decide where both readings have one, else the times at which the source read the record; where those are equal
the content decides: the same content is the same reading, of other content the one that stands later in the topic is
the newer one, because a topic keeps the order of one key. Source: hub ("Source time and version").
"""

from datetime import datetime
from enum import StrEnum

from hub.domain.value import Value


class Reading(Value):
    """One reading of a record; `time_assumed` marks the broker's time standing in for the source's.

    `offset` is its place in the topic, None where that is not known: then what arrives later is the newer one.
    """

    version: int | None
    time: datetime
    time_assumed: bool
    content_hash: bytes
    offset: int | None = None


class Verdict(StrEnum):
    """What a message is against what is held."""

    NEWER = "NEWER"
    OLDER = "OLDER"
    DUPLICATE = "DUPLICATE"


def compare(held: Reading | None, incoming: Reading) -> Verdict:
    """Whether the incoming reading is to be taken."""
    if held is None:
        return Verdict.NEWER
    if held.version is not None and incoming.version is not None and held.version != incoming.version:
        return Verdict.NEWER if incoming.version > held.version else Verdict.OLDER
    if held.time != incoming.time:
        return Verdict.NEWER if incoming.time > held.time else Verdict.OLDER
    if held.content_hash == incoming.content_hash:
        return Verdict.DUPLICATE
    behind = held.offset is not None and incoming.offset is not None and incoming.offset < held.offset
    return Verdict.OLDER if behind else Verdict.NEWER

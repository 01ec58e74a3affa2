"""Whether a fresh set of records says what the hub holds: the standing of each, decided by content, then by time.

The same facts read at another time are no difference. Source: hub ("Order and truth").
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from hub.domain.value import Value

# When a record was read is no fact about anybody.
TIMES = frozenset({"at", "time_assumed"})


class Standing(StrEnum):
    """What a record of the set is against what is held."""

    AGREES = "AGREES"
    MISSING = "MISSING"  # the hub holds nothing of it
    BEHIND = "BEHIND"  # the set has other facts, read later
    AHEAD = "AHEAD"  # the set has other facts, read earlier


MENDABLE = frozenset({Standing.MISSING, Standing.BEHIND})


class HeldReading(Value):
    """The newest reading of a record that the hub holds: of which kind, read when, and what it said."""

    case_id: int
    kind: str
    source_time: datetime
    said: Mapping[str, Any]


def standing(held: HeldReading | None, kind: str, source_time: datetime, said: Mapping[str, Any]) -> Standing:
    """The standing of one record of the set, as its kind and what it says in the hub's words.

    A removal of what the hub does not hold is no difference: neither side has anything.
    """
    if held is None:
        return Standing.AGREES if kind.endswith("Removed") else Standing.MISSING
    if held.kind == kind and _facts(held.said) == _facts(said):
        return Standing.AGREES
    return Standing.BEHIND if source_time > held.source_time else Standing.AHEAD


def _facts(value: Any) -> Any:
    """The value without times of reading and without what says nothing, which older readings may lack."""
    if isinstance(value, Mapping):
        return {name: found for name, item in value.items() if name not in TIMES and (found := _facts(item))}
    if isinstance(value, list | tuple):
        return [_facts(item) for item in value]
    return value

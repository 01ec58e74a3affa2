"""One table for each side: event type -> what is done, or why nothing is. Nothing is dropped in silence.

Names are in lower case. One that ends in `*` stands for every type that begins so, one that begins with `*` for every
type that ends so; an exact name comes first, then the first line that fits. What stands nowhere is unknown, by name.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

# An event type as publishers write them; anything else is not repeated, for it may hold anything.
TYPE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,99}", re.ASCII)
UNKNOWN_TYPE = "UnknownEventType"


@dataclass(frozen=True)
class Taken:
    """A type that is taken: `read` makes the record of it, `does` says in words what the hub does then."""

    read: Callable[[Any], object]
    does: str


@dataclass(frozen=True)
class Passed:
    """A type that needs nothing done, with the code and the reason."""

    code: str
    why: str


EventTable = Mapping[str, Taken | Passed]


def line_of(event_type: str, table: EventTable) -> Taken | Passed:
    """The table's line for an event type; Passed(UnknownEventType) where there is none."""
    name = event_type.lower()
    if found := table.get(name):
        return found
    for pattern, line in table.items():
        if (pattern.endswith("*") and name.startswith(pattern[:-1])) or (
            pattern.startswith("*") and name.endswith(pattern[1:])
        ):
            return line
    return Passed(UNKNOWN_TYPE, f"the hub knows no event type {_shown(event_type)}")


def _shown(event_type: str) -> str:
    return event_type if TYPE_NAME.fullmatch(event_type) else "a name of another form"

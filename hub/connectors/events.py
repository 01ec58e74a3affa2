"""Why an event is ignored: by name from its side's table, or because no table knows it."""

import re
from collections.abc import Mapping

# An event type as publishers write them; anything else is not repeated, for it may hold anything.
TYPE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,99}", re.ASCII)
UNKNOWN_TYPE = "UnknownEventType"


def reason_for_ignoring(event_type: str, table: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Code and detail for an event type that is not taken: the table's line, or UnknownEventType."""
    name = event_type.lower()
    if found := table.get(name):
        return found
    for beginning, reason in table.items():
        if beginning.endswith((".", "-")) and name.startswith(beginning):
            return reason
    shown = event_type if TYPE_NAME.fullmatch(event_type) else "a name of another form"
    return UNKNOWN_TYPE, f"the hub knows no event type {shown}"

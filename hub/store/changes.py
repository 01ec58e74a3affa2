"""What is told to the other processes when a transaction commits: which cases have new events.

The payload is JSON: `{"<case id>": <sequence>, ...}`, or `{}` for "many: look yourself".
"""

import json
from collections.abc import Mapping

CHANNEL = "hub_changes"
# PostgreSQL takes payloads below 8,000 bytes; past this many cases the listeners are told to look for themselves.
MOST_CASES = 200


def announcement(changed: Mapping[int, int]) -> str:
    """The payload of one NOTIFY for the cases changed and their highest sequences."""
    if len(changed) > MOST_CASES:
        return "{}"
    return json.dumps({str(case): sequence for case, sequence in changed.items()}, separators=(",", ":"))


def announced(payload: str) -> dict[int, int]:
    """The cases and sequences of a payload; empty means that many cases changed."""
    return {int(case): int(sequence) for case, sequence in json.loads(payload).items()}

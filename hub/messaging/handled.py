"""What the hub does with every topic and every event type, as one page for people: docs/connectors.md.

Made from the tables that the connectors themselves decide by, so that it can't say anything else than what happens.
"""

from collections.abc import Iterator

from hub.connectors.community.table import EVENTS as COMMUNITY_EVENTS
from hub.connectors.custody.table import EVENTS as CUSTODY_EVENTS
from hub.connectors.events import EventTable, Passed, Taken
from hub.domain.custody import Direction
from hub.domain.custody_change import TABLE, Row
from hub.messaging.dispatch import CONNECTORS
from hub.messaging.topics import BY_NAME

# Title, topic, where the types are tested one by one, table.
SIDES: tuple[tuple[str, str, str, EventTable], ...] = (
    ("Events of the prison side", "custody.domain-event.v1", "test_custody_events.py", CUSTODY_EVENTS),
    ("Events of the probation side", "community.domain-event.v1", "test_community_events.py", COMMUNITY_EVENTS),
)
HEAD = """# What comes in, and what becomes of it

Made by `hub connectors --write` from the tables that the hub decides by. A message ends as **Applied**,
**Ignored(why)** or **Rejected(why)**; a rejected one is kept byte for byte (`hub dead-letters`). Every line of the two
tables of events is run by `tests/messaging/test_handled.py`, too; what the records then do, by `tests/actions`.
How fast all this is taken in, beside other ways to do it, is measured in [benchmarks.md](benchmarks.md).
"""
CHANGES = """## What a change of the prisoner record means

Of two readings of one record, next to each other by the time at which the prison read them; the first row that fits
decides; what must hold for each is the table of `hub/domain/custody_change.py`. The matrix over every pair of the
sample states stands in `tests/connectors/test_custody_states.py`, every row and boundary in
`tests/domain/test_custody_change.py`.
"""


def page() -> str:
    """The page as Markdown."""
    return "\n".join((HEAD, *_topics(), *_events(), *_changes())) + "\n"


def _topics() -> Iterator[str]:
    yield "## Topics\n"
    yield "| topic | key | what it carries | a rejected message |"
    yield "|---|---|---|---|"
    for name, connector in sorted(CONNECTORS.items()):
        parked = "parks later ones of its key" if connector.ordered else "stands alone"
        yield f"| `{name}` | {BY_NAME[name].key} | {connector.name}: {BY_NAME[name].about} | {parked} |"
    yield ""


def _events() -> Iterator[str]:
    for title, topic, tests, table in SIDES:
        yield f"## {title}\n\n`{topic}`. An exact name comes first, then the first line that fits.\n"
        yield "| event type | what the hub does | read in | tested in |"
        yield "|---|---|---|---|"
        for name, line in table.items():
            yield f"| `{name}` | {_does(line)} | {_read_in(line)} | `{tests}` |"
        yield ""


def _does(line: Taken | Passed) -> str:
    return line.does if isinstance(line, Taken) else f"*ignored*, {line.code}: {line.why}"


def _read_in(line: Taken | Passed) -> str:
    """The file that makes the record."""
    return f"`{line.read.__module__.rpartition('.')[2]}.py`" if isinstance(line, Taken) else ""


def _changes() -> Iterator[str]:
    yield CHANGES
    yield "| row | means |"
    yield "|---:|---|"
    for row in TABLE:
        yield f"| {row.number} | {_means(row)} |"


def _means(row: Row) -> str:
    if row.unknown:
        return "an unknown movement: named, counted, listed for a person to look at"
    if row.direction is None:
        return "no movement"
    return f"{'received' if row.direction is Direction.IN else 'released'}: {row.reason}"

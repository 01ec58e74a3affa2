"""A first load of many people's records by one `hub sync`, then two movements of each of some, on Apache Kafka.

    python -m bench.intake.first_load [--people 300000] [--moving 100000]

Kafka is the one that HUB_KAFKA_BOOTSTRAP names (its topics empty), else Apache Kafka's own server, started for this run
(Java and Maven, as for `make test-kafka`): the embedded broker drops what is past 5 MiB a partition. Memory and rate
are taken every second. It fails where the last third needs a tenth more memory than the middle one, or where a new
case tells more than one event.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import asyncpg
import psutil
from matplotlib.figure import Figure

from bench.database import CACHE, ROOT, server_url
from bench.intake import people
from bench.intake.people import EVENTS, RECORDS
from bench.intake.race import database, hub_command, send
from hub.connectors.connector import Message
from hub.errors import HubError
from hub.messaging.topics import TOPICS
from tests.apache_kafka.programs import missing
from tests.apache_kafka.server import ApacheKafka

STEP = 20_000  # messages sent at once
GROWTH = 1.1
ENOUGH = 100_000  # messages after which memory can be judged
RESULTS = ROOT / "bench" / "results"


@dataclass(frozen=True)
class Moment:
    """How far the role was after so many seconds, and its resident megabytes."""

    seconds: float
    taken: int
    megabytes: float


def main() -> int:
    """Send, watch, judge; the exit code."""
    words = argparse.ArgumentParser(prog="python -m bench.intake.first_load", description=__doc__)
    words.add_argument("--people", type=int, default=300_000, help="records of the first load (default: %(default)s)")
    words.add_argument("--moving", type=int, default=100_000, help="people who move twice after it")
    chosen = words.parse_args()
    try:
        with broker() as bootstrap, server_url() as server, database(server, "first_load") as url:
            moments, events = asyncio.run(_load(bootstrap, url, chosen.people, min(chosen.moving, chosen.people)))
    except HubError as error:
        print(error, file=sys.stderr)
        return 1
    return _judge(moments, chosen.people, events)


@contextmanager
def broker() -> Iterator[str]:
    """The address of the broker, with the hub's topics."""
    if named := os.environ.get("HUB_KAFKA_BOOTSTRAP"):
        yield named
        return
    if lacking := missing():
        raise HubError(f"{lacking}; or name a broker with HUB_KAFKA_BOOTSTRAP.")
    with ApacheKafka(CACHE / f"kafka-{os.getpid()}") as kafka:
        for topic in TOPICS:
            kafka.create_topic(topic.name, topic.partitions)
        yield kafka.bootstrap


async def _load(bootstrap: str, url: str, number: int, moving: int) -> tuple[list[Moment], int]:
    """What was seen every second, and how many events the cases told when all records were in."""
    await _send(bootstrap, RECORDS, (people.record(person) for person in range(number)), number)
    command = hub_command(bootstrap, url, RECORDS)
    process = await asyncio.create_subprocess_exec("env", *command, cwd=ROOT)
    connection = await asyncpg.connect(url)
    moments: list[Moment] = []
    began = time.monotonic()
    try:
        await _watch(connection, process, number, moments, began)
        events: int = await connection.fetchval("select count(*) from outbox")
        await _send(bootstrap, EVENTS, people.movements(moving, 2), 2 * moving)
        await _watch(connection, process, number + 2 * moving, moments, began)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        await connection.close()
    return moments, events


async def _send(bootstrap: str, topic: str, messages: Iterator[Message], number: int) -> None:
    sent = 0
    while some := list(islice(messages, STEP)):
        await send(bootstrap, topic, some)
        sent += len(some)
        print(f"Sent {sent:,} of {number:,} to {topic}", end="\r" if sent < number else "\n", flush=True)


async def _watch(
    connection: asyncpg.Connection,
    process: asyncio.subprocess.Process,
    number: int,
    moments: list[Moment],
    began: float,
) -> None:
    memory = psutil.Process(process.pid).memory_info
    while not moments or moments[-1].taken < number:
        await asyncio.sleep(1)
        if process.returncode is not None:
            raise HubError(f"hub sync ended with {process.returncode} before all messages were taken.")
        taken = await connection.fetchval("select count(*) from inbox")
        moments.append(Moment(time.monotonic() - began, taken, memory().rss / 2**20))


def _judge(moments: list[Moment], number: int, events: int) -> int:
    third = len(moments) // 3
    middle, end = (
        max(one.megabytes for one in some) for some in (moments[third : 2 * third + 1], moments[-third - 1 :])
    )
    loaded = next(one for one in moments if one.taken >= number)
    last = moments[-1]
    moved, seconds = last.taken - loaded.taken, last.seconds - loaded.seconds
    said = [
        f"{number:,} records in {loaded.seconds:,.0f} s, {number / loaded.seconds:,.0f} a second;"
        + (f" then {moved:,} movements, {moved / seconds:,.0f} a second." if moved else ""),
        f"Memory of hub sync: at most {middle:.0f} MB in the middle third of the run, {end:.0f} MB in the last.",
        f"Events told by the first load: {events:,}, {events / number:.2f} for each person.",
    ]
    print("\n".join(said))
    _save(moments, said)
    steady = end <= middle * GROWTH or last.taken < ENOUGH
    return 0 if steady and events == number else 1


def _save(moments: list[Moment], said: list[str]) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    found = {"said": said, "moments": [asdict(one) for one in moments]}
    (RESULTS / "first_load.json").write_text(json.dumps(found, indent=1))
    print(f"Plot: {_draw(moments, RESULTS / 'first_load.png')}")


def _draw(moments: list[Moment], path: Path) -> Path:
    figure = Figure(figsize=(8, 3.6))
    left, right = figure.subplots(1, 2)
    seconds = [one.seconds for one in moments]
    left.plot(seconds, [one.taken / 1000 for one in moments], color="#1f6f54")
    left.set(title="messages taken, thousands", xlabel="seconds", ylim=(0, None))
    right.plot(seconds, [one.megabytes for one in moments], color="#b0563b")
    right.set(title="resident memory of hub sync, MB", xlabel="seconds", ylim=(0, None))
    for panel in (left, right):
        panel.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, dpi=150)
    return path


if __name__ == "__main__":
    sys.exit(main())

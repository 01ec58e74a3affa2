"""Each way of taking the same messages in, as a process of its own against the same server; how many a second."""

import asyncio
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
from aiokafka import AIOKafkaProducer

from bench.database import ROOT
from bench.intake import people
from bench.intake.copying import copied
from bench.intake.people import EVENTS, RECORDS
from hub.actions.telling import answers
from hub.connectors.connector import Message
from hub.embedded.databases import create_database, drop_database
from hub.embedded.kafka import EmbeddedKafka
from hub.errors import HubError
from hub.messaging.topics import TOPICS
from hub.store.migrate import upgrade

PATIENCE = 60.0  # seconds in which a contestant must take something
Say = Callable[[str], None]
Command = Callable[[str, str, str], list[str]]  # broker, database, topic -> what to run


@dataclass(frozen=True)
class Taken:
    """How fast one contestant took one kind of message: so many, a second."""

    what: str
    name: str
    messages: int
    rate: float


def hub_command(bootstrap: str, url: str, topic: str) -> list[str]:
    """The hub's own role."""
    program = str(Path(sys.executable).with_name("hub"))
    return [f"HUB_DATABASE_URL={url}", f"HUB_KAFKA_BOOTSTRAP={bootstrap}", program, "sync"]


def plain_command(bootstrap: str, url: str, topic: str) -> list[str]:
    """FastStream and the ORM."""
    return [sys.executable, "-m", "bench.intake.plain", bootstrap, url, topic]


def race(server: str, many: int, few: int, say: Say) -> list[Taken]:
    """The hub with `many` people, the plain program with `few`, a COPY of the hub's rows."""
    results = []
    with database(server, "hub") as filled, database(server, "plain") as plain, database(server, "copy") as empty:
        results += _run("plain", plain_command, plain, few, say)
        results += _run("hub", hub_command, filled, many, say, stop_for_copy=empty)
        asyncio.run(_same_facts(filled, plain, few))
    say("Both hold the same facts of the people whom both took in.")
    return results


def _run(name: str, command: Command, url: str, number: int, say: Say, stop_for_copy: str = "") -> list[Taken]:
    taken = []
    with EmbeddedKafka() as broker:
        for one in TOPICS:
            broker.create_topic(one.name, one.partitions)
        records = [people.record(person) for person in range(number)]
        events = list(people.movements(number, 2))
        for what, topic, messages in (("records", RECORDS, records), ("events", EVENTS, events)):
            asyncio.run(send(broker.bootstrap, topic, messages))
            rate = asyncio.run(_measured(command(broker.bootstrap, url, topic), url, topic, len(messages)))
            taken.append(Taken(what, name, len(messages), rate))
            say(f"{name}: {len(messages):,} {what}, {rate:,.0f} a second")
            if what == "records" and stop_for_copy:
                seconds, rows = asyncio.run(copied(url, stop_for_copy))
                taken.append(Taken(what, "copy", number, number / seconds))
                say(f"bare COPY of their {rows:,} rows: {number / seconds:,.0f} records' worth a second")
    return taken


async def send(bootstrap: str, topic: str, messages: Sequence[Message]) -> None:
    """Send the messages, each under its key."""
    # The embedded broker answers a fetch with one of the producer's batches, Kafka itself with up to a megabyte.
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, linger_ms=500, max_batch_size=500_000)
    await producer.start()
    try:
        for message in messages:
            await producer.send(topic, message.value, key=message.key, headers=list(message.headers))
        await producer.flush()
    finally:
        await producer.stop()


async def _measured(command: Sequence[str], url: str, topic: str, number: int) -> float:
    """Messages a second, from the first commit that is seen to the last; the time to start is not counted.

    So few that one look sees them all were taken since the look before.
    """
    connection = await asyncpg.connect(url)
    process = await asyncio.create_subprocess_exec("env", *command, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL)
    began = time.monotonic()
    try:
        at_first, first, done, last, before = 0.0, 0, 0, began, began
        moved, seen = began, 0
        while done < number:
            before = last
            await asyncio.sleep(0.1)  # to count costs the database, too
            done = await connection.fetchval("select count(*) from inbox where topic = $1", topic)
            last = time.monotonic()
            if done and not first:
                first, at_first = done, last
            moved = last if done > seen else moved
            seen = done
            if process.returncode is not None or last - moved > PATIENCE:
                raise HubError(f"{command[-1]} ended or stood still after {done:,} of {number:,} messages.")
        return (done - first) / (last - at_first) if done > first else done / (last - before)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        await connection.close()


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """A database of its own at the newest schema, dropped at the end."""
    name = f"hub_bench_intake_{name}"
    drop_database(server, name)
    create_database(server, name)
    url = urlsplit(server)._replace(path=f"/{name}").geturl()
    try:
        upgrade(url)
        yield url
    finally:
        drop_database(server, name)


TOLD_BY_BOTH = ("CaseOpened", "MovementReported", "CustodyChanged", "PhaseChanged", *answers.EVENTS.values())
SAME = """
select r.key, c.phase, c.prison_code, c.surname, u.state, u.current, s.release_on, s.span_id is not null as in_span,
  lower(n.during) is not null as spans, h.staff_id, (select count(*) from movement m where m.case_id = c.id) as moved,
  (select count(*) from identifier i where i.case_id = c.id) as identifiers,
  (select count(*) from outbox o where o.case_id = c.id and o.type = any($1)) as events,
  (select count(*) from custody_reading y where y.case_id = c.id) as readings,
  (select keys from person_likeness k where k.case_id = c.id) as keys, c.facts,
  (select jsonb_object_agg(question, answer - 'since') from jsonb_each(c.answers) as a(question, answer)) as answers
from offender_case c join source_record r on r.case_id = c.id join custody_record u on u.case_id = c.id
  join sentence s on s.case_id = c.id join span n on n.case_id = c.id join offender_manager_holder h on h.case_id = c.id
order by r.key
"""


async def _same_facts(hub: str, plain: str, number: int) -> None:
    """Raises HubError where the contestants did not do the same work."""
    mine = {people.number(person) for person in range(number)}
    found = []
    for url in (hub, plain):
        connection = await asyncpg.connect(url)
        found.append([tuple(row) for row in await connection.fetch(SAME, TOLD_BY_BOTH) if row["key"] in mine])
        await connection.close()
    if found[0] != found[1] or len(found[0]) != number:
        differing = next((pair for pair in zip(*found, strict=False) if pair[0] != pair[1]), None)
        raise HubError(f"The contestants do not hold the same facts: {differing}.")

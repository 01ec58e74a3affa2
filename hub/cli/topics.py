"""Kafka as an operator sees it: `hub topics`, `hub lag`, `hub rewind`."""

import asyncio
from argparse import ArgumentParser, Namespace

from rich.table import Table

from hub.cli import printing
from hub.cli.command import Command
from hub.cli.needs import need
from hub.connectors.times import read_time
from hub.errors import HubError
from hub.messaging import lag, offsets, topics
from hub.messaging.broker import GROUP, Broker
from hub.messaging.dispatch import CONNECTORS
from hub.messaging.offsets import Place
from hub.settings import Settings


def _topics_arguments(parser: ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--create", action="store_true", help="create the topics that are missing, then verify")
    what.add_argument("--verify", action="store_true", help="say what the broker holds otherwise than this table")


def run_topics(chosen: Namespace, settings: Settings) -> int:
    """List every topic of the contract; or make what is missing, or compare; exit code 1 where --verify finds any."""
    if not chosen.create and not chosen.verify:
        for topic in topics.TOPICS:
            print(topics.line(topic))
        return 0
    need(settings, database=False)
    broker = Broker.of(settings)
    as_told = f"The broker holds all {len(topics.TOPICS)} topics as the hub's table says"
    if chosen.create:
        for sentence in asyncio.run(topics.ensure(broker)) or [f"{as_told}."]:
            print(sentence)
        return 0
    found = asyncio.run(topics.verify(broker))
    for sentence in found.sentences:
        print(sentence)
    if not found.differences:
        print(f"{as_told}, as far as it tells." if found.unseen else f"{as_told}.")
    return 1 if found.differences else 0


def _lag_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--topic", action="append", choices=sorted(CONNECTORS), metavar="TOPIC", help="only this one")
    parser.add_argument("--group", default=GROUP, help=f"the consumer group ({GROUP})")


def run_lag(chosen: Namespace, settings: Settings) -> int:
    """Print for each partition how far the hub is behind, and what else the broker tells."""
    need(settings, database=False)
    found = asyncio.run(lag.measure(Broker.of(settings), chosen.group, chosen.topic or sorted(CONNECTORS)))
    table = Table("topic", "partition", "end", "committed", "lag", "oldest waits", box=None)
    for name in ("partition", "end", "committed", "lag", "oldest waits"):
        next(column for column in table.columns if column.header == name).justify = "right"
    for row in found.partitions:
        held = "-" if row.committed is None else f"{row.committed:,}"
        waits = "not read" if row.seconds is None else f"{row.seconds:,.0f} s" if row.records else ""
        table.add_row(row.topic, str(row.partition), f"{row.end:,}", held, f"{row.records:,}", waits)
    console = printing.console()
    console.print(table)
    oldest = max((row.seconds or 0 for row in found.partitions), default=0)
    console.print(f"{sum(row.records for row in found.partitions):,} records wait, the oldest for {oldest:,.0f} s.")
    for note in found.notes:
        console.print(note, markup=False)
    return 0


def _rewind_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("time", help="RFC 3339, like 2026-03-02T09:30:00Z; without a zone it is London's time")
    parser.add_argument("--topic", action="append", choices=sorted(CONNECTORS), metavar="TOPIC", help="only this one")
    parser.add_argument("--group", default=GROUP, help=f"the consumer group ({GROUP})")
    parser.add_argument("--commit", action="store_true", help="set the group to these places; without it, only show")


def run_rewind(chosen: Namespace, settings: Settings) -> int:
    """Show each partition's place at the time; with --commit, have the group begin there."""
    need(settings, database=False)
    moment = read_time(chosen.time)
    if moment is None:
        raise HubError(f"{chosen.time!r} is no time: write it like 2026-03-02T09:30:00Z.")
    broker, names = Broker.of(settings), chosen.topic or sorted(CONNECTORS)
    places = asyncio.run(offsets.places_at(broker, chosen.group, names, moment))
    for place in places:
        print(_line(place))
    if not chosen.commit:
        print(f"Nothing was changed. With --commit, {chosen.group} begins at these places.")
        return 0
    asyncio.run(offsets.rewind(broker, chosen.group, places))
    print(f"{chosen.group} begins at these places when `hub sync` starts.")
    return 0


def _line(place: Place) -> str:
    held = "never committed" if place.committed is None else f"committed {place.committed:,}"
    change = f"{place.again:,} again" if place.again > 0 else f"{-place.again:,} left out" if place.again < 0 else ""
    return f"{place.topic}/{place.partition}  {held}, then {place.offset:,} of {place.end:,}  {change}".rstrip()


COMMANDS = (
    Command(
        "topics",
        "list the Kafka topics, create them, or compare with the broker's",
        run_topics,
        _topics_arguments,
        "The list needs no broker. The embedded broker does not tell clean-up, sizes and retention; --verify says so,\n"
        "and that alone is no difference.\n"
        "exit codes: 0 all is as it should be, 1 --verify found a difference\n\nexample:  hub topics --verify",
    ),
    Command(
        "lag",
        "how far `hub sync` is behind: records and seconds, for each partition",
        run_lag,
        _lag_arguments,
        "Asks from outside the group, so it works while nothing runs. The running role shows the same as gauges,\n"
        "hub_kafka_consumer_lag_records and hub_kafka_consumer_lag_seconds, on the port HUB_METRICS_PORT.\n"
        "The embedded broker does not tell who is in the group.\n\n"
        "example:  hub lag --topic custody.prisoner.snapshot.v1",
    ),
    Command(
        "rewind",
        "take messages again from a time on",
        run_rewind,
        _rewind_arguments,
        "Shows which offsets the topics had at the time; --commit sets the group there, while no `hub sync` runs.\n"
        "What the hub has taken already is recognised and changes nothing, so too early a time is safe.\n"
        "The embedded broker can't tell offsets by time.\n\n"
        "example:  hub rewind 2026-03-02T09:30:00Z --topic custody.domain-event.v1 --commit",
    ),
)

"""`hub status`: what runs on this machine, whether the broker and the database answer, how fresh the picture is."""

import asyncio
from argparse import Namespace
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from aiokafka.errors import KafkaError
from rich.console import Console
from rich.table import Table

from hub.cli import printing
from hub.cli.command import Command
from hub.embedded import home
from hub.embedded.postgres import EmbeddedPostgres
from hub.embedded.roles import NAMES, running_roles
from hub.errors import DependencyUnavailable
from hub.messaging import topics
from hub.messaging.broker import Broker
from hub.settings import Settings
from hub.store.database import Database, check
from hub.store.identity.frequent_number import frequent_numbers
from hub.store.records.feed import feeds
from hub.store.transaction import Transaction

PATIENCE = 5.0  # seconds for the broker's answer
MINUTE, HOUR, DAY = 60, 3600, 86_400


def run_status(chosen: Namespace, settings: Settings) -> int:
    """Print what runs and where, and every setting without secrets; exit code 0 if the hub runs, 3 if not."""
    console = printing.console()
    state = home.running(settings)
    if state:
        show_hub(console, state)
    else:
        console.print("No hub is running on this machine's folder. Start it with `hub up`.")
        if EmbeddedPostgres(home.folder(settings)).is_running():
            console.print("Its PostgreSQL runs still: the hub was killed. `hub down` stops it, and so does `hub up`.")
    if settings.kafka_bootstrap:
        console.print(f"  Kafka     {settings.kafka_bootstrap}, {asyncio.run(broker_says(Broker.of(settings)))}")
    if settings.database_url:
        show_feeds(console, settings.database_url)
        show_frequent_numbers(console, settings.database_url)
    table = Table("setting", "value", "what it is for", title="Settings of this shell", title_justify="left", box=None)
    for variable, value in values_of(settings, state).items():
        table.add_row(variable, value or "(not set)", settings.about(variable))
    console.print(table)
    return 0 if state else 3


def values_of(settings: Settings, state: home.Running | None) -> dict[str, str]:
    """The settings of this shell as shown; the port with the one of the hub that runs, where that is another."""
    values = settings.shown()
    if state and (port := urlsplit(state.address).port) != settings.port:
        values["HUB_PORT"] = f"{settings.port}; the hub that runs here has {port}"
    return values


def show_hub(console: Console, state: home.Running) -> None:
    """The hub that `hub up` runs: where it is, and its roles."""
    console.print(f"The hub runs since {state.started_at} (process {state.process_id}).")
    console.print(f"  GraphQL   {state.address}/graphql\n  GraphiQL  {state.address}/graphiql")
    console.print(f"  data      {state.data_folder}\n  logs      {state.logs}")
    held = running_roles(state.process_id)
    told = (f"{name} (process {held[name]})" if name in held else f"{name} (does not run)" for name in NAMES)
    console.print(f"  roles     {', '.join(told)}")


async def broker_says(broker: Broker) -> str:
    """Whether the broker answers, and whether it holds the hub's topics."""
    try:
        found = await asyncio.wait_for(topics.verify(broker), PATIENCE)
    except (DependencyUnavailable, KafkaError, TimeoutError) as fault:
        return f"does not answer ({type(fault).__name__})"
    if found.differences:
        return f"answers; {len(found.differences)} differences from the hub's topics: `hub topics --verify`"
    return f"answers and holds all {len(topics.TOPICS)} topics"


def show_feeds(console: Console, database_url: str) -> None:
    """How fresh the picture is: each topic of the services with its newest word. Fits 80 columns."""
    try:
        found = asyncio.run(_read(database_url, feeds))
    except DependencyUnavailable as away:
        console.print(f"  feeds     {away}")
        return
    title = "Feeds: of each topic, the service's newest word, and how long after it the hub had it"
    table = Table("topic", "records", "newest word (UTC)", "had after", box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for one in found:
        table.add_row(one.topic, f"{one.records:,}", f"{one.newest_source_time:%Y-%m-%d %H:%M}", span(one.lag_seconds))
    console.print(title if found else "  feeds     no record of the services has come yet")
    if found:
        console.print(table)


def show_frequent_numbers(console: Console, database_url: str) -> None:
    """The numbers that too many cases hold, each with the first cases that do; the numbers themselves are not told."""
    try:
        found = asyncio.run(_read(database_url, frequent_numbers))
    except DependencyUnavailable:
        return  # the feeds have said so
    if not found:
        return
    console.print("Numbers held by so many cases that they join nobody: have them mended where they come from")
    for one in found:
        first = ", ".join(map(str, one.first_cases))
        console.print(f"  {one.kind}, {one.cases:,} cases, the first of them {first}")


def span(seconds: int) -> str:
    """A time for people to read, in the largest unit of which it holds two."""
    for unit, name in ((DAY, "days"), (HOUR, "h"), (MINUTE, "min")):
        if seconds >= 2 * unit:
            return f"{seconds // unit:,} {name}"
    return f"{seconds} s"


async def _read(database_url: str, read: Callable[[Transaction], Awaitable[Sequence[Any]]]) -> Sequence[Any]:
    await check(database_url)
    database = Database(database_url, size=1)
    try:
        async with database.transaction() as tx:
            return await read(tx)
    finally:
        await database.close()


COMMANDS = (
    Command("status", "show what runs, and every setting", run_status, more="exit codes: 0 it runs, 3 it does not"),
)

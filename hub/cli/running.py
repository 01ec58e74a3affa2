"""`hub up`, `hub down`, `hub status`: the whole hub on this machine."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from hub.cli.command import Command
from hub.embedded import home, up
from hub.errors import DependencyUnavailable
from hub.settings import Settings
from hub.store.database import Database, check
from hub.store.feed import feeds


def _up_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--no-demo", action="store_true", help="start empty: send no made-up people")
    parser.add_argument("--people", type=int, default=300, metavar="N", help="made-up people to send (300)")


def run_up(chosen: Namespace, settings: Settings) -> int:
    """Start everything, stay until Ctrl-C, stop everything."""
    return up.up(settings, people=0 if chosen.no_demo else chosen.people)


def run_down(chosen: Namespace, settings: Settings) -> int:
    """Stop the hub that `hub up` started elsewhere on this machine."""
    stopped = home.stop_running(settings)
    print("The hub has stopped; its data are kept." if stopped else "No hub is running: nothing to stop.")
    return 0


def run_status(chosen: Namespace, settings: Settings) -> int:
    """Print what runs and where, and every setting without secrets; exit code 0 if the hub runs, 3 if not."""
    console = Console(soft_wrap=True, highlight=False)
    state = home.running(settings)
    if state:
        console.print(f"The hub runs since {state.started_at} (process {state.process_id}).")
        console.print(f"  GraphQL   {state.address}/graphql\n  GraphiQL  {state.address}/graphiql")
        console.print(f"  Kafka     {state.kafka_bootstrap}\n  data      {state.data_folder}\n  logs      {state.logs}")
        show_feeds(console, state.database_url)
    else:
        console.print("No hub is running on this machine's folder. Start it with `hub up`.")
    table = Table("setting", "value", "what it is for", title="Settings of this shell", title_justify="left", box=None)
    for variable, value in settings.shown().items():
        table.add_row(variable, value or "(not set)", settings.about(variable))
    console.print(table)
    return 0 if state else 3


def show_feeds(console: Console, database_url: str) -> None:
    """How fresh the picture is: each topic of the services with its newest word."""
    try:
        found = asyncio.run(_feeds(database_url))
    except DependencyUnavailable as away:
        console.print(f"  feeds     {away}")
        return
    table = Table("feed", "records", "newest word", "received", "took", title="Feeds", title_justify="left", box=None)
    for one in found:
        times = [f"{at:%Y-%m-%d %H:%M:%S}Z" for at in (one.newest_source_time, one.newest_received_at)]
        table.add_row(one.topic, f"{one.records:,}", *times, f"{one.lag_seconds:,} s")
    console.print(table if found else "  feeds     no record of the services has come yet")


async def _feeds(database_url: str) -> Sequence[Any]:
    await check(database_url)
    database = Database(database_url, size=1)
    try:
        async with database.transaction() as tx:
            return await feeds(tx)
    finally:
        await database.close()


COMMANDS = (
    Command(
        "up",
        "set up and start everything on this machine",
        run_up,
        _up_arguments,
        "Starts PostgreSQL and Kafka (embedded, unless HUB_DATABASE_URL and HUB_KAFKA_BOOTSTRAP name others),\n"
        "brings the database to the newest schema, makes the topics, starts the roles serve, sync, relay and clock,\n"
        "and sends made-up people. Ctrl-C stops everything; the data are kept.\n\nexample:  hub up --people 500",
    ),
    Command("down", "stop what `hub up` started", run_down),
    Command("status", "show what runs, and every setting", run_status, more="exit codes: 0 it runs, 3 it does not"),
)

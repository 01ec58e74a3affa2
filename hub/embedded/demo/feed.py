"""The feed: made-up people through Kafka as both services send real ones, then their first plans; the same every time.

Its dates are counted from the day before the first feed into this database. So a later feed sends the same bytes: the
hub recognises them, and nothing changes.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from hub.embedded.demo import replies, summary, waiting
from hub.embedded.demo.messages import parts
from hub.embedded.demo.people import Person, people
from hub.embedded.demo.plans import make_plans, with_plan
from hub.embedded.demo.sending import Bars, Sending, Shown, first_day
from hub.embedded.demo.supervisors import allocate_supervisors
from hub.errors import HubError
from hub.messaging.broker import Broker
from hub.store.database import Database, check

# The made-up numbers have four digits; and with more, the embedded broker, which keeps 5 MiB of a partition, would drop
# outgoing events before a slow reader has read them.
MOST = 2000


def feed(console: Console, database_url: str, broker: Broker, people: int) -> None:
    """Send so many made-up people and their plans, show how far it is, and print what the hub holds then.

    Raises HubError for a number that can't be, and where the hub does not take the messages; DependencyUnavailable
    where PostgreSQL or Kafka does not answer.
    """
    if not 0 < people <= MOST:
        raise HubError(f"{people} made-up people can't be sent: choose a number from 1 to {MOST}.")
    asyncio.run(_feed(console, database_url, broker, people))


async def _feed(console: Console, database_url: str, broker: Broker, count: int) -> None:
    await check(database_url)
    database = Database(database_url, size=2)
    try:
        day = await first_day(database) or datetime.now(UTC).date() - timedelta(days=1)
        before = await summary.changes(database)
        async with Sending(database, broker, day) as sending, replies.listening(broker) as answers:
            with _bars(console) as bars:
                everybody = people(count, day)
                for part in parts(everybody, day):
                    await sending.send(part.items, bars(part.title, len(part.items)))
                await _supervisors(database, everybody, bars)
                await make_plans(sending, answers, with_plan(everybody), day, bars)
            summary.show(console, await summary.figures(database), await sending.ended(), await sending.answered())
            waiting.show(console, await waiting.waiting(database, sending.replay_id))
        if await summary.changes(database) == before:
            console.print("Nothing has changed: the hub had all of these people and plans already.")
    finally:
        await database.close()


async def _supervisors(database: Database, everybody: Sequence[Person], bars: Bars) -> None:
    inside = [person for person in everybody if person.supervisor and person.manager]
    shown = bars("Offender Supervisors", len(inside))
    await allocate_supervisors(database, inside, shown)


@contextmanager
def _bars(console: Console) -> Iterator[Bars]:
    """One bar after the other: title, how many of how many are taken, and the time."""
    columns = (
        TextColumn("  {task.description:<30}"),
        BarColumn(bar_width=30),
        TextColumn("taken {task.completed:,.0f} of {task.total:,.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:

        def begin(title: str, total: int) -> Shown:
            task = progress.add_task(title, total=total)
            return lambda completed: progress.update(task, completed=completed)

        yield begin

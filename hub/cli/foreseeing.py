"""`hub clock --dry-run`: what a day would change, shown and not done."""

import asyncio
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from rich.console import Console

from hub.actions.redeciding.phase import foresee, next_due
from hub.actions.telling.case_events import CaseChange
from hub.cli.command import whole_number
from hub.cli.needs import need
from hub.domain.days import end_of, london_day, may_be_meant
from hub.settings import Settings
from hub.store.database import Database, check

PROGRESS = 1000  # cases between two lines
EXAMPLES = """examples:
  hub clock                                 keep time until Ctrl-C
  hub clock --dry-run                       what is due now, and what it would change
  hub clock --at 2027-01-31 --dry-run       what would change by the end of that day
"""


def arguments(parser: ArgumentParser) -> None:
    """The options of `hub clock`."""
    parser.add_argument("--at", type=_day, metavar="DATE", help="the day to look at, as YYYY-MM-DD; with --dry-run")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    parser.add_argument(
        "--show", type=whole_number("cases"), default=50, metavar="N", help="cases to print one by one (50)"
    )


def run(chosen: Namespace, settings: Settings) -> int:
    """Show what is due by the end of the day, case by case, then in numbers; no name is printed."""
    need(settings, kafka=False)
    now = datetime.now(UTC)
    at = now if chosen.at is None else end_of(chosen.at) - timedelta(microseconds=1)
    asyncio.run(_show(settings, at, chosen.show))
    return 0


async def _show(settings: Settings, at: datetime, most: int) -> None:
    await check(settings.database_url)
    console = Console(highlight=False, soft_wrap=True)
    database = Database(settings.database_url, size=1)
    counts: Counter[str] = Counter()
    asked = changing = after = 0
    try:
        while page := await next_due(database, at, after):
            for due in page:
                changes = await foresee(database, due, at)
                asked += 1
                changing += bool(changes)
                counts.update(change.name for change in changes)
                if changes and changing <= most:
                    console.print(f"case {due.case_id}: {'; '.join(map(_line, changes))}", markup=False)
                if asked % PROGRESS == 0:
                    console.print(f"{asked} cases asked so far ...", markup=False)
            after = page[-1].case_id
    finally:
        await database.close()
    if changing > most:
        console.print(f"... and {changing - most} more: --show {changing} prints all.", markup=False)
    console.print(
        f"By {london_day(at)}: {asked} cases due, {changing} would change. Nothing was changed.", markup=False
    )
    for name, number in sorted(counts.items()):
        console.print(f"  {name}: {number}", markup=False)


def _line(change: CaseChange) -> str:
    """The fields that differ, from what to what; events hold no names of people."""
    before, after = change.before or {}, change.after or {}
    fields = [name for name in after if name in before and before[name] != after[name] and name != "reason"]
    told = ", ".join(f"{name} {_word(before[name])} -> {_word(after[name])}" for name in fields)
    return f"{change.name} ({told})" if told else change.name


def _word(value: object) -> str:
    return "none" if value in (None, [], ()) else str(value)


def _day(given: str) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise ArgumentTypeError(f"{given!r} is no date: write it as 2027-01-31") from None
    if not may_be_meant(day):
        raise ArgumentTypeError(f"{given} lies outside the years that the hub knows")
    return day

"""`hub reconcile`: a fresh full set of snapshots held against what the hub holds."""

import asyncio
from argparse import ArgumentParser, Namespace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hub.cli.command import Command, whole_number
from hub.cli.needs import need
from hub.messaging.broker import Broker
from hub.messaging.reconciliation import RECONCILED, Comparison, Difference, compare, of_folder, of_topic
from hub.settings import Settings
from hub.store.database import Database


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("topic", choices=sorted(RECONCILED), metavar="TOPIC", help=", ".join(sorted(RECONCILED)))
    parser.add_argument("--folder", type=Path, help="compare with the message files of a folder, not with the topic")
    parser.add_argument("--mend", action="store_true", help="take what the hub lacks; without it, nothing is changed")
    parser.add_argument(
        "--show", type=whole_number("differences"), default=20, metavar="N", help="differences to print one by one (20)"
    )


def run_reconcile(chosen: Namespace, settings: Settings) -> int:
    """Compare, and with --mend take what is lacking; exit code 0 where nothing differs in the end, else 1."""
    need(settings, kafka=chosen.folder is None)
    console = Console(highlight=False, soft_wrap=True)
    found = asyncio.run(_compare(chosen, settings, console))
    _tell(console, found, chosen.show)
    return 0 if found.agrees else 1


async def _compare(chosen: Namespace, settings: Settings, console: Console) -> Comparison:
    messages = of_folder(chosen.folder, chosen.topic) if chosen.folder else of_topic(Broker.of(settings), chosen.topic)
    database = Database(settings.database_url, size=2)
    columns = (TextColumn("Comparing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("", total=None)
            return await compare(
                database,
                chosen.topic,
                messages,
                mend=chosen.mend,
                progress=lambda done, of: bar.update(task, completed=done, total=of),
            )
    finally:
        await database.close()


def _tell(console: Console, found: Comparison, most: int) -> None:
    """Cases by their numbers; nobody is named."""
    for one in found.differences[:most]:
        console.print(_line(one), markup=False)
    for case_id in found.not_in_set[: max(0, most - len(found.differences))]:
        console.print(f"case {case_id}: held, and not in the set", markup=False)
    counts = {standing.lower(): number for standing, number in sorted(found.standings.items())}
    counts |= {"held and not in the set": len(found.not_in_set)}
    counts |= {f"not comparable ({code})": number for code, number in sorted(found.unread.items())}
    console.print(", ".join(f"{number:,} {what}" for what, number in counts.items()))
    if found.mended:
        console.print("Mended: " + ", ".join(f"{number:,} {end}" for end, number in sorted(found.mended.items())))


def _line(one: Difference) -> str:
    held = f"held as of {one.held_at:%Y-%m-%d %H:%M:%S}" if one.held_at else "nothing is held"
    who = f"case {one.case_id}" if one.case_id is not None else "no case"
    said = f"{one.standing.lower()}, mended" if one.mended else one.standing.lower()
    return f"{who}: {said}; {held}, the set as of {one.read_at:%Y-%m-%d %H:%M:%S} ({one.where})"


COMMANDS = (
    Command(
        "reconcile",
        "compare a fresh full set of snapshots with what is held; mend what is lacking",
        run_reconcile,
        _arguments,
        "The set is the topic from its beginning, or a folder of message files. The same facts read at another time\n"
        "are no difference. exit codes: 0 nothing differs in the end, 1 something does.\n\n"
        "example:  hub reconcile custody.prisoner.snapshot.v1 --mend",
    ),
)

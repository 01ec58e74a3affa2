"""`hub dead-letters`: messages that could not be taken, and what a person does about them."""

import asyncio
import getpass
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable, Sequence

from hub.cli.command import Command, whole_number
from hub.errors import SettingInvalid
from hub.messaging import dead_letters
from hub.messaging.dispatch import Dispatcher
from hub.messaging.outcome import End
from hub.settings import Settings
from hub.store.database import Database


def _arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="those that wait, oldest first")
    listing.add_argument("--topic", help="only of this topic")
    listing.add_argument(
        "--show", type=whole_number("messages", 1), default=100, metavar="N", help="how many to print (100)"
    )
    listing.set_defaults(action=_list)
    for name, about, action in (
        ("show", "one message with its bytes: personal data, for your eyes", _show),
        ("replay", "take the message again, then those parked behind it", _replay),
        ("discard", "give the message up; its bytes stay in the table", _discard),
    ):
        child = actions.add_parser(name, help=about)
        child.add_argument("id", type=int, help="its number in the list")
        child.set_defaults(action=action)
        if action is _discard:
            child.add_argument("--why", required=True, help="the reason, kept with the message")


async def _list(chosen: Namespace, database: Database) -> int:
    letters = await dead_letters.waiting(database, topic=chosen.topic, limit=chosen.show)
    number = max(len(letters), await dead_letters.count_waiting(database, topic=chosen.topic))
    for letter in letters:
        print(f"{letter.id:>8}  {letter.state:<8} {letter.code:<24} {letter.topic}/{letter.partition}/{letter.offset}")
    if len(letters) < number:
        print(f"{number} waiting; the oldest {len(letters)} are shown: --show {number} shows all")
    else:
        print(f"{number} waiting" if number else "Nothing waits.")
    return 0


async def _show(chosen: Namespace, database: Database) -> int:
    letter = await dead_letters.show(database, chosen.id)
    print(f"{letter.topic}/{letter.partition}/{letter.offset}  {letter.state}  {letter.code}  {letter.detail or ''}")
    for name, value in letter.headers:
        print(f"{name}: {value.decode('utf-8', 'replace') if value is not None else ''}")
    print(f"key: {(letter.key or b'').decode('utf-8', 'replace')}\n")
    print((letter.value or b"").decode("utf-8", "replace"))
    return 0


async def _replay(chosen: Namespace, database: Database) -> int:
    all_taken = await dead_letters.replay(database, Dispatcher(database), chosen.id, by=getpass.getuser())
    for taken in all_taken:
        print(f"{taken.letter.id:>8}  {taken.outcome}")
    return _code(all_taken)


async def _discard(chosen: Namespace, database: Database) -> int:
    me = getpass.getuser()
    freed = await dead_letters.discard(database, Dispatcher(database), chosen.id, by=me, reason=chosen.why)
    print(f"Dead letter {chosen.id} is discarded.")
    for taken in freed:
        print(f"{taken.letter.id:>8}  {taken.outcome}")
    return _code(freed)


def _code(taken: Sequence[dead_letters.Taken]) -> int:
    """1 where a message was rejected again: it still waits."""
    return 1 if any(one.outcome.end is End.REJECTED for one in taken) else 0


def run_dead_letters(chosen: Namespace, settings: Settings) -> int:
    """List, show, replay or discard; exit code 1 where a message was taken and rejected again."""
    if not settings.database_url:
        raise SettingInvalid("No hub is running here: start one with `hub up`, or set HUB_DATABASE_URL.")
    return asyncio.run(_with_database(settings, chosen.action, chosen))


async def _with_database(
    settings: Settings, action: Callable[[Namespace, Database], Awaitable[int]], chosen: Namespace
) -> int:
    database = Database(settings.database_url)
    try:
        return await action(chosen, database)
    finally:
        await database.close()


COMMANDS = (
    Command(
        "dead-letters",
        "messages that could not be taken: list, show, replay, discard",
        run_dead_letters,
        _arguments,
        "exit codes: 0 done, 1 a message was taken and rejected again: it waits as before\n\n"
        "example:  hub dead-letters discard 17 --why 'sent twice by mistake, see ticket'",
    ),
)

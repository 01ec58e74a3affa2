"""The front door: the table of commands, and what happens to an error on its way out."""

import argparse
import asyncio
import sys
from collections.abc import Iterator, Sequence

from hub.cli import contract, dead_letters, feed, reconciliation, roles, running, status, topics
from hub.cli.command import Command
from hub.cli.vectors import run as vectors
from hub.embedded.home import with_running_addresses
from hub.errors import BrokenRule, DependencyUnavailable, HubError
from hub.settings import Settings
from hub.store.database import check
from hub.store.faults import passes, told_by_server, trouble
from hub.telemetry import configure_logging

COMMANDS: tuple[Command, ...] = (
    *running.COMMANDS,
    *status.COMMANDS,
    *roles.COMMANDS,
    *topics.COMMANDS,
    *feed.COMMANDS,
    *dead_letters.COMMANDS,
    *reconciliation.COMMANDS,
    *contract.COMMANDS,
    *vectors.COMMANDS,
)

DESCRIPTION = "One sentence plan, shared by prison and probation."
EPILOG = "Start with `hub up`. Settings come from the environment; `hub status` shows every one of them."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 a sentence says what is wrong, 2 wrong words, 130 Ctrl-C."""
    chosen = parser().parse_args(arguments)
    command: Command = chosen.command
    try:
        settings = with_running_addresses(Settings.from_environment())
        configure_logging(settings.log_format, settings.log_level)
        return _run(command, chosen, settings)
    except HubError as error:
        print(f"hub {command.name}: {error}", file=sys.stderr)
        return 1
    except BrokenRule as rule:
        print(f"hub {command.name}: {rule.message} {rule.remedy}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0


def _run(command: Command, chosen: argparse.Namespace, settings: Settings) -> int:
    """Run it. Raises DependencyUnavailable in place of whatever the database's trouble led to."""
    try:
        return command.run(chosen, settings)
    except Exception as fault:
        passing = [one for one in _all_of(fault) if passes(one)]
        if settings.database_url and passing:
            asyncio.run(check(settings.database_url))
            if told := next(filter(told_by_server, passing), None):
                raise DependencyUnavailable(f"{trouble(told)} ({type(told).__name__}).") from None
        raise


def _all_of(fault: Exception) -> Iterator[Exception]:
    """The fault, or those of a group."""
    if isinstance(fault, ExceptionGroup):
        for one in fault.exceptions:
            yield from _all_of(one)
    else:
        yield fault


def parser() -> argparse.ArgumentParser:
    """The parser of every command, from the table above."""
    root = argparse.ArgumentParser(prog="hub", description=DESCRIPTION, epilog=EPILOG)
    commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        child = commands.add_parser(
            command.name,
            help=command.about,
            description=command.about,
            epilog=command.more,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.arguments(child)
        child.set_defaults(command=command)
    return root

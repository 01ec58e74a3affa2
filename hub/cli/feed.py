"""Messages by hand: `hub demo`, `hub replay`, `hub check-message`; and `hub token` to try what they made."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from rich.console import Console

from hub.auth import development
from hub.cli.command import Command, whole_number
from hub.embedded import demo
from hub.errors import HubError, SettingInvalid
from hub.messaging.broker import Broker
from hub.messaging.check_message import check_message
from hub.messaging.message_file import Overrides
from hub.messaging.replay import replay
from hub.settings import Settings


def _demo_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--people", type=whole_number("people", 1), default=300, metavar="N", help="how many made-up people (300)"
    )


def run_demo(chosen: Namespace, settings: Settings) -> int:
    """Send made-up people through Kafka and wait until the hub has taken them."""
    _need_hub(settings)
    if not settings.development:
        raise HubError("Made-up people are refused where a real issuer is configured (HUB_ISSUER).")
    demo.feed(Console(highlight=False), settings.database_url, Broker.of(settings), chosen.people)
    return 0


def _replay_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder of message files, *.json")
    parser.add_argument("--topic", help="send every file to this topic")
    parser.add_argument("--key", help="with this key")
    parser.add_argument("--source-time", help="say that the source made it then (RFC 3339)")
    parser.add_argument(
        "--within", type=float, default=60, metavar="SECONDS", help="give up when no outcome has come for so long (60)"
    )


def run_replay(chosen: Namespace, settings: Settings) -> int:
    """Send the files as they are, and print what became of each."""
    _need_hub(settings)
    overrides = Overrides(topic=chosen.topic, key=chosen.key, source_time=chosen.source_time)
    return asyncio.run(
        replay(settings, chosen.folder, overrides, within=chosen.within, console=Console(highlight=False))
    )


def _check_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="one message file")
    parser.add_argument("--topic", help="as if it came on this topic")
    parser.add_argument("--key", help="with this key")


def run_check_message(chosen: Namespace, settings: Settings) -> int:
    """Say which topic the message belongs to and what would happen; needs neither Kafka nor a database."""
    verdict = check_message(chosen.file, topic=chosen.topic, key=chosen.key)
    print(verdict.text)
    return 0 if verdict.accepted else 1


def _token_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("person", nargs="?", help="whom to be; without it, the list of people")


def run_token(chosen: Namespace, settings: Settings) -> int:
    """Print a token of the development issuer, or the people it knows."""
    if not settings.development:
        raise HubError("The development issuer is off: HUB_ISSUER names a real one, which gives the tokens.")
    if not settings.development_key or not settings.database_url:
        raise SettingInvalid(
            "No hub is running here: start one with `hub up`, or set HUB_DATABASE_URL and HUB_DEVELOPMENT_KEY."
        )
    issuer = development.Issuer(Path(settings.development_key), settings.database_url)
    if chosen.person:
        print(issuer.token(chosen.person))
        return 0
    for person in issuer.people():
        print(f"{person.id:<24} {person.label}")
    print("\nhub token PERSON prints a token", file=sys.stderr)
    return 0


def _need_hub(settings: Settings) -> None:
    if not settings.database_url or not settings.kafka_bootstrap:
        raise SettingInvalid(
            "No hub is running here: start one with `hub up` in another terminal, or set HUB_DATABASE_URL and "
            "HUB_KAFKA_BOOTSTRAP to one that runs elsewhere."
        )


COMMANDS = (
    Command("demo", "send made-up people through Kafka", run_demo, _demo_arguments),
    Command(
        "replay",
        "send a folder of message files and report what became of each",
        run_replay,
        _replay_arguments,
        "Topic and key are found by content; NAME.headers.json beside NAME.json may name topic, key and headers.\n\n"
        "example:  hub replay tests/samples",
    ),
    Command("check-message", "say what would become of a message file", run_check_message, _check_arguments),
    Command("token", "a token of the development issuer", run_token, _token_arguments, "example:  hub token"),
)

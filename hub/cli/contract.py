"""The contracts as documents: `hub schema` the GraphQL schema, `hub asyncapi` Kafka, `hub connectors` what comes in."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hub.cli.command import Command
from hub.errors import HubError
from hub.messaging import asyncapi, handled
from hub.schema.schema import sdl
from hub.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Document:
    """A document that the code makes, and the committed copy of it, where a change of the contract is seen."""

    command: str
    copy: str
    make: Callable[[], str]

    def arguments(self, parser: ArgumentParser) -> None:
        """What may be done with it instead of printing it."""
        parser.add_argument("--write", action="store_true", help=f"write it to {self.copy}")
        parser.add_argument("--check", action="store_true", help="fail if the committed file differs")

    def run(self, chosen: Namespace, settings: Settings) -> int:
        """Print, write or check it. Raises HubError where the committed copy differs."""
        text, copy = self.make(), ROOT / self.copy
        if chosen.write:
            copy.write_text(text, encoding="utf-8")
        elif chosen.check:
            if not copy.is_file() or copy.read_text(encoding="utf-8") != text:
                raise HubError(
                    f"{self.copy} is not what the code says: run `hub {self.command} --write` and look at the diff."
                )
            print(f"{self.copy} is what the code says.")
        else:
            print(text, end="")
        return 0


def kafka_side() -> str:
    """The AsyncAPI document as JSON."""
    return json.dumps(asyncapi.document(), indent=1, ensure_ascii=False) + "\n"


GRAPHQL = Document("schema", "hub/schema/schema.graphql", sdl)
KAFKA = Document("asyncapi", "hub/messaging/asyncapi.json", kafka_side)
INCOMING = Document("connectors", "docs/connectors.md", handled.page)

COMMANDS = (
    Command("schema", "print the GraphQL schema, or check the committed one", GRAPHQL.run, GRAPHQL.arguments),
    Command(
        "asyncapi",
        "print the Kafka side as an AsyncAPI 3 document, or check the committed one",
        KAFKA.run,
        KAFKA.arguments,
        "Topics with keys and keeping, every message with its JSON Schema and examples.",
    ),
    Command(
        "connectors",
        "print what comes in and what becomes of it, or check the committed page",
        INCOMING.run,
        INCOMING.arguments,
        "Every topic and every event type: what the hub does, or why it does nothing, and where that is tested.",
    ),
)

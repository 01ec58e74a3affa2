"""The contract as documents: `hub schema` prints the GraphQL schema."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from hub.cli.command import Command
from hub.errors import HubError
from hub.schema.schema import sdl
from hub.settings import Settings

COMMITTED = Path(__file__).resolve().parents[1] / "schema" / "schema.graphql"


def _schema_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--write", action="store_true", help="write it to hub/schema/schema.graphql")
    parser.add_argument("--check", action="store_true", help="fail if the committed file differs")


def run_schema(chosen: Namespace, settings: Settings) -> int:
    """Print, write or check the schema in GraphQL's own language."""
    text = sdl()
    if chosen.write:
        COMMITTED.write_text(text, encoding="utf-8")
    elif chosen.check:
        if COMMITTED.read_text(encoding="utf-8") != text:
            raise HubError(
                "hub/schema/schema.graphql is not what the code says: run `hub schema --write` and look at the diff."
            )
        print("hub/schema/schema.graphql is what the code says.")
    else:
        print(text, end="")
    return 0


COMMANDS = (Command("schema", "print the GraphQL schema, or check the committed one", run_schema, _schema_arguments),)

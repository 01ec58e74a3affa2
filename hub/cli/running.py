"""`hub up`, `hub down`: the whole hub on this machine."""

from argparse import ArgumentParser, Namespace

from hub.cli.command import Command, whole_number
from hub.embedded import home, up
from hub.embedded.postgres import EmbeddedPostgres
from hub.settings import Settings


def _up_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--no-demo", action="store_true", help="start empty: send no made-up people")
    parser.add_argument(
        "--people", type=whole_number("people", 1), default=300, metavar="N", help="made-up people to send (300)"
    )


def run_up(chosen: Namespace, settings: Settings) -> int:
    """Start everything, stay until Ctrl-C, stop everything."""
    return up.up(settings, people=0 if chosen.no_demo else chosen.people)


def run_down(chosen: Namespace, settings: Settings) -> int:
    """Stop the hub that `hub up` started elsewhere on this machine, and what one that was killed left running."""
    if home.stop_running(settings):
        print("The hub has stopped; its data are kept.")
    elif EmbeddedPostgres(home.folder(settings)).stop_left_over():
        print("The hub had ended without stopping its PostgreSQL; that has stopped now. The data are kept.")
    else:
        print("No hub is running: nothing to stop.")
    return 0


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
)

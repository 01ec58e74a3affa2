"""The hub's four roles, each a process: `hub serve | sync | relay | clock`; and what prepares them."""

import asyncio
import os
import signal
import threading
import time
from argparse import Namespace
from collections.abc import Awaitable, Callable

from prometheus_client import start_http_server

from hub import app
from hub.cli import foreseeing
from hub.cli.command import Command
from hub.cli.needs import need
from hub.clock.role import run_clock
from hub.embedded.home import PARENT
from hub.errors import DependencyUnavailable, HubError
from hub.messaging.consumer import run_sync
from hub.messaging.relay import run_relay
from hub.serving import new_loop
from hub.settings import Settings
from hub.store.database import check
from hub.store.migrate import upgrade

Role = Callable[[Settings, asyncio.Event], Awaitable[None]]


def run_serve(chosen: Namespace, settings: Settings) -> int:
    """Answer GraphQL until told to stop."""
    need(settings, kafka=False)
    end_with_parent()
    app.serve(settings)
    return 0


def _until_stopped(role: Role) -> Callable[[Namespace, Settings], int]:
    """A command that runs the role until SIGTERM or Ctrl-C, and lets it finish what it has in hand."""

    async def work(settings: Settings) -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await check(settings.database_url)
        await role(settings, stop)

    def run(chosen: Namespace, settings: Settings) -> int:
        need(settings, kafka=role is not run_clock)
        end_with_parent()
        show_numbers(settings)
        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(work(settings))
        return 0

    return run


def run_clock_or_foresee(chosen: Namespace, settings: Settings) -> int:
    """Keep time until told to stop; with --dry-run, only show what a day would change."""
    if chosen.dry_run:
        return foreseeing.run(chosen, settings)
    if chosen.at is not None:
        raise HubError("--at shows what a day would change, and changes nothing: send it with --dry-run.")
    return _until_stopped(run_clock)(chosen, settings)


def run_migrate(chosen: Namespace, settings: Settings) -> int:
    """Bring the database to the newest schema; fine to run again."""
    need(settings, kafka=False)
    asyncio.run(check(settings.database_url))
    upgrade(settings.database_url)
    print("The database has the newest schema.")
    return 0


def show_numbers(settings: Settings) -> None:
    """Answer with the role's gauges and counters at HUB_METRICS_PORT, where it is set; `hub serve` has /metrics."""
    if not settings.metrics_port:
        return
    try:
        start_http_server(int(settings.metrics_port), settings.host)
    except OSError as fault:
        raise DependencyUnavailable(
            f"Port {settings.metrics_port} on {settings.host} can't be used ({fault.strerror}): set HUB_METRICS_PORT "
            "to a free one, another for each role, or leave it empty."
        ) from None


def end_with_parent() -> None:
    """Stop as on SIGTERM when the process that started us (named in HUB_PARENT) is gone, even if it was killed."""
    parent = os.environ.get(PARENT)
    if not parent:
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()


COMMANDS = (
    Command("serve", "answer GraphQL over HTTP and WebSocket", run_serve),
    Command("sync", "take in messages of both services from Kafka", _until_stopped(run_sync)),
    Command("relay", "publish the hub's events to Kafka", _until_stopped(run_relay)),
    Command(
        "clock",
        "decide again what a date changes; clear what is no longer kept",
        run_clock_or_foresee,
        foreseeing.arguments,
        more=foreseeing.EXAMPLES,
    ),
    Command("migrate", "bring the database to the newest schema", run_migrate),
)

"""`hub up`: everything on this machine with one command, each step shown, and everything stopped again at the end."""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import httpx
import psutil
from aiokafka.errors import KafkaError
from rich.console import Console

from hub.auth import development
from hub.embedded import demo, farewell, home
from hub.embedded.kafka import EmbeddedKafka
from hub.embedded.postgres import EmbeddedPostgres
from hub.embedded.roles import NAMES, Roles
from hub.embedded.stopping import Stopping
from hub.errors import DependencyUnavailable, HubError
from hub.graphiql.build import build, is_up_to_date
from hub.messaging import lag, topics
from hub.messaging.broker import GROUP, Broker
from hub.messaging.dispatch import CONNECTORS
from hub.settings import Settings
from hub.store.database import check
from hub.store.migrate import upgrade

READY_PATIENCE = 60  # seconds until `serve` must answer
LAST_LOOK = 3.0  # seconds that the end waits to see what was not taken
WATCH = 0.5  # seconds between two looks at the roles


@dataclass(frozen=True)
class Started:
    """What runs; None where a setting names a server of somebody else's."""

    state: home.Running
    roles: Roles
    postgres: EmbeddedPostgres | None
    kafka: EmbeddedKafka | None


def up(settings: Settings, *, people: int) -> int:
    """Start everything, feed `people` made-up people, stay until told to stop; returns the exit code.

    Raises HubError when a hub already runs here, a port is taken, or a part does not start; what ran is stopped.
    """
    console = Console(highlight=False, soft_wrap=True)
    refuse_second(settings)
    refuse_taken_port(settings.host, settings.port)
    with Stopping() as stopping, ExitStack() as parts:
        try:
            started = _start(settings, console, parts, stopping)
            _feed(settings, console, started.state, people, stopping)
            farewell.show(console, settings, started.state)
            _watch(console, started, stopping)
        except stopping.Asked:
            pass
        console.print("\nStopping ...")
        _tell_untaken(console, started.kafka)
    console.print("Stopped. The data are kept; `make up` goes on with them.")
    return 0


def refuse_second(settings: Settings) -> None:
    """One hub a home folder."""
    state = home.running(settings)
    if state:
        raise HubError(
            f"A hub is already running here (process {state.process_id}, {state.address}/graphiql). "
            "Use it, or stop it with `hub down` first."
        )


def refuse_taken_port(host: str, port: int) -> None:
    """Say at once that the port is taken, and by whom where the system tells."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise DependencyUnavailable(
                f"Port {port} on {host} can't be used ({error.strerror}{_holder(port)}): set HUB_PORT to a free one, "
                f"for example HUB_PORT={port + 1} make up."
            ) from None


def _holder(port: int) -> str:
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.laddr and connection.laddr.port == port and connection.status == "LISTEN" and connection.pid:
                return f", held by process {connection.pid} {psutil.Process(connection.pid).name()}"
    except psutil.Error:
        pass
    return ""


@contextmanager
def _step(console: Console, title: str) -> Iterator[list[str]]:
    """Show a step while it runs and its time when it is done; what the list holds is printed beside it."""
    notes: list[str] = []
    started = time.monotonic()
    with console.status(f"{title} ..."):
        yield notes
    console.print(f"  [green]✓[/green] {title:<22} {' '.join(notes)}  [dim]{time.monotonic() - started:.1f} s[/dim]")


def _start(settings: Settings, console: Console, parts: ExitStack, stopping: Stopping) -> Started:
    folder = home.folder(settings)
    logs = folder / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    console.print(f"[bold]The hub[/bold], in {folder}")
    if not is_up_to_date():
        with _step(console, "GraphiQL's page"):
            build(say=lambda line: console.print(f"    [dim]{line}[/dim]"))
    postgres = _postgres(settings, console, parts, folder)
    database_url = postgres.database_url if postgres else settings.database_url
    with stopping.postponed(), _step(console, "database schema"):
        upgrade(database_url)
    kafka = _kafka(settings, console, parts, logs)
    bootstrap = kafka.bootstrap if kafka else settings.kafka_bootstrap
    key = Path(settings.development_key) if settings.development_key else folder / "development.pem"
    state = home.Running(
        process_id=psutil.Process().pid,
        process_started=psutil.Process().create_time(),
        started_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        address=f"http://{'127.0.0.1' if settings.host == '0.0.0.0' else settings.host}:{settings.port}",  # noqa: S104
        database_url=database_url,
        kafka_bootstrap=bootstrap,
        development_key=str(key),
        data_folder=str(folder),
        logs=str(logs),
    )
    roles = _roles(settings, console, parts, state)
    home.write(settings, state)
    parts.callback(home.forget, settings)
    return Started(state, roles, postgres, kafka)


def _postgres(settings: Settings, console: Console, parts: ExitStack, folder: Path) -> EmbeddedPostgres | None:
    """The embedded server; None where HUB_DATABASE_URL names another."""
    with _step(console, "PostgreSQL") as notes:
        if settings.database_url:
            asyncio.run(check(settings.database_url))
            notes.append("the server in HUB_DATABASE_URL")
            return None
        server = EmbeddedPostgres(folder, int(settings.postgres_port) if settings.postgres_port else None)
        parts.callback(server.stop)
        url = server.start()
        notes.append(f"embedded, 127.0.0.1:{url.rpartition(':')[2].partition('/')[0]}, data in {server.data_folder}")
        return server


def _kafka(settings: Settings, console: Console, parts: ExitStack, logs: Path) -> EmbeddedKafka | None:
    """The embedded broker; None where HUB_KAFKA_BOOTSTRAP names another."""
    if settings.kafka_bootstrap:
        with _step(console, "Kafka") as notes:
            notes.append(f"the broker in HUB_KAFKA_BOOTSTRAP, {settings.kafka_bootstrap}")
            notes.extend(asyncio.run(topics.ensure(Broker.of(settings))))
            return None
    with _step(console, "Kafka") as notes:
        broker = EmbeddedKafka(int(settings.kafka_port) if settings.kafka_port else None, log=logs / "kafka.log")
        parts.callback(broker.stop)
        bootstrap = broker.start()
        for topic in topics.TOPICS:
            broker.create_topic(topic.name, topic.partitions)
        notes.append(f"embedded, {bootstrap}, {len(topics.TOPICS)} topics, in memory")
        return broker


def _roles(settings: Settings, console: Console, parts: ExitStack, state: home.Running) -> Roles:
    environment = {
        "HUB_DATABASE_URL": state.database_url,
        "HUB_KAFKA_BOOTSTRAP": state.kafka_bootstrap,
        "HUB_DEVELOPMENT_KEY": state.development_key,
    }
    if settings.development:
        development.ensure_key(Path(state.development_key))
    roles = Roles(environment, Path(state.logs))
    parts.callback(roles.stop)
    with _step(console, ", ".join(NAMES)) as notes:
        for name in NAMES:
            roles.start(name)
        _wait_until_ready(state.address, roles)
        notes.append(f"answering at {state.address}")
    return roles


def _wait_until_ready(address: str, roles: Roles) -> None:
    deadline = time.monotonic() + READY_PATIENCE
    while time.monotonic() < deadline:
        if not roles.alive("serve"):
            raise HubError(f"The role serve ended at its start. Its log ends:\n{roles.tail('serve')}")
        try:
            if httpx.get(f"{address}/health/ready", timeout=1, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise HubError(f"The role serve did not answer within {READY_PATIENCE} s. Its log ends:\n{roles.tail('serve')}")


def _feed(settings: Settings, console: Console, state: home.Running, people: int, stopping: Stopping) -> None:
    if not people:
        return
    if not settings.development:
        console.print("  No demo feed: made-up people are refused where a real issuer is configured (HUB_ISSUER).")
        return
    broker = Broker.of(replace(settings, kafka_bootstrap=state.kafka_bootstrap))
    demo.feed(console, state.database_url, broker, people)


def _watch(console: Console, started: Started, stopping: Stopping) -> None:
    """Until told to stop. Raises HubError where an embedded server has ended.

    What Kafka held can't be brought back; why PostgreSQL ended is for a person to see before it starts again.
    """
    roles, postgres, kafka = started.roles, started.postgres, started.kafka
    while not stopping.wait(WATCH):
        if postgres is not None and not postgres.is_running():
            raise HubError(
                f"The embedded PostgreSQL has ended; its log: {postgres.log}. The hub was stopped; what was committed "
                "is kept. Start again with `make up`, or set HUB_DATABASE_URL to a server of your own."
            )
        if kafka is not None and not kafka.is_running():
            raise HubError(
                "The embedded Kafka has ended, and what it held in memory is gone with it. The hub was stopped; its "
                "database is kept. Start again with `make up`, or set HUB_KAFKA_BOOTSTRAP to a broker of your own."
            )
        for name in roles.revive():
            console.print(f"  The role {name} had ended and was started again; its log: {roles.log(name)}")


def _tell_untaken(console: Console, kafka: EmbeddedKafka | None) -> None:
    """Say how many records end with the embedded Kafka before the hub has taken them."""
    if kafka is None or not kafka.is_running():
        return
    try:
        measured = lag.measure(Broker(kafka.bootstrap), GROUP, sorted(CONNECTORS))
        found = asyncio.run(asyncio.wait_for(measured, LAST_LOOK))
    except (HubError, KafkaError, TimeoutError):
        return
    if waiting := sum(row.records for row in found.partitions):
        console.print(
            f"  {waiting:,} records were not taken; the embedded Kafka holds them in memory only: they are gone."
        )

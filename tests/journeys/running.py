"""The hub as its users meet it: the real roles, each a process of its own, spoken to over HTTP, WebSocket and Kafka."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from hub.auth.development import Issuer, Person, ensure_key
from hub.domain.access import Role, Service
from hub.embedded.roles import Roles
from hub.messaging.topics import TOPICS
from tests import servers
from tests.waiting import until_sync

Json = dict[str, Any]


@dataclass(frozen=True)
class RunningHub:
    """Two serving processes, at `address` and `second_address`, and one each of sync, relay and clock."""

    address: str
    second_address: str
    database_url: str
    bootstrap: str
    key_file: Path

    def token(self, role: Role, service: Service, staff_code: str, email: str | None = None) -> str:
        """A token of the development issuer for a member of staff."""
        issuer = Issuer(self.key_file, self.database_url)
        person = Person(f"{role}-{staff_code}".lower(), staff_code, role, service, staff_code, email)
        return issuer.issue(person)[0]

    async def ask(self, token: str | None, query: str, variables: Mapping[str, Any] | None = None) -> Json:
        """The whole answer to an operation, errors included."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        body = {"query": query, "variables": dict(variables or {})}
        async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
            answer: Json = (await client.post(f"{self.address}/graphql", json=body, headers=headers)).json()
        return answer

    async def data(self, token: str, query: str, variables: Mapping[str, Any] | None = None) -> Json:
        """The data of an operation that must not fail."""
        answer = await self.ask(token, query, variables)
        assert "errors" not in answer, answer["errors"]
        found: Json = answer["data"]
        return found


@contextmanager
def running(database_url: str, bootstrap: str, folder: Path) -> Iterator[RunningHub]:
    """Start every role, the serving one twice; their logs lie in the folder. All end with the block."""
    key_file = folder / "development.pem"
    ensure_key(key_file)
    ports = free_ports(2)
    common = {
        "HUB_DATABASE_URL": database_url,
        "HUB_KAFKA_BOOTSTRAP": bootstrap,
        "HUB_DEVELOPMENT_KEY": str(key_file),
        "HUB_ISSUER": "",
    }
    with ExitStack() as stack:
        for number, port in enumerate(ports, 1):
            logs = folder / f"logs-{number}"
            logs.mkdir()
            roles = Roles({**common, "HUB_PORT": str(port)}, logs)
            stack.callback(roles.stop)
            for name in ("serve",) if number > 1 else ("serve", "sync", "relay", "clock"):
                roles.start(name)
            wait_until_ready(f"http://127.0.0.1:{port}", roles)
        first, second = (f"http://127.0.0.1:{port}" for port in ports)
        yield RunningHub(first, second, database_url, bootstrap, key_file)


def wait_until_ready(address: str, roles: Roles) -> None:
    """Wait until the serving process answers; fails at once when it has ended."""

    def ready() -> bool:
        assert roles.alive("serve"), f"serve ended at its start:\n{roles.tail('serve', 30)}"
        try:
            return httpx.get(f"{address}/health/ready", timeout=2, trust_env=False).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    until_sync(ready, within=60, what=f"{address} is ready")


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on just now."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


@contextmanager
def kafka_with_topics() -> Iterator[str]:
    """A broker with every topic of the hub; its own, so that no other test's messages reach the running hub."""
    with servers.kafka() as (bootstrap, create_topic):
        for topic in TOPICS:
            create_topic(topic.name, topic.partitions)
        yield bootstrap

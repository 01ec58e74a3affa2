"""How the hub's clients reach Kafka: their options in one place, and what is said when no broker answers."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol, Self

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from hub.errors import DependencyUnavailable, SettingInvalid
from hub.settings import Settings

GROUP = "hub-sync"
SESSION = (
    10_000  # milliseconds until the group takes a silent member's partitions: a killed `sync` stands still so long
)
REQUEST = 11 * 2**20  # bytes: one record of the largest topic (10 MiB), and what frames it
OPEN = MappingProxyType({"security_protocol": "PLAINTEXT"})


class Client(Protocol):
    """What can be started and stopped: a consumer, a producer, an admin client."""

    async def start(self) -> None:
        """Connect; raises KafkaError where no broker answers."""


@dataclass(frozen=True)
class Broker:
    """Where Kafka is, `host:port,host:port`, and how the hub shows there who it is, as the library's options."""

    bootstrap: str
    security: Mapping[str, Any] = field(default_factory=lambda: OPEN, repr=False)  # holds the password

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The broker that the settings name. Raises SettingInvalid where a certificate or key can't be read."""
        security: dict[str, Any] = {"security_protocol": settings.kafka_protocol}
        if settings.kafka_protocol.endswith("SSL"):
            security["ssl_context"] = _trust(settings)
        if settings.kafka_protocol.startswith("SASL"):
            security["sasl_mechanism"] = settings.kafka_mechanism
            security["sasl_plain_username"] = settings.kafka_username
            security["sasl_plain_password"] = settings.kafka_password
        return cls(settings.kafka_bootstrap, MappingProxyType(security))

    @property
    def options(self) -> dict[str, Any]:
        """What every client of this broker is made with."""
        return {"bootstrap_servers": self.bootstrap, **self.security}


def _trust(settings: Settings) -> ssl.SSLContext:
    """Whose brokers are believed, by name too, and the hub's own certificate where it has one."""
    try:
        trust = ssl.create_default_context(cafile=settings.kafka_ca_file or None)
    except OSError as fault:
        raise _unusable("HUB_KAFKA_CA_FILE", fault) from None
    if settings.kafka_certificate_file:
        try:
            trust.load_cert_chain(settings.kafka_certificate_file, settings.kafka_key_file)
        except OSError as fault:
            raise _unusable("HUB_KAFKA_CERTIFICATE_FILE or HUB_KAFKA_KEY_FILE", fault) from None
    return trust


def _unusable(variables: str, fault: OSError) -> SettingInvalid:
    return SettingInvalid(
        f"The file in {variables} can't be used ({type(fault).__name__}): name one in PEM form that the hub may read."
    )


def consumer(broker: Broker, group: str | None, **changes: Any) -> AIOKafkaConsumer:
    """A consumer that commits only what it is told to, from the beginning where nothing is committed."""
    options = {
        "group_id": group,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "isolation_level": "read_committed",
        "session_timeout_ms": SESSION,
        "heartbeat_interval_ms": 3_000,
        "max_partition_fetch_bytes": REQUEST,
        "fetch_max_bytes": 3 * REQUEST,
    }
    return AIOKafkaConsumer(**{**broker.options, **options, **changes})


def producer(broker: Broker, **changes: Any) -> AIOKafkaProducer:
    """A producer whose acknowledged records are on every in-sync replica, once, in the order of sending."""
    options = {
        "acks": "all",
        "enable_idempotence": True,
        "compression_type": "gzip",
        "linger_ms": 5,
        "max_request_size": REQUEST,
        "request_timeout_ms": 30_000,
    }
    return AIOKafkaProducer(**{**broker.options, **options, **changes})


def administration(broker: Broker) -> AIOKafkaAdminClient:
    """A client for topics and groups."""
    return AIOKafkaAdminClient(**broker.options)


async def connect(client: Client, broker: Broker) -> None:
    """Start the client; raises DependencyUnavailable with what to do where no broker answers or lets us in."""
    try:
        await client.start()
    except (KafkaError, OSError) as fault:
        protocol = broker.security["security_protocol"]
        refused = "" if protocol == "PLAINTEXT" else f", or does not let the hub in over {protocol}"
        settings = "HUB_KAFKA_BOOTSTRAP" if not refused else "HUB_KAFKA_BOOTSTRAP and its neighbours in `hub status`"
        raise DependencyUnavailable(
            f"Kafka does not answer at {broker.bootstrap}{refused} ({type(fault).__name__}). Start it, set {settings} "
            "to a broker that runs, or use `hub up`, which brings its own."
        ) from None

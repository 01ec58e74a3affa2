"""How the hub's clients reach Kafka: their options in one place, and what is said when no broker answers."""

from typing import Any, Protocol

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaError

from hub.errors import DependencyUnavailable

GROUP = "hub-sync"
SESSION = (
    10_000  # milliseconds until the group takes a silent member's partitions: a killed `sync` stands still so long
)
REQUEST = 11 * 2**20  # bytes: one record of the largest topic (10 MiB), and what frames it


class Client(Protocol):
    """What can be started and stopped: a consumer, a producer, an admin client."""

    async def start(self) -> None:
        """Connect; raises KafkaError where no broker answers."""


def consumer(bootstrap: str, group: str | None, **changes: Any) -> AIOKafkaConsumer:
    """A consumer that commits only what it is told to, from the beginning where nothing is committed."""
    options = {
        "bootstrap_servers": bootstrap,
        "group_id": group,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "isolation_level": "read_committed",
        "session_timeout_ms": SESSION,
        "heartbeat_interval_ms": 3_000,
        "max_partition_fetch_bytes": REQUEST,
        "fetch_max_bytes": 3 * REQUEST,
    }
    return AIOKafkaConsumer(**{**options, **changes})


def producer(bootstrap: str, **changes: Any) -> AIOKafkaProducer:
    """A producer whose acknowledged records are on every in-sync replica, once, in the order of sending."""
    options = {
        "bootstrap_servers": bootstrap,
        "acks": "all",
        "enable_idempotence": True,
        "compression_type": "gzip",
        "linger_ms": 5,
        "max_request_size": REQUEST,
        "request_timeout_ms": 30_000,
    }
    return AIOKafkaProducer(**{**options, **changes})


async def connect(client: Client, bootstrap: str) -> None:
    """Start the client; raises DependencyUnavailable with what to do where no broker answers."""
    try:
        await client.start()
    except (KafkaError, OSError) as fault:
        raise DependencyUnavailable(
            f"Kafka does not answer at {bootstrap} ({type(fault).__name__}). Start it, set HUB_KAFKA_BOOTSTRAP to a "
            "broker that runs, or use `hub up`, which brings its own."
        ) from None

"""The configuration of a single server that is broker and controller, and forgets everything with its folder."""

from dataclasses import dataclass
from pathlib import Path

USER, PASSWORD = "hub", "made-up-password"
STORE_PASSWORD = "made-up-store"


@dataclass(frozen=True)
class Ports:
    """Where the server listens: open, by password, by password and encrypted; and for itself."""

    open: int
    password: int
    encrypted: int
    controller: int


def properties(folder: Path, ports: Ports, key_store: Path | None) -> str:
    """The server's properties. Without a key store nothing listens on the encrypted port."""
    listeners = {"OPEN": ports.open, "PASSWORD": ports.password}
    if key_store:
        listeners["ENCRYPTED"] = ports.encrypted
    advertised = ",".join(f"{name}://127.0.0.1:{port}" for name, port in listeners.items())
    settings = {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.voters": f"1@127.0.0.1:{ports.controller}",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "OPEN",
        "listeners": f"{advertised},CONTROLLER://127.0.0.1:{ports.controller}",
        "advertised.listeners": advertised,
        "listener.security.protocol.map": (
            "OPEN:PLAINTEXT,CONTROLLER:PLAINTEXT,PASSWORD:SASL_PLAINTEXT,ENCRYPTED:SASL_SSL"
        ),
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        **{
            f"listener.name.{name}.scram-sha-512.sasl.jaas.config": (
                "org.apache.kafka.common.security.scram.ScramLoginModule required;"
            )
            for name in ("password", "encrypted")
        },
        "log.dirs": str(folder / "data"),
        **ALONE,
        **QUICK,
    }
    if key_store:
        settings |= {
            "ssl.keystore.type": "PKCS12",
            "ssl.keystore.location": str(key_store),
            "ssl.keystore.password": STORE_PASSWORD,
        }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


# One server holds the only copy of everything, its own topics too.
ALONE = {
    "default.replication.factor": "1",
    "min.insync.replicas": "1",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "auto.create.topics.enable": "false",
}

# What takes minutes in earnest takes moments in a test: a group forms at once, compaction and retention come round.
QUICK = {
    "group.initial.rebalance.delay.ms": "0",
    # Killed and started again, it waits until its own session of before is over.
    "broker.session.timeout.ms": "1500",
    "broker.heartbeat.interval.ms": "300",
    "group.min.session.timeout.ms": "1000",
    "log.cleaner.backoff.ms": "200",
    "log.cleaner.dedupe.buffer.size": "16777216",
    "log.retention.check.interval.ms": "500",
    "log.initial.task.delay.ms": "500",
    "log.segment.delete.delay.ms": "0",
    "file.delete.delay.ms": "0",
    "log.index.size.max.bytes": "1048576",
    "num.network.threads": "2",
    "num.io.threads": "4",
}

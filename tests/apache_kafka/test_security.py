"""The hub's clients show who they are: SCRAM, open and encrypted, and what is said where they are not let in."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest

from hub.errors import DependencyUnavailable
from hub.messaging import lag, topics
from hub.messaging.broker import Broker, connect, consumer, producer
from hub.messaging.consumer import run_sync
from hub.messaging.relay import run_relay
from hub.messaging.topics import TOPICS
from hub.settings import Settings
from hub.store.database import Database
from tests import servers
from tests.apache_kafka.configuration import PASSWORD, USER
from tests.apache_kafka.server import ApacheKafka
from tests.messaging.notes import count, make_cases, publish
from tests.waiting import until

pytestmark = [pytest.mark.postgres, pytest.mark.apache_kafka]

BAD, EVENTS = "custody.prisoner.snapshot.v1", "hub.plan.event.v1"


@pytest.fixture(scope="module")
def encrypted() -> Iterator[ApacheKafka]:
    """A server that has a certificate."""
    with servers.apache_kafka(encrypted=True) as server:
        yield server


def password(server: ApacheKafka) -> Settings:
    return Settings.from_environment(
        {
            "HUB_KAFKA_BOOTSTRAP": server.with_password,
            "HUB_KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT",
            "HUB_KAFKA_USERNAME": USER,
            "HUB_KAFKA_PASSWORD": PASSWORD,
        }
    )


def encryption(server: ApacheKafka) -> Settings:
    return replace(
        password(server),
        kafka_bootstrap=server.with_encryption,
        kafka_protocol="SASL_SSL",
        kafka_ca_file=str(server.certificate),
    )


@pytest.mark.parametrize("how", [password, encryption])
async def test_every_role_and_command_is_let_in(
    how: Callable[[ApacheKafka], Settings], encrypted: ApacheKafka, database: Database
) -> None:
    settings = replace(how(encrypted), database_url=database.url)
    broker, stop = Broker.of(settings), asyncio.Event()
    assert len(await topics.ensure(broker)) in (0, len(TOPICS))
    assert await topics.verify(broker) == topics.Compared()
    sender = producer(broker)
    await connect(sender, broker)
    await sender.send_and_wait(BAD, b"{", b"Z1234ZZ")
    await sender.stop()
    (case_id,) = await make_cases(database, 1)
    async with database.transaction() as tx:
        await publish(tx, case_id, 1)
    roles = [asyncio.create_task(role(settings, stop)) for role in (run_sync, run_relay)]
    await until(partial(rejected, database), within=30, what="sync has taken the message")
    await until(partial(heard, broker), within=30, what="relay has published the event")
    stop.set()
    await asyncio.gather(*roles)
    told = await lag.measure(broker, "hub-sync", [BAD])
    assert sum(row.records for row in told.partitions) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"kafka_password": "another"}, id="another password"),
        pytest.param({"kafka_username": "stranger"}, id="another name"),
        pytest.param({"kafka_mechanism": "PLAIN"}, id="a mechanism that the broker does not know"),
        pytest.param({"kafka_ca_file": ""}, id="a certificate that nobody vouches for"),
        pytest.param({"kafka_protocol": "SASL_PLAINTEXT"}, id="no encryption where it is asked for"),
    ],
)
async def test_who_is_not_let_in_is_told(wrong: dict[str, str], encrypted: ApacheKafka) -> None:
    broker = Broker.of(replace(encryption(encrypted), **wrong))
    client = consumer(broker, None, request_timeout_ms=3_000)
    try:
        with pytest.raises(DependencyUnavailable, match="does not let the hub in over SASL_") as refused:
            await connect(client, broker)
    finally:
        await client.stop()
    assert PASSWORD not in str(refused.value)


async def test_a_broker_at_another_name_than_its_certificates_is_not_believed(encrypted: ApacheKafka) -> None:
    settings = encryption(encrypted)
    port = settings.kafka_bootstrap.rpartition(":")[2]
    broker = Broker.of(replace(settings, kafka_bootstrap=f"localhost:{port}"))
    client = consumer(broker, None, request_timeout_ms=3_000)
    try:
        with pytest.raises(DependencyUnavailable, match="does not let the hub in"):
            await connect(client, broker)
    finally:
        await client.stop()


async def rejected(database: Database) -> bool:
    return await count(database, "dead_letter") >= 1


async def heard(broker: Broker) -> bool:
    """Whether an event is on its topic."""
    reading = consumer(broker, None)
    reading.subscribe([EVENTS])
    await connect(reading, broker)
    try:
        return bool(sum((await reading.end_offsets(list(reading.assignment()))).values()))
    finally:
        await reading.stop()

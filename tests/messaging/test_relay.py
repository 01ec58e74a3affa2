"""The relay against a broker: order for each case, crashes, a broker that is away, refusals, dead-letter copies."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.partitioner import DefaultPartitioner
from sqlalchemy import text

from hub.embedded.kafka import EmbeddedKafka
from hub.errors import DependencyUnavailable
from hub.messaging.broker import Broker, consumer
from hub.messaging.dispatch import Dispatcher
from hub.messaging.relay import run_relay
from hub.settings import Settings
from hub.store import case
from hub.store.database import Database
from hub.store.messages import outbox
from hub.store.messages.outbox import OutgoingEvent
from tests.messaging import notes
from tests.messaging.notes import PLAIN, Notes, count, make_cases, message, publish
from tests.servers import AnyBroker
from tests.waiting import until

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

EVENTS = "hub.plan.event.v1"
PRODUCE = 0  # Kafka's API key
MESSAGE_TOO_LARGE = 10  # its error code


@asynccontextmanager
async def relaying(broker: AnyBroker, database: Database) -> AsyncIterator[asyncio.Task[None]]:
    """A running relay; stopped in good order at the end."""
    stop = asyncio.Event()
    settings = Settings(database_url=database.url, kafka_bootstrap=broker.bootstrap)
    running = asyncio.create_task(run_relay(settings, stop))
    try:
        yield running
    finally:
        stop.set()
        await running


async def records(broker: AnyBroker, topic: str = EVENTS) -> list[ConsumerRecord]:
    """Every record of the topic, each partition in order; and the broker has dropped none."""
    reading = consumer(Broker(broker.bootstrap), None)
    await reading.start()
    try:
        partitions = [TopicPartition(topic, n) for n in await reading._client._wait_on_metadata(topic)]
        reading.assign(partitions)
        assert set((await reading.beginning_offsets(partitions)).values()) == {0}
        ends = await reading.end_offsets(partitions)
        found: list[ConsumerRecord] = []
        while len(found) < sum(ends.values()):
            for batch in (await reading.getmany(timeout_ms=200)).values():
                found.extend(batch)
        return found
    finally:
        await reading.stop()


def bodies(found: list[ConsumerRecord]) -> dict[str, list[tuple[int, int]]]:
    """Case -> (sequence, number) in the order of the topic."""
    read: dict[str, list[tuple[int, int]]] = {}
    for record in found:
        body = json.loads(record.value)
        read.setdefault(record.key.decode(), []).append((body["sequence"], body["number"]))
    return read


async def all_published(database: Database) -> bool:
    async with database.transaction() as tx:
        return await outbox.pending(tx) == 0


async def test_events_of_a_case_arrive_in_the_order_of_its_changes(broker: AnyBroker, database: Database) -> None:
    """Two writers take turns at random on the same cases while the relay runs."""
    cases = await make_cases(database, 3)

    async def writer(first: int) -> None:
        for number in range(first, first + 40):
            async with database.transaction() as tx:
                await publish(tx, cases[number % 3], number, number + 1000)

    async with relaying(broker, database):
        await asyncio.gather(writer(0), writer(100))
        await until(lambda: all_published(database))
    found = bodies(await records(broker))
    assert set(found) == {str(case_id) for case_id in cases}
    for of_case in found.values():
        assert [sequence for sequence, _ in of_case] == list(range(1, len(of_case) + 1))
    assert sum(len(of_case) for of_case in found.values()) == 160


async def test_a_record_is_a_cloud_event(broker: AnyBroker, database: Database) -> None:
    (case_id,) = await make_cases(database, 1)
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    async with database.transaction() as tx:
        await case.lock(tx, [case_id])
        event = OutgoingEvent("plan", "ObjectiveAdded", {"number": 1}, headers={"traceparent": trace, "ce_id": "mine"})
        await outbox.publish(tx, case_id, [event])
        await tx.record(actor="t", service="CUSTODY", action="t", case_ids=[case_id], why="t", cause="t")
    async with relaying(broker, database):
        await until(lambda: all_published(database))
    (record,) = await records(broker)
    headers = {name: value.decode() for name, value in record.headers}
    assert headers.pop("ce_time").endswith("Z")
    assert len(headers.pop("ce_id")) == 36
    assert headers == {
        "ce_specversion": "1.0",
        "ce_source": "urn:sentence-plan-hub",
        "ce_type": "hub.plan.objective-added",
        "ce_subject": str(case_id),
        "ce_dataschema": "urn:sentence-plan-hub:schema:hub.plan.objective-added:v1",
        "content-type": "application/json; charset=utf-8",
        "traceparent": trace,
    }
    assert json.loads(record.value) == {"number": 1, "caseId": str(case_id), "sequence": 1}


async def test_a_crash_between_acknowledgement_and_mark_sends_the_same_event_again(
    broker: AnyBroker, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case_id,) = await make_cases(database, 1)
    async with database.transaction() as tx:
        await publish(tx, case_id, 1, 2, 3)

    async def crash(*_: Any) -> None:
        raise RuntimeError("the process is gone")

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "mark_published", crash)
        with pytest.raises(RuntimeError):
            await run_relay(Settings(database_url=database.url, kafka_bootstrap=broker.bootstrap), asyncio.Event())
    async with relaying(broker, database):
        await until(lambda: all_published(database))
    found = await records(broker)
    identities = [dict(record.headers)["ce_id"] for record in found]
    assert len(identities) == 6
    assert identities[:3] == identities[3:]


async def test_a_broker_that_goes_away_is_waited_for(
    broker: AnyBroker, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "aiokafka")  # the client tells of each try; a command silences it
    (case_id,) = await make_cases(database, 1)
    async with relaying(broker, database):
        async with database.transaction() as tx:
            await publish(tx, case_id, 1)
        await until(lambda: all_published(database))
        broker.broker_down()
        for number in range(2, 6):
            async with database.transaction() as tx:
                await publish(tx, case_id, number)
        await until(lambda: sum(record.name.startswith("aiokafka") for record in caplog.records) > 3)
        broker.broker_up()
        await until(lambda: all_published(database), within=40)
    assert bodies(await records(broker)) == {str(case_id): [(n, n) for n in range(1, 6)]}


@pytest.mark.embedded_kafka
async def test_a_refused_event_holds_its_own_case_only(embedded_broker: EmbeddedKafka, database: Database) -> None:
    cases = [case_id for case_id in await make_cases(database, 30) if _partition(case_id) == 0]
    async with database.transaction() as tx:
        for case_id in cases:
            await publish(tx, case_id, 1, 2)
    # The batch is refused as a whole, then its first event by itself.
    embedded_broker.fail_next(PRODUCE, [MESSAGE_TOO_LARGE] * 2)
    async with relaying(embedded_broker, database):
        await until(lambda: _pending(database, 2))
    found = bodies(await records(embedded_broker))
    assert set(found) == {str(case_id) for case_id in cases[1:]}
    assert all(of_case == [(1, 1), (2, 2)] for of_case in found.values())


async def test_an_event_without_a_route_holds_its_own_case_only(broker: AnyBroker, database: Database) -> None:
    lost, sent = await make_cases(database, 2)
    async with database.transaction() as tx:
        await case.lock(tx, [lost, sent])
        await outbox.publish(tx, lost, [OutgoingEvent("nowhere", "X", {})])
        await outbox.publish(tx, sent, [OutgoingEvent("plan", "X", {"number": 1})])
        await tx.record(actor="t", service="CUSTODY", action="t", case_ids=[lost], why="t", cause="t")
    async with relaying(broker, database):
        await until(lambda: _pending(database, 1))
    assert set(bodies(await records(broker))) == {str(sent)}


async def test_an_answer_about_no_known_case_goes_out_under_its_key(broker: AnyBroker, database: Database) -> None:
    async with database.transaction() as tx:
        await outbox.publish_of_no_case(tx, "X000001", OutgoingEvent("plan-reply", "Refused", {"correlationId": "c1"}))
    async with relaying(broker, database):
        await until(lambda: all_published(database))
    (record,) = await records(broker, "hub.plan.reply.v1")
    assert (record.key, json.loads(record.value)) == (b"X000001", {"correlationId": "c1"})


async def test_one_process_publishes_and_another_takes_over(broker: AnyBroker, database: Database) -> None:
    (case_id,) = await make_cases(database, 1)
    async with relaying(broker, database):
        async with relaying(broker, database):
            for number in range(10):
                async with database.transaction() as tx:
                    await publish(tx, case_id, number)
            await until(lambda: all_published(database))
        async with database.transaction() as tx:
            await publish(tx, case_id, 10)
        await until(lambda: all_published(database))
    assert bodies(await records(broker)) == {str(case_id): [(n + 1, n) for n in range(11)]}


async def test_a_database_connection_that_is_cut_ends_the_lead_and_it_is_taken_again(
    broker: AnyBroker, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "hub")
    (case_id,) = await make_cases(database, 1)
    async with relaying(broker, database):
        await until(lambda: _leads(caplog) == 1)
        async with database.transaction() as tx:
            await tx.execute(
                text(
                    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' "
                    "and database = (select oid from pg_database where datname = current_database())"
                )
            )
        async with database.transaction() as tx:
            await publish(tx, case_id, 1)
        await until(lambda: all_published(database))
        await until(lambda: _leads(caplog) == 2)
    assert bodies(await records(broker)) == {str(case_id): [(1, 1)]}


async def test_a_rejected_message_is_copied_byte_for_byte_with_springs_headers(
    broker: AnyBroker, database: Database
) -> None:
    poison = message(7, value=b"\x00\xff{", partition=3, headers=(("any", b"\xfe"), ("any", b"2"), ("none", None)))
    began = int(time.time() * 1000)
    taking = Dispatcher(database, notes.CONNECTORS, Notes().actions)
    assert (await taking.handle(poison)).code == "UnreadableJson"
    async with relaying(broker, database):
        await until(lambda: _copied(database, 1))
    (copy,) = await records(broker, PLAIN + ".dlq")
    assert (copy.key, copy.value) == (poison.key, poison.value)
    assert copy.timestamp >= began, "retention counts from the copy's making, however old the message is"
    assert list(copy.headers) == [
        *poison.headers,
        ("kafka_dlt-original-topic", PLAIN.encode()),
        ("kafka_dlt-original-partition", (3).to_bytes(4, "big")),
        ("kafka_dlt-original-offset", (7).to_bytes(8, "big")),
        ("kafka_dlt-original-timestamp", int(poison.broker_time.timestamp() * 1000).to_bytes(8, "big")),
        ("kafka_dlt-original-timestamp-type", b"CreateTime"),
        ("kafka_dlt-original-consumer-group", b"hub-sync"),
        ("kafka_dlt-exception-fqcn", b"hub.errors.Rejected"),
        ("kafka_dlt-exception-message", b"UnreadableJson"),
    ]


async def test_copies_may_lack_key_and_value_and_be_large(broker: AnyBroker, database: Database) -> None:
    taking = Dispatcher(database, notes.CONNECTORS, Notes().actions)
    await taking.handle(message(1, key=None, value=b"x" * 4_000_000))
    await taking.handle(message(2, then="reject", key=None))
    async with relaying(broker, database):
        await until(lambda: _copied(database, 2))
    copies = await records(broker, PLAIN + ".dlq")
    assert [(copy.key, len(copy.value) > 3_999_999) for copy in copies] == [(None, True), (None, False)]


async def test_without_a_broker_a_sentence_says_what_to_do(database_url: str) -> None:
    settings = Settings(database_url=database_url, kafka_bootstrap="127.0.0.1:1")
    with pytest.raises(DependencyUnavailable, match="HUB_KAFKA_BOOTSTRAP"):
        await run_relay(settings, asyncio.Event())


async def _pending(database: Database, number: int) -> bool:
    async with database.transaction() as tx:
        return await outbox.pending(tx) == number


async def _copied(database: Database, number: int) -> bool:
    return await count(database, "dead_letter where copied_at is not null") == number


def _partition(case_id: int) -> int:
    partition: int = DefaultPartitioner()(str(case_id).encode(), range(6), range(6))
    return partition


def _leads(caplog: pytest.LogCaptureFixture) -> int:
    return sum("This process publishes" in record.message for record in caplog.records)

"""How far the group is behind, as the broker tells it: on the embedded broker, and on Apache Kafka in test-kafka."""

import json

import pytest
from aiokafka import TopicPartition

from hub.cli.main import parser
from hub.messaging import lag
from hub.messaging.broker import Broker, consumer, producer
from hub.messaging.lag import Lag
from hub.settings import Settings
from tests import servers
from tests.servers import AnyBroker

pytestmark = pytest.mark.kafka

TOPIC, OTHER = "custody.prisoner.snapshot.v1", "community.domain-event.v1"
GROUP = "behind"


async def send(broker: AnyBroker, topic: str, numbers: range, *, partition: int, at: int = 1_772_449_200_000) -> None:
    client = producer(Broker(broker.bootstrap))
    await client.start()
    for number in numbers:
        value = json.dumps({"number": number}).encode()
        await client.send_and_wait(topic, value, b"K0", partition=partition, timestamp_ms=at + number)
    await client.stop()


async def commit(broker: AnyBroker, offsets: dict[tuple[str, int], int]) -> None:
    client = consumer(Broker(broker.bootstrap), GROUP)
    await client.start()
    places = {TopicPartition(topic, partition): offset for (topic, partition), offset in offsets.items()}
    client.assign(list(places))
    await client.commit(places)
    await client.stop()


async def measured(broker: AnyBroker, *names: str) -> dict[tuple[str, int], Lag]:
    found = await lag.measure(Broker(broker.bootstrap), GROUP, names)
    return {(row.topic, row.partition): row for row in found.partitions}


async def test_what_is_there_what_is_taken_and_how_long_the_oldest_waits(broker: AnyBroker) -> None:
    await send(broker, TOPIC, range(5), partition=2)
    await send(broker, OTHER, range(3), partition=0, at=1_772_449_900_000)
    await commit(broker, {(TOPIC, 2): 3, (OTHER, 0): 3})
    found = await measured(broker, TOPIC, OTHER)
    assert len(found) == 12
    behind, level, empty = found[TOPIC, 2], found[OTHER, 0], found[TOPIC, 0]
    assert (behind.end, behind.committed, behind.records, behind.lost) == (5, 3, 2, 0)
    assert (level.end, level.committed, level.records, level.seconds) == (3, 3, 0, 0.0)
    assert (empty.end, empty.committed, empty.records, empty.seconds) == (0, None, 0, 0.0)
    assert behind.seconds is not None
    await send(broker, TOPIC, range(1), partition=0, at=1_772_449_200_003 + 60_000)
    younger = (await measured(broker, TOPIC))[TOPIC, 0]
    assert younger.seconds is not None
    assert 50 < behind.seconds - younger.seconds <= 60, "the fourth record is a minute older"


async def test_a_group_that_never_committed_has_everything_to_take(broker: AnyBroker) -> None:
    await send(broker, TOPIC, range(4), partition=1)
    row = (await measured(broker, TOPIC))[TOPIC, 1]
    assert (row.committed, row.records, row.lost) == (None, 4, 0)


async def test_what_the_broker_cannot_tell_is_said(broker: AnyBroker) -> None:
    told = await lag.measure(Broker(broker.bootstrap), GROUP, (TOPIC, "custody.nothing.v1"))
    missing, members = told.notes
    assert missing == "Topic custody.nothing.v1 is missing: run `hub topics --create`."
    if servers.apache_kafka_wanted():
        assert members == "The group behind is Dead, with 0 members."
    else:
        assert members == "This broker does not tell who is in the group behind (IncompatibleBrokerVersion)."


async def test_records_that_went_before_they_were_taken_are_told_of() -> None:
    row = Lag("custody.domain-event.v1", 3, end=90, committed=10, records=20, seconds=5.0, lost=60)
    assert lag._lost(row).startswith("custody.domain-event.v1/3: 60 records were gone from the broker before")


def test_the_command_prints_a_row_for_each_partition(broker: AnyBroker, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = parser().parse_args(["lag", "--topic", TOPIC, "--group", GROUP])
    assert chosen.command.run(chosen, Settings(kafka_bootstrap=broker.bootstrap)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[1:7]] == [[TOPIC, str(number)] for number in range(6)]
    assert lines[7] == "0 records wait, the oldest for 0 s."

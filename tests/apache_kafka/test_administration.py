"""Topics made and compared on a real broker, and the group taken back to a time."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from hub.cli.main import parser
from hub.errors import HubError
from hub.messaging import lag, offsets, topics
from hub.messaging.broker import Broker
from hub.messaging.topics import TOPICS
from hub.settings import Settings
from hub.store.database import Database
from tests.apache_kafka.server import ApacheKafka
from tests.apache_kafka.topics import administration, change
from tests.messaging.notes import PLAIN, Notes, count, effects
from tests.messaging.test_consumer import GROUP, committed, syncing
from tests.messaging.test_lag import send
from tests.waiting import until, until_sync

pytestmark = [pytest.mark.postgres, pytest.mark.apache_kafka]

EVENTS = "custody.domain-event.v1"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def hub(kafka: ApacheKafka, *words: str) -> int:
    chosen = parser().parse_args(words)
    return int(chosen.command.run(chosen, Settings(kafka_bootstrap=kafka.bootstrap)))


def test_missing_topics_are_made_as_the_table_says(kafka: ApacheKafka, capsys: pytest.CaptureFixture[str]) -> None:
    admin = administration(kafka.bootstrap)
    for done in admin.delete_topics(["hub.plan.event.v1", EVENTS]).values():
        done.result(30)
    until_sync(lambda: hub(kafka, "topics", "--verify") == 1)
    capsys.readouterr()
    assert hub(kafka, "topics", "--create") == 0
    assert sorted(capsys.readouterr().out.splitlines()) == [
        f"Created topic {EVENTS}.",
        "Created topic hub.plan.event.v1.",
    ]
    assert hub(kafka, "topics", "--verify") == 0
    assert capsys.readouterr().out == f"The broker holds all {len(TOPICS)} topics as the hub's table says.\n"


async def test_a_topic_that_is_kept_otherwise_is_told(kafka: ApacheKafka) -> None:
    broker = Broker(kafka.bootstrap)
    change(kafka.bootstrap, EVENTS, {"retention.ms": "1000"})
    assert await topics.verify(broker) == topics.Compared((f"Topic {EVENTS} has retention.ms = 1000, not 604800000.",))
    change(kafka.bootstrap, EVENTS, {"retention.ms": "604800000"})
    assert await topics.verify(broker) == topics.Compared()


async def test_back_to_a_time_and_nothing_has_a_second_effect(kafka: ApacheKafka, database: Database) -> None:
    broker, start = Broker(kafka.bootstrap), int(NOON.timestamp() * 1000)
    await send(kafka, PLAIN, range(10), partition=3, at=start)  # one a millisecond
    async with syncing(kafka, database, Notes()):
        await until(partial(taken, database, 10))
        running = (await lag.measure(broker, GROUP, [PLAIN])).notes
        assert running == [f"The group {GROUP} is Stable, with 1 members."]
        places = await offsets.places_at(broker, GROUP, [PLAIN], NOON + timedelta(milliseconds=4))
        with pytest.raises(HubError, match=r"is Stable, with 1 members, .*: stop every `hub sync` first"):
            await offsets.rewind(broker, GROUP, places)
    (place,) = [place for place in places if place.partition == 3]
    assert (place.offset, place.end) == (4, 10)
    assert {place.offset for place in places if place.partition != 3} == {0}
    await offsets.rewind(broker, GROUP, places)
    assert (await committed(kafka))[3] == 4
    async with syncing(kafka, database, Notes()):
        await until(partial(committed_at, kafka, 10))
    assert len(await effects(database)) == await count(database, "inbox") == 10


async def test_a_time_after_everything_is_the_end(kafka: ApacheKafka) -> None:
    await send(kafka, PLAIN, range(3), partition=0)
    now = datetime.now(UTC)
    places = await offsets.places_at(Broker(kafka.bootstrap), GROUP, [PLAIN], now)
    assert [place.offset for place in places] == [3, 0, 0, 0, 0, 0]


def test_the_command_shows_and_changes_only_when_told_to(
    kafka: ApacheKafka, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, last in (([], "Nothing was changed."), (["--commit"], "hub-sync begins at these places when")):
        assert hub(kafka, "rewind", "2026-03-02T12:00:00Z", "--topic", PLAIN, *words) == 0
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 7
        assert lines[-1].startswith(last)
    with pytest.raises(HubError, match="'yesterday' is no time: write it like"):
        hub(kafka, "rewind", "yesterday")


async def taken(database: Database, number: int) -> bool:
    return await count(database, "note") >= number


async def committed_at(kafka: ApacheKafka, offset: int) -> bool:
    return (await committed(kafka)).get(3) == offset

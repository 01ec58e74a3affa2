"""The feed when it can't go on: it says what to do. That it works is shown with all roles, in tests/journeys."""

import pytest
from rich.console import Console

from hub.embedded.demo import feed, replies, sending
from hub.embedded.kafka import EmbeddedKafka
from hub.errors import DependencyUnavailable, HubError
from hub.messaging.broker import Broker
from hub.messaging.topics import TOPICS

NOWHERE = Broker("127.0.0.1:9")  # nobody listens there


@pytest.mark.parametrize("count", [0, -1, 2001])
def test_a_number_of_people_that_cannot_be_is_refused(count: int) -> None:
    with pytest.raises(HubError, match=f"^{count} made-up people can't be sent: choose a number from 1 to 2000"):
        feed(Console(), "postgresql://nobody:nothing@127.0.0.1:9/none", NOWHERE, count)


def test_no_database_is_named() -> None:
    with pytest.raises(DependencyUnavailable, match=r"PostgreSQL does not answer at 127.0.0.1:9"):
        feed(Console(), "postgresql://nobody:nothing@127.0.0.1:9/none", NOWHERE, 1)


@pytest.mark.postgres
def test_no_broker_is_named(database_url: str) -> None:
    with pytest.raises(DependencyUnavailable, match=r"Kafka does not answer at 127.0.0.1:9"):
        feed(Console(), database_url, NOWHERE, 1)


@pytest.mark.postgres
@pytest.mark.kafka
def test_messages_that_nobody_takes_end_with_a_sentence(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "PATIENCE", 0.2)
    with EmbeddedKafka() as broker:
        for topic in TOPICS:
            broker.create_topic(topic.name, topic.partitions)
        with pytest.raises(HubError, match=r"has taken 0 of 15 messages .* is the role sync running?"):
            feed(Console(quiet=True), database_url, Broker(broker.bootstrap), 3)


@pytest.mark.kafka
async def test_answers_that_nobody_sends_end_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "PATIENCE", 0.2)
    with EmbeddedKafka() as broker:
        broker.create_topic(replies.TOPIC, 6)
        async with replies.listening(Broker(broker.bootstrap)) as answers:
            with pytest.raises(HubError, match=r"2 of 2 plan commands have no answer .* is the role relay running?"):
                await answers.answers(["one", "two"])

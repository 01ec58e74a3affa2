"""The registry of topics, and what is said about those of a broker."""

import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.admin import NewTopic
from aiokafka.admin.config_resource import ConfigResource

from hub.embedded.kafka import EmbeddedKafka
from hub.errors import DependencyUnavailable
from hub.messaging import topics
from hub.messaging.broker import REQUEST, Broker
from hub.messaging.topics import BY_NAME, INCOMING, ROUTES, TOPICS, CleanUp, Compared, Direction

BROKER = Broker("broker:9092")


def test_every_name_says_side_entity_kind_and_version() -> None:
    form = re.compile(r"(custody|community|hub)\.[a-z]+(-[a-z]+)*(\.(snapshot|event|command|reply))?\.v\d+(\.dlq)?")
    assert [topic.name for topic in TOPICS if not form.fullmatch(topic.name)] == []
    assert len(BY_NAME) == len(TOPICS)


def test_every_incoming_topic_has_its_dead_letters_with_room_for_the_headers() -> None:
    for topic in INCOMING:
        copies = BY_NAME[topic.name + ".dlq"]
        assert copies.direction is Direction.DEAD_LETTERS
        assert copies.largest > topic.largest


def test_snapshots_are_compacted_and_nothing_else_is() -> None:
    for topic in TOPICS:
        snapshot = topic.name.endswith(".snapshot.v1")
        assert (topic.clean_up is CleanUp.COMPACT) == snapshot
        assert (topic.retention is None) == snapshot


def test_only_commands_are_ordered() -> None:
    assert {topic.name for topic in TOPICS if topic.ordered} == {"custody.plan.command.v1", "community.plan.command.v1"}


def test_every_route_leads_to_an_outgoing_topic() -> None:
    assert {BY_NAME[name].direction for name in ROUTES.values()} == {Direction.OUTGOING}
    assert set(ROUTES.values()) == {topic.name for topic in TOPICS if topic.direction is Direction.OUTGOING}


def test_clients_are_sized_for_the_largest_topic() -> None:
    assert max(topic.largest for topic in TOPICS) < REQUEST


def test_a_line_tells_what_a_topic_is_for() -> None:
    line = topics.line(BY_NAME["custody.plan.command.v1"])
    assert all(part in line for part in ("in", "custody.plan.command.v1", "7 days", "ordered", "CRN", "a plan change"))


class Administration:
    """A broker's administration with some topics."""

    def __init__(self, held: dict[str, dict[str, str]], refused: dict[str, int] | None = None, **_: Any) -> None:
        self.held = held
        self.refused = refused or {}
        self.partitions = {name: BY_NAME[name].partitions for name in held}

    async def start(self) -> None: ...
    async def close(self) -> None: ...

    async def list_topics(self) -> list[str]:
        return list(self.held)

    async def describe_topics(self, names: Sequence[str]) -> list[dict[str, Any]]:
        return [{"topic": name, "partitions": range(self.partitions[name])} for name in names]

    async def create_topics(self, wanted: Sequence[NewTopic]) -> Any:
        errors = [{"topic": new.name, "error_code": self.refused.get(new.name, 0)} for new in wanted]
        for new in wanted:
            if new.name not in self.refused:
                self.held[new.name] = new.topic_configs
                self.partitions[new.name] = new.num_partitions
        return SimpleNamespace(to_object=lambda: {"topic_errors": errors})

    async def describe_configs(self, wanted: Sequence[ConfigResource]) -> list[Any]:
        rows = [
            {
                "error_code": 0,
                "resource_name": resource.name,
                "config_entries": [
                    {"config_names": name, "config_value": value} for name, value in self.held[resource.name].items()
                ],
            }
            for resource in wanted
        ]
        return [SimpleNamespace(to_object=lambda: {"resources": rows})]


@pytest.fixture
def administration(monkeypatch: pytest.MonkeyPatch) -> Administration:
    made = Administration({})
    monkeypatch.setattr(topics, "administration", lambda _: made)
    return made


async def test_missing_topics_are_created_as_the_table_says(administration: Administration) -> None:
    told = await topics.ensure(BROKER)
    assert told == [f"Created topic {topic.name}." for topic in TOPICS]
    assert administration.held["hub.plan.event.v1"] == {
        "cleanup.policy": "delete",
        "max.message.bytes": str(8 * 2**20),
        "retention.ms": str(30 * 86_400_000),
    }
    assert await topics.ensure(BROKER) == []


async def test_what_the_broker_holds_otherwise_is_told(administration: Administration) -> None:
    await topics.ensure(BROKER)
    administration.held["hub.plan.event.v1"]["retention.ms"] = "1"
    administration.partitions["hub.case.event.v1"] = 1
    del administration.held["custody.prisoner.snapshot.v1"]
    assert await topics.verify(BROKER) == Compared(
        (
            "Topic custody.prisoner.snapshot.v1 is missing: run `hub topics --create`.",
            "Topic hub.case.event.v1 has 1 partitions where the hub's table says 6.",
            "Topic hub.plan.event.v1 has retention.ms = 1, not 2592000000.",
        )
    )


async def test_a_refusal_is_told_and_a_topic_made_meanwhile_is_fine(administration: Administration) -> None:
    administration.refused = {"hub.plan.event.v1": 29, "hub.case.event.v1": 36}
    told = await topics.ensure(BROKER)
    assert "Topic hub.plan.event.v1 was not created: TopicAuthorizationFailedError." in told
    assert not any("hub.case.event.v1" in sentence for sentence in told)


@pytest.mark.kafka
@pytest.mark.embedded_kafka
async def test_a_broker_without_administration_is_told_of(embedded_broker: EmbeddedKafka) -> None:
    assert await topics.ensure(Broker(embedded_broker.bootstrap)) == [
        "This broker does not tell clean-up, sizes and retention (IncompatibleBrokerVersion)."
    ]


@pytest.mark.kafka
@pytest.mark.embedded_kafka
async def test_a_broker_that_creates_nothing_is_told_of() -> None:
    with EmbeddedKafka() as empty:
        told = await topics.ensure(Broker(empty.bootstrap))
    assert told[0].startswith("This broker lets nobody create topics (AttributeError); missing: custody.prisoner")


async def test_no_broker_at_all() -> None:
    with pytest.raises(DependencyUnavailable, match="HUB_KAFKA_BOOTSTRAP"):
        await topics.verify(Broker("127.0.0.1:1"))

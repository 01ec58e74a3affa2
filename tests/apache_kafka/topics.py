"""The administration that tests need of a real broker, through librdkafka, which knows all of it."""

from collections.abc import Mapping
from typing import Any

from confluent_kafka import KafkaException, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewTopic,
    OffsetSpec,
)

from hub.messaging.topics import TOPICS
from tests.waiting import until_sync

PATIENCE = 30.0
ERRORS = {"socket.timeout.ms": 5_000, "log_level": 0}


def administration(bootstrap: str) -> AdminClient:
    """A client for topics and groups."""
    return AdminClient({"bootstrap.servers": bootstrap, **ERRORS})


def answers(bootstrap: str) -> bool:
    """Whether a broker takes connections there and knows itself."""
    try:
        return bool(administration(bootstrap).list_topics(timeout=1).brokers)
    except KafkaException:
        return False


def create(bootstrap: str, partitions: Mapping[str, int], settings: Mapping[str, str]) -> None:
    """Create topics with the same settings, and wait until clients see them."""
    admin = administration(bootstrap)
    wanted = [NewTopic(name, number, 1, config=dict(settings)) for name, number in partitions.items()]
    for done in admin.create_topics(wanted).values():
        done.result(PATIENCE)
    until_sync(lambda: partitions.keys() <= admin.list_topics(timeout=5).topics.keys(), what="topics are there")


def renew(bootstrap: str) -> None:
    """As if the broker were new to the hub: its topics empty from offset 0, no group remembered."""
    admin = administration(bootstrap)
    groups = [group.group_id for group in admin.list_consumer_groups().result(PATIENCE).valid or ()]
    if groups:
        for done in admin.delete_consumer_groups(groups).values():
            done.result(PATIENCE)
    there = admin.list_topics(timeout=5).topics
    used = _used(admin, [topic.name for topic in TOPICS if topic.name in there])
    if used:
        for done in admin.delete_topics(used).values():
            done.result(PATIENCE)
        until_sync(lambda: not admin.list_topics(timeout=5).topics.keys() & set(used), what="topics are deleted")
    lacking = [topic for topic in TOPICS if topic.name in used or topic.name not in there]
    wanted = [NewTopic(topic.name, topic.partitions, 1, config=topic.settings) for topic in lacking]
    if wanted:
        for done in admin.create_topics(wanted).values():
            done.result(PATIENCE)
        until_sync(lambda: _led(bootstrap, [topic.name for topic in lacking]), what="every partition has its leader")


def _led(bootstrap: str, names: list[str]) -> bool:
    try:
        _used(administration(bootstrap), names)  # a client of before remembers the leaders of the deleted topics
    except KafkaException:
        return False
    return True


def _used(admin: AdminClient, names: list[str]) -> list[str]:
    """Those topics that anything was ever sent to. Raises KafkaException while a partition has no leader."""
    partitions: dict[str, int] = {topic.name: topic.partitions for topic in TOPICS}
    asked: dict[Any, Any] = {
        TopicPartition(name, number): OffsetSpec.latest()  # type: ignore[no-untyped-call]
        for name in names
        for number in range(partitions[name])
    }
    if not asked:
        return []
    ends = admin.list_offsets(asked)
    return sorted({partition.topic for partition, end in ends.items() if end.result(PATIENCE).offset})


def change(bootstrap: str, name: str, settings: Mapping[str, str]) -> None:
    """Change a topic's settings; they end with the topic, which is made anew for the next test that finds it used."""
    entries = [ConfigEntry(key, value, incremental_operation=AlterConfigOpType.SET) for key, value in settings.items()]
    resource = ConfigResource(ConfigResource.Type.TOPIC, name, incremental_configs=entries)
    admin = administration(bootstrap)
    for done in admin.incremental_alter_configs([resource]).values():
        done.result(PATIENCE)

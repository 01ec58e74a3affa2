"""Every Kafka topic of the hub, in one table; nothing else in the code names one.

Names are `<side>.<entity>.<kind>.v<major>`. Keys are the side's stable id in UTF-8, values are JSON. What cannot be
taken from an incoming topic goes to `<topic>.dlq`, byte for byte.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from hub.messaging.broker import Broker, administration, connect

MEBIBYTE = 2**20
LARGEST_VALUE = 8 * MEBIBYTE
LARGEST_DEAD_LETTER = 10 * MEBIBYTE  # the value as received, its headers and ours
PARTITIONS = 6
WEEK = timedelta(days=7)
MONTH = timedelta(days=30)
DEAD_LETTERS = ".dlq"


class Direction(StrEnum):
    """Which way a topic's messages go, as the hub sees it."""

    INCOMING = "in"
    OUTGOING = "out"
    DEAD_LETTERS = "dlq"


class CleanUp(StrEnum):
    """Kafka's `cleanup.policy`: keep the last value of each key, or everything for a time."""

    COMPACT = "compact"
    DELETE = "delete"


@dataclass(frozen=True)
class Topic:
    """One topic. `key` says what the key is; `retention` is None where the last value of each key is kept for ever.

    `ordered`: a message's effect depends on the one before it, so a rejected one parks later ones of its key.
    """

    name: str
    direction: Direction
    key: str
    clean_up: CleanUp
    about: str
    retention: timedelta | None = None
    ordered: bool = False
    partitions: int = PARTITIONS
    largest: int = LARGEST_VALUE

    @property
    def settings(self) -> dict[str, str]:
        """The topic's configuration, under the broker's names."""
        kept = {"retention.ms": str(int(self.retention / timedelta(milliseconds=1)))} if self.retention else {}
        return {"cleanup.policy": str(self.clean_up), "max.message.bytes": str(self.largest), **kept}


def _snapshot(name: str, key: str, about: str) -> Topic:
    return Topic(name, Direction.INCOMING, key, CleanUp.COMPACT, about)


def _happening(name: str, key: str, about: str, *, ordered: bool = False) -> Topic:
    return Topic(name, Direction.INCOMING, key, CleanUp.DELETE, about, retention=WEEK, ordered=ordered)


def _published(name: str, key: str, about: str) -> Topic:
    return Topic(name, Direction.OUTGOING, key, CleanUp.DELETE, about, retention=MONTH)


SUBJECT = "CRN, prison number or case id"

INCOMING: tuple[Topic, ...] = (
    _snapshot("custody.prisoner.snapshot.v1", "prison number", "the prison side's full prisoner record"),
    _snapshot("custody.sentence.snapshot.v1", "prison number", "bookings with sentences, terms, offences, key dates"),
    _snapshot("custody.staff.snapshot.v1", "staff code", "prison staff: name, grade, establishment, from and to"),
    _snapshot("community.offender.snapshot.v1", "CRN", "personal details, identifiers, access limits"),
    _snapshot("community.supervision.snapshot.v1", "CRN", "manager, team, MAPPA, sentences, requirements"),
    _snapshot("community.assessment.snapshot.v1", "CRN", "the OASys assessment summary"),
    _snapshot("community.staff.snapshot.v1", "staff code", "probation staff: name, grade, team, area, from and to"),
    _happening("custody.domain-event.v1", "prison number", "what happened on the prison side, bare or enveloped"),
    _happening("community.domain-event.v1", "CRN", "what happened on the probation side, bare or enveloped"),
    _happening("custody.plan.command.v1", SUBJECT, "a plan change asked for by a prison system", ordered=True),
    _happening("community.plan.command.v1", SUBJECT, "a plan change asked for by a probation system", ordered=True),
)

OUTGOING: tuple[Topic, ...] = (
    _published("hub.plan.reply.v1", "as the command", "what became of a plan command, with its correlation id"),
    _published("hub.plan.event.v1", "hub case id", "every change of the shared plan: before, after, version, who"),
    _published("hub.case.event.v1", "hub case id", "changes of identity, custody, span, tier, team and holder"),
    Topic(
        "hub.case.snapshot.v1", Direction.OUTGOING, "hub case id", CleanUp.COMPACT, "the shared case as it stands now"
    ),
)


def _dead_letters(topic: Topic) -> Topic:
    return Topic(
        topic.name + DEAD_LETTERS,
        Direction.DEAD_LETTERS,
        "as received",
        CleanUp.DELETE,
        f"what could not be taken from {topic.name}, as received",
        retention=MONTH,
        partitions=1,
        largest=LARGEST_DEAD_LETTER,
    )


TOPICS: tuple[Topic, ...] = (*INCOMING, *OUTGOING, *map(_dead_letters, INCOMING))
BY_NAME = MappingProxyType({topic.name: topic for topic in TOPICS})

# The outbox's `aggregatetype` -> the topic that its events go to.
ROUTES = MappingProxyType(
    {
        "plan": "hub.plan.event.v1",
        "plan-reply": "hub.plan.reply.v1",
        "case": "hub.case.event.v1",
        "case-snapshot": "hub.case.snapshot.v1",
    }
)


def line(topic: Topic) -> str:
    """One topic as a row for people to read."""
    kept = f"{topic.retention.days} days" if topic.retention else "last of each key"
    ordered = "ordered" if topic.ordered else ""
    return f"{topic.direction:<4}{topic.name:<38}{kept:<17}{topic.partitions} x  {ordered:<8}{topic.key}: {topic.about}"


async def ensure(broker: Broker) -> list[str]:
    """Create the topics that the broker lacks and check the others; what was done and found, as sentences.

    Raises DependencyUnavailable where no broker answers. What the broker can't tell or do is said, not raised.
    """
    admin = administration(broker)
    try:
        await connect(admin, broker)
        missing = await _missing(admin)
        created = await _create(admin, missing) if missing else []
        found = await _compare(admin)
        return [*created, *found.sentences]
    finally:
        await admin.close()


@dataclass(frozen=True)
class Compared:
    """The broker's topics beside the table, as sentences: what differs, and what the broker does not tell."""

    differences: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it."""
        return (*self.differences, *self.unseen)


async def verify(broker: Broker) -> Compared:
    """The broker's topics beside the table; creates nothing. Raises DependencyUnavailable where no broker answers."""
    admin = administration(broker)
    try:
        await connect(admin, broker)
        lacking = [f"Topic {topic.name} is missing: run `hub topics --create`." for topic in await _missing(admin)]
        found = await _compare(admin)
        return Compared((*lacking, *found.differences), found.unseen)
    finally:
        await admin.close()


async def _missing(admin: AIOKafkaAdminClient) -> list[Topic]:
    there = set(await admin.list_topics())
    return [topic for topic in TOPICS if topic.name not in there]


async def _create(admin: AIOKafkaAdminClient, missing: Sequence[Topic]) -> list[str]:
    # The replication factor is the broker's default; the client lets it pass only beside an empty assignment.
    wanted = [NewTopic(topic.name, topic.partitions, -1, {}, topic.settings) for topic in missing]
    try:
        answer = (await admin.create_topics(wanted)).to_object()
    except (KafkaError, AttributeError, KeyError, TimeoutError) as fault:
        names = ", ".join(topic.name for topic in missing)
        return [f"This broker lets nobody create topics ({type(fault).__name__}); missing: {names}."]
    faults = {row["topic"]: for_code(row["error_code"]) for row in answer["topic_errors"] if row["error_code"]}
    refused = {name: fault for name, fault in faults.items() if fault is not TopicAlreadyExistsError}
    created = [f"Created topic {topic.name}." for topic in missing if topic.name not in faults]
    return [*created, *(f"Topic {name} was not created: {fault.__name__}." for name, fault in refused.items())]


async def _compare(admin: AIOKafkaAdminClient) -> Compared:
    there = set(await admin.list_topics())
    known = [topic for topic in TOPICS if topic.name in there]
    described = {row["topic"]: len(row["partitions"]) for row in await admin.describe_topics([t.name for t in known])}
    counts = [
        f"Topic {topic.name} has {described[topic.name]} partitions where the hub's table says {topic.partitions}."
        for topic in known
        if described.get(topic.name, topic.partitions) != topic.partitions
    ]
    try:
        held = await _configurations(admin, known)
    except (KafkaError, AttributeError, KeyError, TimeoutError) as fault:
        unseen = f"This broker does not tell clean-up, sizes and retention ({type(fault).__name__})."
        return Compared(tuple(counts), (unseen,))
    settings = [
        f"Topic {topic.name} has {name} = {held[topic.name].get(name)}, not {value}."
        for topic in known
        for name, value in topic.settings.items()
        if topic.name in held and held[topic.name].get(name) != value
    ]
    return Compared((*counts, *settings))


async def _configurations(admin: AIOKafkaAdminClient, known: Sequence[Topic]) -> dict[str, dict[str, Any]]:
    answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in known])
    resources = [row for answer in answers for row in answer.to_object()["resources"]]
    return {
        row["resource_name"]: {entry["config_names"]: entry["config_value"] for entry in row["config_entries"]}
        for row in resources
        if not row["error_code"]
    }

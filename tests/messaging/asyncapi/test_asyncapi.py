"""The AsyncAPI document: whole, valid, and shown by examples that the connectors really take."""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from hub.cli.contract import KAFKA, ROOT
from hub.connectors.connector import Message
from hub.messaging import asyncapi
from hub.messaging.contracts import CONTRACTS
from hub.messaging.dispatch import CONNECTORS
from hub.messaging.topics import BY_NAME, TOPICS, Direction
from tests.messaging.asyncapi.specification import schema

Json = dict[str, Any]

DOCUMENT = asyncapi.document()
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def payload(message: Json) -> Json:
    """The message's JSON Schema, wherever the document keeps it."""
    found: Json = message["payload"]
    if "$ref" in found:
        found = DOCUMENT["components"]["schemas"][found["$ref"].rpartition("/")[2]]
    assert found["schemaFormat"] == asyncapi.JSON_SCHEMA
    schema: Json = found["schema"]
    return schema


def shown(direction: Direction) -> Iterator[Any]:
    """(topic, message, example) of every example on topics of that direction."""
    for topic in TOPICS:
        for name in DOCUMENT["channels"][topic.name]["messages"]:
            message = DOCUMENT["components"]["messages"][name]
            for example in message.get("examples", ()):
                if topic.direction is direction:
                    yield pytest.param(topic.name, message, example, id=f"{name}-{example['name']}")


def key_of(example: Json) -> str:
    """The key that the summary tells, else whom the body names."""
    if "summary" in example:
        return str(example["summary"]).removeprefix("key ")
    body = example["payload"]
    named = ("crn", "prisonNumber", "caseId", "code")
    return next(str(where[name]) for where in (body, body.get("subject") or {}) for name in named if where.get(name))


@pytest.mark.node
def test_it_is_valid_by_asyncapis_own_schema() -> None:
    check = Draft7Validator(schema(DOCUMENT["asyncapi"]))
    assert [f"{fault.json_path}: {fault.message}" for fault in check.iter_errors(DOCUMENT)] == []


@pytest.mark.node
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda document: document.pop("info"), id="no title"),
        pytest.param(lambda document: document["channels"]["hub.plan.event.v1"].update(address=7), id="a number"),
        pytest.param(
            lambda document: document["operations"]["hub.plan.event.v1"].update(action="publish"), id="no such action"
        ),
        pytest.param(
            lambda document: document["channels"]["hub.plan.event.v1"]["bindings"]["kafka"].update(partitions=0),
            id="no partition",
        ),
    ],
)
def test_that_schema_finds_faults(spoil: Callable[[Json], Any]) -> None:
    spoilt = copy.deepcopy(DOCUMENT)
    spoil(spoilt)
    assert not Draft7Validator(schema(DOCUMENT["asyncapi"])).is_valid(spoilt)


def test_the_committed_copy_is_what_the_code_says() -> None:
    assert (ROOT / KAFKA.copy).read_text(encoding="utf-8") == KAFKA.make(), "run `hub asyncapi --write`"


def test_every_topic_is_a_channel_with_an_operation_and_its_keeping() -> None:
    assert list(DOCUMENT["channels"]) == list(DOCUMENT["operations"]) == [topic.name for topic in TOPICS]
    commands = DOCUMENT["channels"]["custody.plan.command.v1"]["bindings"]["kafka"]
    assert commands["topicConfiguration"] == {
        "cleanup.policy": ["delete"],
        "max.message.bytes": 8 * 2**20,
        "retention.ms": 7 * 86_400_000,
    }
    assert {name for name, one in DOCUMENT["operations"].items() if one["action"] == "receive"} == set(CONNECTORS)


def test_every_message_that_is_sent_either_way_has_an_example() -> None:
    taken = {topic for contract in CONTRACTS for topic in contract.topics} | set(CONNECTORS)
    for topic in taken:
        messages = DOCUMENT["channels"][topic]["messages"]
        assert messages, topic
        for name in messages:
            assert DOCUMENT["components"]["messages"][name]["examples"], name
    empty = {name for name, channel in DOCUMENT["channels"].items() if not channel["messages"]}
    assert empty == set()


@pytest.mark.parametrize(("topic", "message", "example"), list(shown(Direction.INCOMING)))
def test_an_example_of_what_comes_in_is_taken_by_its_connector(topic: str, message: Json, example: Json) -> None:
    value = json.dumps(example["payload"]).encode()
    record, provenance = CONNECTORS[topic].decode(Message(topic, 0, 0, key_of(example).encode(), value, (), NOON))
    assert record is not None
    assert provenance.topic == topic


@pytest.mark.parametrize(("topic", "message", "example"), [*shown(Direction.INCOMING), *shown(Direction.OUTGOING)])
def test_every_example_is_valid_by_its_own_schema(topic: str, message: Json, example: Json) -> None:
    check = Draft202012Validator(payload(message))
    assert [fault.message for fault in check.iter_errors(example["payload"])] == []


def test_every_schema_is_one() -> None:
    schemas = [payload(message) for message in DOCUMENT["components"]["messages"].values()]
    assert len(schemas) >= len(BY_NAME) // 2
    for one in schemas:
        Draft202012Validator.check_schema(one)  # raises


def test_what_leaves_is_a_cloud_event_and_a_dead_letter_tells_where_it_stood() -> None:
    messages = DOCUMENT["components"]["messages"]
    assert "ce_id" in messages["hub.plan.event.v1.message"]["headers"]["required"]
    assert "kafka_dlt-original-offset" in messages["custody.domain-event.v1.dlq.message"]["headers"]["properties"]
    assert BY_NAME["custody.domain-event.v1.dlq"].direction is Direction.DEAD_LETTERS

"""The Kafka side of the hub as one AsyncAPI 3 document: every topic, its keys and keeping, every message, examples.

Made from the table of topics, the published contracts and the connectors' wire shapes; `hub asyncapi` prints it.
https://www.asyncapi.com/docs/reference/specification/v3.0.0 , Kafka bindings 0.5.0
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from hub.messaging import contracts, topics
from hub.messaging.broker import GROUP
from hub.messaging.contracts import CONTRACTS, Contract, shapes
from hub.messaging.contracts.shapes import Shape
from hub.messaging.topics import Direction, Topic

Json = dict[str, Any]

BINDING = "0.5.0"
JSON_SCHEMA = "application/schema+json;version=draft-2020-12"
TEXT: Json = {"type": "string"}

ABOUT = (
    "Records of the prison and the probation service come in, changes of the shared case and plan go out, plan "
    "commands come from both sides. Keys are the sides' own ids in UTF-8, values are JSON; null on a snapshot topic is "
    "a removal. What the hub can't take from a topic goes to TOPIC.dlq, byte for byte."
)
ARRIVING: Json = {
    "type": "object",
    "properties": {
        "hub_source_time": {
            **TEXT,
            "description": "When the source read or made it, RFC 3339; else the broker's.",
        },
        "hub_source_version": {**TEXT, "description": "A whole number that grows for the key."},
        "traceparent": TEXT,
    },
}
CLOUD_EVENT: Json = {
    "type": "object",
    "description": "CloudEvents 1.0, binary mode; ce_id is the same however often the event is sent.",
    "properties": {
        "ce_specversion": {"const": "1.0"},
        **dict.fromkeys(("ce_id", "ce_source", "ce_type", "ce_time", "ce_subject", "ce_dataschema"), TEXT),
        "content-type": TEXT,
    },
    "required": ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject", "ce_dataschema"],
}
REJECTED: Json = {
    "type": "object",
    "description": "The message's own headers, and where it stood; numbers are big-endian, as in Spring for Kafka.",
    "properties": {
        f"kafka_dlt-{name}": TEXT
        for name in (
            *("original-topic", "original-partition", "original-offset", "original-timestamp"),
            *("original-timestamp-type", "original-consumer-group", "exception-fqcn", "exception-message"),
        )
    },
}


def document() -> Json:
    """The whole document."""
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Sentence plan hub", "version": "1", "description": ABOUT},
        "defaultContentType": "application/json",
        "servers": {"kafka": {"host": "kafka.example:9093", "protocol": "kafka-secure", "security": [{"$ref": LOGIN}]}},
        "channels": {topic.name: _channel(topic) for topic in topics.TOPICS},
        "operations": {topic.name: _operation(topic) for topic in topics.TOPICS},
        "components": {
            "messages": dict(message for topic in topics.TOPICS for message in _messages(topic)),
            "schemas": {contract.name: _payload(contracts.schema(contract.name)) for contract in CONTRACTS},
            "securitySchemes": {"login": {"type": "scramSha512"}},
        },
    }


LOGIN = "#/components/securitySchemes/login"


def _channel(topic: Topic) -> Json:
    kept = {"retention.ms": int(topic.retention / timedelta(milliseconds=1))} if topic.retention else {}
    return {
        "address": topic.name,
        "description": topic.about,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name, _ in _messages(topic)},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": [str(topic.clean_up)],
                    "max.message.bytes": topic.largest,
                    **kept,
                },
                "bindingVersion": BINDING,
            }
        },
    }


def _operation(topic: Topic) -> Json:
    channel = {"$ref": f"#/channels/{topic.name}"}
    if topic.direction is not Direction.INCOMING:
        return {"action": "send", "channel": channel, "summary": topic.about}
    group = {"groupId": {"type": "string", "enum": [GROUP]}, "bindingVersion": BINDING}
    return {"action": "receive", "channel": channel, "summary": topic.about, "bindings": {"kafka": group}}


def _messages(topic: Topic) -> Iterator[tuple[str, Json]]:
    """Name -> message, of a topic. A snapshot of the case is announced and not published yet: it has none."""
    for contract in CONTRACTS:
        if topic.name in contract.topics:
            yield f"{topic.name}.message", _contracted(topic, contract)
    for shape in shapes.SHAPES.get(topic.name, ()):
        yield f"{topic.name}.{shape.name}", _shaped(topic, shape)
    if topic.direction is Direction.DEAD_LETTERS:
        yield f"{topic.name}.message", _message(topic, "Dead letter", REJECTED, _payload({}), [])


def _contracted(topic: Topic, contract: Contract) -> Json:
    schema = contracts.schema(contract.name)
    headers = ARRIVING if contract.incoming else CLOUD_EVENT
    examples = [{"name": name, "payload": value} for name, value in contracts.examples(contract.name, "valid").items()]
    return _message(topic, schema["title"], headers, {"$ref": f"#/components/schemas/{contract.name}"}, examples)


def _shaped(topic: Topic, shape: Shape) -> Json:
    examples = [
        {"name": one.name, "summary": f"key {one.key}", "payload": one.value}
        for one in shapes.examples(topic.name, shape)
    ]
    return _message(topic, shape.title, ARRIVING, _payload(shapes.schema(shape)), examples)


def _message(topic: Topic, title: str, headers: Json, payload: Json, examples: list[Json]) -> Json:
    key = {"kafka": {"key": {**TEXT, "description": topic.key}, "bindingVersion": BINDING}}
    made = {"title": title, "headers": headers, "bindings": key, "payload": payload}
    return {**made, "examples": examples} if examples else made


def _payload(schema: Json) -> Json:
    return {"schemaFormat": JSON_SCHEMA, "schema": schema}

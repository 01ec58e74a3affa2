"""Messages as Kafka delivers them, for tests of connectors. Every person is made up."""

import json
from datetime import UTC, datetime
from typing import Any

from hub.connectors.connector import Message

BROKER_TIME = datetime(2026, 11, 23, 12, tzinfo=UTC)


def message(topic: str, key: str | None, body: Any, **headers: str) -> Message:
    """A message with that body as JSON; a body of bytes goes as it is, None is a tombstone."""
    value = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    pairs = tuple((name, text.encode()) for name, text in headers.items())
    return Message(topic, 0, 7, key.encode() if key is not None else None, value, pairs, BROKER_TIME)


def enveloped(event: dict[str, Any]) -> dict[str, Any]:
    """The event inside a notification envelope."""
    attributes = {"eventType": {"Type": "String", "Value": event.get("eventType", "")}}
    return {"Type": "Notification", "Message": json.dumps(event), "MessageAttributes": attributes}

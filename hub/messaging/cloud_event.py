"""An outgoing event as a Kafka record: CloudEvents 1.0 in binary mode, the context in headers, the data in the value.

https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md
"""

import json
import re
from datetime import UTC

from hub.store.messages.outbox import Unpublished

SOURCE = "urn:sentence-plan-hub"
CONTENT_TYPE = "application/json; charset=utf-8"
WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def headers(event: Unpublished) -> list[tuple[str, bytes]]:
    """The record's headers; `ce_id` is the same however often the event is sent."""
    name = event_type(event)
    context = {
        "ce_specversion": "1.0",
        "ce_id": str(event.id),
        "ce_source": SOURCE,
        "ce_type": name,
        "ce_time": event.occurred_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "ce_subject": event.aggregateid,
        "ce_dataschema": schema_id(name),
        "content-type": CONTENT_TYPE,
    }
    carried = {header: value for header, value in event.headers.items() if header not in context}
    return [(header, value.encode()) for header, value in {**context, **carried}.items()]


def event_type(event: Unpublished) -> str:
    """The type as consumers filter on it: the payload's `eventType`, else made from the event's name."""
    named = json.loads(event.payload).get("eventType")
    if isinstance(named, str) and named:
        return named
    return f"hub.{event.aggregatetype}.{WORDS.sub('-', event.type).lower()}"


def schema_id(name: str) -> str:
    """The name of the JSON Schema that the data keeps."""
    return f"urn:sentence-plan-hub:schema:{name}:v1"

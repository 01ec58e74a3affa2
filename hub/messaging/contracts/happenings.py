"""The JSON Schema of what happens on either side, as far as the hub reads it (hub/connectors/envelope.py)."""

from typing import Any

EVENT: dict[str, Any] = {
    "type": "object",
    "description": "A domain event. The older generation is flat: its additional information stands beside the type.",
    "properties": {
        "eventType": {"type": "string", "description": "Decides what the hub does; docs/connectors.md has the table."},
        "version": {"type": ["integer", "string", "null"]},
        "description": {"type": ["string", "null"]},
        "detailUrl": {"type": ["string", "null"], "description": "Where the whole record is to be fetched."},
        "occurredAt": {"type": ["string", "null"]},
        "publishedAt": {"type": ["string", "null"]},
        "eventDatetime": {"type": ["string", "null"], "description": "The older generation's time, London's."},
        "additionalInformation": {"type": ["object", "null"]},
        "personReference": {
            "type": ["object", "null"],
            "properties": {
                "identifiers": {
                    "type": ["array", "null"],
                    "items": {
                        "type": "object",
                        "properties": {"type": {"type": "string"}, "value": {"type": "string"}},
                    },
                }
            },
        },
    },
    "required": ["eventType"],
}

NOTIFICATION: dict[str, Any] = {
    "type": "object",
    "description": "An event as a text inside a notification.",
    "properties": {
        "Type": {"type": "string"},
        "MessageId": {"type": "string"},
        "Message": {"type": "string", "contentMediaType": "application/json", "contentSchema": EVENT},
        "MessageAttributes": {
            "type": ["object", "null"],
            "properties": {"eventType": {"type": "object", "properties": {"Value": {"type": "string"}}}},
        },
    },
    "required": ["Message"],
}

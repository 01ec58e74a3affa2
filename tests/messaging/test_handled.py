"""Every line of the two tables of events, run; and the page that is made of them."""

import json
from typing import Any

import pytest

from hub.connectors.connector import Message
from hub.connectors.events import EventTable, Passed
from hub.domain.records import UnplacedNotice
from hub.errors import Ignored, Rejected
from hub.messaging.dispatch import ACTIONS, CONNECTORS
from hub.messaging.handled import SIDES, page
from tests.actions.sources import CRN, NOW, NUMBER

LINES = [(topic, table, name) for _, topic, _, table in SIDES for name in table]
# What any of the types may carry; each takes what it needs.
INFORMATION: dict[str, Any] = {
    **{"nomsNumber": NUMBER, "removedNomsNumber": "Z0009ZZ", "movedFromNomsNumber": "Z0009ZZ"},
    **{"movedToNomsNumber": NUMBER, "bookingId": 9000123, "bookingNumber": "90001A", "reason": "RELEASED"},
    **{"prisonId": "STI", "nomisMovementReasonCode": "CR", "sourceCRN": "Z000009", "targetCRN": CRN},
    **{"reactivatedCRN": "Z000009", "unmergedCRN": CRN, "requirementId": "1", "requirementMainType": "Made up"},
    **{"licconditionId": "1", "licconditionMainType": "Made up", "registrationId": "1", "registerTypeCode": "RHRH"},
    **{"registerTypeDescription": "Made up", "eventId": "1", "outcome": "BRE01", "eventNumber": "1", "licenceId": "1"},
    **{"calculationId": "made-up", "allocationId": "made-up", "RSRScore": 1.5, "OGRS3Yr1": "10", "OGRS3Yr2": "20"},
}


def event(topic: str, name: str) -> Message:
    named = name.replace("*", "made-up")
    ids = [{"type": "NOMS", "value": NUMBER}] if topic.startswith("custody") else [{"type": "CRN", "value": CRN}]
    body = {
        "eventType": named.upper() if "_" in named else named,
        "version": 1,
        "occurredAt": NOW.isoformat(),
        "personReference": {"identifiers": ids},
        "additionalInformation": INFORMATION,
    }
    key = NUMBER if topic.startswith("custody") else CRN
    return Message(topic, 0, 1, key.encode(), json.dumps(body).encode(), (), NOW)


@pytest.mark.parametrize(("topic", "table", "name"), LINES, ids=[name for _, _, name in LINES])
def test_every_line_ends_by_name(topic: str, table: EventTable, name: str) -> None:
    line = table[name]
    try:
        record, _ = CONNECTORS[topic].decode(event(topic, name))
    except Ignored as ignored:
        assert not isinstance(line, Passed) or ignored.code == line.code
        assert ignored.code != "UnknownEventType"
        return
    except Rejected as rejected:
        assert not isinstance(line, Passed), rejected
        assert rejected.code.isidentifier()
        return
    assert not isinstance(line, Passed) or isinstance(record, UnplacedNotice)
    assert type(record) in ACTIONS


def test_the_page_has_every_line_of_the_tables() -> None:
    text = page()
    for _, _, name in LINES:
        assert f"| `{name}` |" in text
    for topic in CONNECTORS:
        assert f"| `{topic}` |" in text
    assert text.count("| received: ") >= 10

import re
from typing import Any

import pytest

from hub.connectors.connector import Detail
from hub.connectors.custody.translate import decode_prisoner
from hub.connectors.detail import awaited
from hub.connectors.envelope import provenance, read_event
from hub.domain.access import Service
from hub.domain.records import DetailAwaited
from hub.errors import Rejected
from tests.connectors.messages import message

NUMBER = "Z1234ZY"
RECORD = Detail(
    name="record",
    source="records",
    event_types=("record.changed",),
    path=re.compile(r"/record/(?P<key>\w+)"),
    topic="custody.prisoner.snapshot.v1",
    decode=decode_prisoner,
)


def read(**changes: Any) -> DetailAwaited | None:
    event = {"eventType": "Record.Changed", "occurredAt": "2026-11-20T10:00:00Z"}
    told = message("custody.domain-event.v1", NUMBER, {**event, **changes})
    happened = read_event(told.value)
    return awaited((RECORD,), happened, Service.CUSTODY, NUMBER, provenance(told, happened.occurred_at_text))


def test_an_event_that_points_at_a_record() -> None:
    found = read(detailUrl=f"https://Records.example/record/{NUMBER.lower()}?full=true")
    assert found is not None
    assert (found.origin, found.path) == ("https://records.example", f"/record/{NUMBER.lower()}")
    assert (found.detail, found.source, found.reading) == ("record", "records", "custody.prisoner.snapshot.v1")
    assert found.asked_at.isoformat() == "2026-11-20T10:00:00+00:00"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"detailUrl": ""},
        {"detailUrl": "https://records.example"},
        {"detailUrl": f"https://records.example/record/{NUMBER}/../../secret"},
        {"detailUrl": f"https://records.example/other/{NUMBER}"},
        {"eventType": "record.seen", "detailUrl": f"https://records.example/record/{NUMBER}"},
    ],
)
def test_events_that_point_at_nothing_known(changes: dict[str, Any]) -> None:
    assert read(**changes) is None


def test_an_address_of_somebody_else_is_rejected() -> None:
    with pytest.raises(Rejected) as rejected:
        read(detailUrl="https://records.example/record/Z7777ZY")
    assert rejected.value.code == "KeyMismatch"


def test_the_wait_can_be_ended_by_another_reading() -> None:
    assert RECORD.ended_by == RECORD.topic
    assert Detail("n", "s", (), re.compile(""), "t", decode_prisoner, reading="t#part").ended_by == "t#part"

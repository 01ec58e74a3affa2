"""Domain events, bare and enveloped, with the quirks that the real publishers show."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.connectors.connector import Message
from hub.connectors.envelope import provenance, read_event, snapshot_provenance
from hub.errors import Rejected

BROKER_TIME = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
RELEASED = {
    "eventType": "prison-offender-events.prisoner.released",
    "version": 1,
    "occurredAt": "2026-03-02T11:03:50.912169+00:00",
    "publishedAt": "2026-03-02T11:48:00.477735848Z",
    "description": "A prisoner has been released from prison",
    "detailUrl": "https://prison.example/prisoner/Z0001ZZ",
    "additionalInformation": {"nomsNumber": "Z0001ZZ", "reason": "RELEASED", "nomisMovementReasonCode": ""},
    "personReference": {"identifiers": [{"type": "NOMS", "value": "Z0001ZZ"}]},
}


def encoded(body: Any) -> bytes:
    return json.dumps(body).encode()


def enveloped(body: Any, **outer: Any) -> bytes:
    inner = body if isinstance(body, str) else json.dumps(body)
    return encoded({"Type": "Notification", "MessageId": "0b1d", "Message": inner, **outer})


def message(value: bytes | None, **changes: Any) -> Message:
    made = Message("custody.domain-event.v1", 3, 42, b"Z0001ZZ", value, (), BROKER_TIME)
    return replace(made, **changes)


def test_a_bare_event() -> None:
    event = read_event(encoded(RELEASED))
    assert event.event_type == "prison-offender-events.prisoner.released"
    assert (event.version, event.enveloped, event.legacy) == (1, False, False)
    assert event.occurred_at == datetime(2026, 3, 2, 11, 3, 50, 912169, tzinfo=UTC)
    assert event.published_at == datetime(2026, 3, 2, 11, 48, 0, 477735, tzinfo=UTC)
    assert event.additional_information["reason"] == "RELEASED"
    assert event.additional_information["nomisMovementReasonCode"] is None
    assert event.identifiers == (("NOMS", "Z0001ZZ"),)
    assert event.detail_url == "https://prison.example/prisoner/Z0001ZZ"
    assert event.description == "A prisoner has been released from prison"


def test_the_same_event_in_an_envelope() -> None:
    attributes = {"eventType": {"Type": "String", "Value": "prison-offender-events.prisoner.released"}}
    event = read_event(enveloped(RELEASED, MessageAttributes=attributes))
    bare = read_event(encoded(RELEASED))
    assert event.enveloped
    assert event.attribute_event_type == "prison-offender-events.prisoner.released"
    assert (event.event_type, event.occurred_at, event.content) == (bare.event_type, bare.occurred_at, bare.content)


def test_the_body_wins_over_the_attribute() -> None:
    attributes = {"eventType": {"Type": "String", "Value": "risk-assessment.scores.determined"}}
    event = read_event(enveloped({"eventType": "assessment.summary.produced"}, MessageAttributes=attributes))
    assert event.event_type == "assessment.summary.produced"
    assert event.attribute_event_type == "risk-assessment.scores.determined"


def test_the_attribute_stands_in_for_a_body_without_type() -> None:
    event = read_event(enveloped({"crn": "X000001"}, MessageAttributes={"eventType": "SENTENCE_CHANGED"}))
    assert event.event_type == "SENTENCE_CHANGED"


def test_a_legacy_event_is_flat_and_in_local_time() -> None:
    event = read_event(
        enveloped(
            {
                "eventType": "SENTENCE_DATES-CHANGED",
                "eventDatetime": "2026-07-02T11:24:32.935401",
                "bookingId": 1900001,
                "offenderIdDisplay": "Z0002ZZ",
            },
            MessageAttributes={"publishedAt": {"Type": "String", "Value": "2026-07-02T10:41:11.5Z"}},
        )
    )
    assert event.legacy
    assert event.occurred_at == datetime(2026, 7, 2, 10, 24, 32, 935401, tzinfo=UTC)
    assert event.published_at == datetime(2026, 7, 2, 10, 41, 11, 500000, tzinfo=UTC)
    assert event.additional_information == {"bookingId": 1900001, "offenderIdDisplay": "Z0002ZZ"}
    assert (event.prison_number, event.identifiers, event.version) == ("Z0002ZZ", (), None)


@pytest.mark.parametrize(
    ("version", "read"),
    [(1, 1), ("2", 2), ("1.0", 1), (3.0, 3), (None, None), ("", None), ("two", None), (True, None), ([1], None)],
)
def test_versions(version: object, read: int | None) -> None:
    assert read_event(encoded({**RELEASED, "version": version})).version == read


@pytest.mark.parametrize(
    ("information", "identifiers", "prison_number"),
    [
        pytest.param({"nomsNumber": "Z0001ZZ"}, [], "Z0001ZZ", id="no person reference"),
        pytest.param({"prisonerNumber": "Z0001ZZ"}, [], "Z0001ZZ", id="prisonerNumber"),
        pytest.param({"prisonerId": "Z0001ZZ"}, [], "Z0001ZZ", id="prisonerId"),
        pytest.param({"NOMSNumber": "Z0001ZZ"}, [], "Z0001ZZ", id="another letter case"),
        pytest.param({"nomsNumber": ""}, [{"type": "noms", "value": "Z0003ZZ"}], "Z0003ZZ", id="blank: the reference"),
        pytest.param({"nomsNumber": "Z0001ZZ"}, [{"type": "NOMS", "value": "Z0009ZZ"}], "Z0001ZZ", id="merge: named"),
        pytest.param({}, [{"type": "CRN", "value": "X000001"}], None, id="a CRN only"),
        pytest.param({}, [{"type": "NOMS", "value": None}, {"type": None, "value": "Z1"}], None, id="half identifiers"),
    ],
)
def test_prison_numbers_stand_in_several_places(
    information: dict[str, Any], identifiers: list[Any], prison_number: str | None
) -> None:
    body = {**RELEASED, "additionalInformation": information, "personReference": {"identifiers": identifiers}}
    assert read_event(encoded(body)).prison_number == prison_number


def test_an_unreadable_time_is_no_time_and_its_text_is_kept() -> None:
    event = read_event(encoded({**RELEASED, "occurredAt": "{createdDate}"}))
    assert (event.occurred_at, event.occurred_at_text) == (None, "{createdDate}")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        pytest.param(None, "NoBody", id="tombstone"),
        pytest.param(b'{"eventType": ', "UnreadableJson", id="cut off"),
        pytest.param(b'["eventType"]', "NotAnObject", id="a list"),
        pytest.param(b"{}", "NoEventType", id="empty object"),
        pytest.param(encoded({"eventType": 7}), "NoEventType", id="type is a number"),
        pytest.param(encoded({"eventType": " "}), "NoEventType", id="type is blank"),
        pytest.param(enveloped('{"EventNumber":,}'), "UnreadableJson", id="inner JSON broken"),
        pytest.param(enveloped("[]"), "NotAnObject", id="inner list"),
        pytest.param(enveloped(""), "NoEventType", id="inner empty"),
        pytest.param(enveloped({"hearing": {}}), "NoEventType", id="a message of something else"),
        pytest.param(encoded({**RELEASED, "additionalInformation": "x"}), "WrongShape", id="information is a text"),
        pytest.param(encoded({**RELEASED, "personReference": []}), "WrongShape", id="reference is a list"),
        pytest.param(
            encoded({**RELEASED, "personReference": {"identifiers": {"type": "NOMS"}}}), "WrongShape", id="no list"
        ),
        pytest.param(
            encoded({**RELEASED, "personReference": {"identifiers": ["Z0001ZZ"]}}), "WrongShape", id="bare texts"
        ),
        pytest.param(enveloped('{"eventType": "x", "eventType": "y"}'), "DuplicateField", id="two types"),
        pytest.param(enveloped('{"eventType": "x", "a": NaN}'), "UnreadableJson", id="NaN inside"),
        pytest.param(enveloped('{"eventType": "x\\u0000"}'), "UnstorableText", id="NUL inside"),
        pytest.param(enveloped("[" * 5000 + "]" * 5000), "NestedTooDeeply", id="deep inside"),
    ],
)
def test_what_is_no_event_is_rejected_by_name(value: bytes | None, code: str) -> None:
    with pytest.raises(Rejected) as rejected:
        read_event(value)
    assert rejected.value.code == code


def test_the_same_content_is_the_same_message_bare_or_enveloped_at_any_offset() -> None:
    bare, wrapped = encoded(RELEASED), enveloped(RELEASED, MessageId="another")
    first = provenance(message(bare), None, read_event(bare).content)
    second = provenance(message(wrapped, partition=1, offset=99), None, read_event(wrapped).content)
    assert first.event_id == second.event_id
    assert len(first.event_id) == 32


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"topic": "community.domain-event.v1"}, id="topic"),
        pytest.param({"key": b"Z0009ZZ"}, id="key"),
        pytest.param({"value": b"{}"}, id="content"),
        pytest.param({"key": b"Z0001Z", "value": b"Z" + encoded(RELEASED)}, id="the same bytes, cut elsewhere"),
    ],
)
def test_another_topic_key_or_content_is_another_message(changes: dict[str, Any]) -> None:
    made = message(encoded(RELEASED))
    assert provenance(made, None).event_id != provenance(replace(made, **changes), None).event_id


def test_snapshots_of_the_same_content_differ_by_their_reading() -> None:
    value = b'{"prisonerNumber": "Z0001ZZ"}'
    plain = snapshot_provenance(message(value))
    assert plain.event_id == snapshot_provenance(message(value, offset=43)).event_id
    changed: tuple[dict[str, Any], ...] = (
        {"broker_time": BROKER_TIME + timedelta(hours=1)},
        {"headers": (("hub_source_version", b"7"),)},
        {"headers": (("hub_source_time", b"2026-03-02T10:00:00Z"),)},
        {"value": None},
    )
    for changes in changed:
        assert plain.event_id != snapshot_provenance(replace(message(value), **changes)).event_id


HEADER = "hub_source_time"


@pytest.mark.parametrize(
    ("headers", "source_time", "assumed"),
    [
        pytest.param((), BROKER_TIME, True, id="none: the broker's"),
        pytest.param(((HEADER, b"2026-03-02T10:00:00Z"),), datetime(2026, 3, 2, 10, tzinfo=UTC), False, id="header"),
        pytest.param(((HEADER, b"yesterday"),), BROKER_TIME, True, id="unreadable"),
        pytest.param(((HEADER, b"\xff\xfe"),), BROKER_TIME, True, id="not text"),
        pytest.param(((HEADER, b"9999-01-01T00:00:00Z"),), BROKER_TIME, True, id="far ahead of the broker"),
        pytest.param(((HEADER, b"0001-01-01T00:00:00Z"),), BROKER_TIME, True, id="a default that means no time"),
    ],
)
def test_source_time(headers: Any, source_time: datetime, assumed: bool) -> None:
    found = snapshot_provenance(message(b"{}", headers=headers))
    assert (found.source_time, found.time_assumed) == (source_time, assumed)


@pytest.mark.parametrize(
    ("occurred", "header", "source_time", "unread"),
    [
        pytest.param("2026-03-02T09:00:00Z", b"2026-03-02T10:00:00Z", 9, (), id="the event's own"),
        pytest.param(None, b"2026-03-02T10:00:00Z", 10, (), id="none: the header's"),
        pytest.param("{createdDate}", b"2026-03-02T10:00:00Z", 10, ("occurredAt",), id="unreadable: the header's"),
        pytest.param("9999-01-01T00:00:00Z", b"2026-03-02T10:00:00Z", 10, ("occurredAt",), id="far ahead"),
        pytest.param("0001-01-01T00:00:00Z", b"0001-01-01T00:00:00Z", None, ("occurredAt", HEADER), id="year 1"),
        pytest.param("{createdDate}", b"yesterday", None, ("occurredAt", HEADER), id="neither: the broker's"),
        pytest.param(None, None, None, (), id="nothing given is nothing unreadable"),
    ],
)
def test_what_says_when_an_event_happened_and_what_of_it_is_unreadable(
    occurred: str | None, header: bytes | None, source_time: int | None, unread: tuple[str, ...]
) -> None:
    headers = ((HEADER, header),) if header else ()
    found = provenance(message(b"{}", headers=headers), occurred)
    expected = datetime(2026, 3, 2, source_time, tzinfo=UTC) if source_time else BROKER_TIME
    assert (found.source_time, found.time_assumed, found.unread) == (expected, source_time is None, unread)


@pytest.mark.parametrize(
    ("text", "version"),
    [(b"7", 7), (b" 7 ", 7), (b"-1", None), (b"7.5", None), (b"", None), (b"9" * 30, None), (b"\xd9\xa7", None)],
)
def test_source_version(text: bytes, version: int | None) -> None:
    assert snapshot_provenance(message(b"{}", headers=(("hub_source_version", text),))).source_version == version


def test_an_event_without_time_takes_the_header_then_the_broker() -> None:
    body = encoded({"eventType": "x"})
    headed = message(body, headers=((HEADER, b"2026-03-01T09:00:00Z"),))
    assert provenance(headed, None).source_time == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert provenance(message(body), None).time_assumed

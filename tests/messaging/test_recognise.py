"""Topic and key of a message, told from its content."""

import json
from typing import Any

import pytest

from hub.errors import Ignored
from hub.messaging.recognise import recognise

CUSTODY, COMMUNITY = "custody.domain-event.v1", "community.domain-event.v1"


def event(event_type: str, crn: str | None = None, noms: str | None = None, **fields: Any) -> dict[str, Any]:
    numbers = [{"type": kind, "value": value} for kind, value in (("CRN", crn), ("NOMS", noms)) if value]
    return {"eventType": event_type, "version": 1, "personReference": {"identifiers": numbers}, **fields}


def enveloped(body: Any, **attributes: str) -> dict[str, Any]:
    inner = body if isinstance(body, str) else json.dumps(body)
    attribute = {name: {"Type": "String", "Value": value} for name, value in attributes.items()}
    return {"Type": "Notification", "Message": inner, "MessageAttributes": attribute}


@pytest.mark.parametrize(
    ("body", "topic", "key"),
    [
        pytest.param(event("prison-offender-events.prisoner.received", noms="Z1"), CUSTODY, "Z1", id="reception"),
        pytest.param(enveloped(event("enforcement.breach.raised", "X000001")), COMMUNITY, "X000001", id="enveloped"),
        pytest.param(
            event("prison-offender-events.prisoner.merged", noms="Z2", additionalInformation={"nomsNumber": "Z1"}),
            CUSTODY,
            "Z1",
            id="a merge: the survivor",
        ),
        pytest.param({"eventType": "SENTENCE_CHANGED", "crn": "X000001"}, COMMUNITY, "X000001", id="old, probation"),
        pytest.param(
            {"eventType": "OFFENDER-UPDATED", "offenderIdDisplay": "Z1", "bookingId": 7},
            CUSTODY,
            "Z1",
            id="old, prison",
        ),
        pytest.param(
            {"eventType": "BOOKING_NUMBER-CHANGED", "bookingId": "0007"}, CUSTODY, "0007", id="a booking only"
        ),
        pytest.param(event("brand.new.event", "X000001"), COMMUNITY, "X000001", id="unknown type, a CRN"),
        pytest.param(event("brand.new.event", noms="Z1"), CUSTODY, "Z1", id="unknown type, a prison number"),
        pytest.param(event("probation-case.prison-identifier.added", noms="Z1"), COMMUNITY, None, id="no CRN"),
        pytest.param(
            {"prisonerNumber": "Z1", "firstName": "ANN", "lastName": "EXAMPLE"},
            "custody.prisoner.snapshot.v1",
            "Z1",
            id="prisoner",
        ),
        pytest.param(
            {"PrisonerNumber": "Z1", "FirstName": "ANN", "LASTNAME": "EXAMPLE"},
            "custody.prisoner.snapshot.v1",
            "Z1",
            id="prisoner, other letter case",
        ),
        pytest.param(
            {"offenderNo": "Z1", "bookingId": 7, "sentenceDetail": {}},
            "custody.sentence.snapshot.v1",
            "Z1",
            id="booking",
        ),
        pytest.param(
            {"bookingId": 7, "sentenceExpiryDate": "2031-01-01"}, "custody.sentence.snapshot.v1", None, id="key dates"
        ),
        pytest.param({"otherIds": {"crn": "X000001"}}, "community.offender.snapshot.v1", "X000001", id="offender"),
        pytest.param(
            [{"otherIds": {"crn": "X000001"}}], "community.offender.snapshot.v1", "X000001", id="a list of one"
        ),
        pytest.param(
            [{"bookingId": 7, "termSequence": 1}, {"bookingId": 7, "termSequence": 2}],
            "custody.sentence.snapshot.v1",
            None,
            id="sentence terms",
        ),
        pytest.param(
            [{"bookingId": 7, "sentenceSequence": 1, "terms": []}], "custody.sentence.snapshot.v1", None, id="sentences"
        ),
        pytest.param({"otherIds": None}, "community.offender.snapshot.v1", None, id="offender without numbers"),
        pytest.param({"excludedFrom": [], "restrictedTo": []}, "community.offender.snapshot.v1", None, id="limits"),
        pytest.param(
            {"communityManager": {}, "supervisions": []}, "community.supervision.snapshot.v1", None, id="supervisions"
        ),
        pytest.param(
            {"probNumber": "X000001", "assessments": []},
            "community.assessment.snapshot.v1",
            "X000001",
            id="assessments",
        ),
        pytest.param({"code": "N1", "name": {}, "team": {}}, "community.staff.snapshot.v1", "N1", id="probation staff"),
        pytest.param(
            {"code": "P1", "name": {}, "establishment": {}}, "custody.staff.snapshot.v1", "P1", id="prison staff"
        ),
        pytest.param(
            {"commandId": "c", "command": "AddStep", "crn": "X000001"},
            "community.plan.command.v1",
            "X000001",
            id="command",
        ),
        pytest.param(
            {"commandId": "c", "command": "AddStep", "prisonNumber": "Z1"},
            "custody.plan.command.v1",
            "Z1",
            id="command, prison",
        ),
    ],
)
def test_topic_and_key(body: Any, topic: str, key: str | None) -> None:
    found = recognise(json.dumps(body).encode())
    assert (found.topic, found.key, found.unreadable) == (topic, key, False)


@pytest.mark.parametrize(
    ("text", "topic", "key"),
    [
        pytest.param(
            '{"prisonerNumber": "Z0001ZZ", "firstName"', "custody.prisoner.snapshot.v1", "Z0001ZZ", id="cut off"
        ),
        pytest.param('{"eventType": "x", "crn": "X000001", "a": NaN}', COMMUNITY, "X000001", id="NaN"),
        pytest.param('{"eventType":"prison-offender-events.x", "a":,}', CUSTODY, None, id="broken, no number"),
        pytest.param(
            json.dumps(enveloped('{"EventNumber":,"personReference":{"value":"X000001"}}', eventType="risk.x")),
            COMMUNITY,
            "X000001",
            id="broken inside the envelope",
        ),
    ],
)
def test_what_is_no_json_is_told_by_its_words(text: str, topic: str, key: str | None) -> None:
    found = recognise(text.encode())
    assert (found.topic, found.key, found.unreadable) == (topic, key, True)


@pytest.mark.parametrize(
    ("text", "code", "detail"),
    [
        pytest.param("[1, 2]", "NotAMessage", "a list of 2: one record is one message", id="a list"),
        pytest.param('"Ann"', "NotAMessage", "a text", id="a text"),
        pytest.param("{}", "NotAMessage", "prisoner record", id="tells the shapes tried"),
        pytest.param('{"prisonerNumber": "Z1", "prisonPeriod": []}', "NotAMessage", "an object", id="a timeline"),
        pytest.param(
            '{"eventType": {"Type": "String", "Value": "x"}}', "NotAMessage", "an object", id="attributes only"
        ),
        pytest.param('{"Message": "{\\"hearing\\": {}}"}', "NotAMessage", "an object", id="another message"),
        pytest.param('{"eventType": "some event type"}', "NotAMessage", "an object", id="an event of nobody"),
        pytest.param('{"$schema": "x", "properties": {"eventType": {}}}', "NotAMessage", "an object", id="a schema"),
        pytest.param("not json", "NotAMessage", "UnreadableJson", id="no JSON, no word"),
        pytest.param("# eventType", "NotAMessage", "UnreadableJson", id="a page about events"),
        pytest.param("", "NotAMessage", "UnreadableJson", id="empty"),
        pytest.param(
            '{"command": "AddStep", "commandId": "c", "caseId": "7"}', "NoTopic", "which side", id="by case id"
        ),
    ],
)
def test_what_is_no_message(text: str, code: str, detail: str) -> None:
    with pytest.raises(Ignored) as ignored:
        recognise(text.encode())
    assert ignored.value.code == code
    assert detail in ignored.value.detail

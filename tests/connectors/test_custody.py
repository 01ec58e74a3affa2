from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from hub.connectors.custody import CONNECTORS
from hub.connectors.custody.events import decode_event
from hub.connectors.custody.merges import BOOKING_MOVED, MERGED
from hub.connectors.custody.places import movement, state_of
from hub.connectors.custody.translate import decode_prisoner, decode_sentence
from hub.domain.access import Service
from hub.domain.custody import CustodyState, Direction, MovementKind
from hub.domain.identifiers import IdentifierKind
from hub.domain.merge import BookingMoved, RecordMerged
from hub.domain.person import Alias
from hub.domain.records import (
    MovementSeen,
    PrisonerRecord,
    PrisonerRemoved,
    SentenceDates,
    UnplacedNotice,
)
from hub.domain.reports import PersonErased
from hub.errors import Ignored, Rejected
from tests.connectors.messages import BROKER_TIME, enveloped, message

S, K = CustodyState, MovementKind
PRISONER, SENTENCE, EVENT = "custody.prisoner.snapshot.v1", "custody.sentence.snapshot.v1", "custody.domain-event.v1"
NUMBER = "Z1234ZY"

FULL: dict[str, Any] = {
    "_class": "made.up.Prisoner",
    "prisonerNumber": NUMBER,
    "pncNumber": "15/123456U",
    "pncNumberCanonicalLong": "2015/123456U",
    "croNumber": "1234/07L",
    "bookingId": "0009000123",
    "bookNumber": "90123Z",
    "identifiers": [{"type": "MERGED", "value": "Z4321ZY"}, {"type": "PNC", "value": "99/42B"}],
    "firstName": "SIDONY",
    "middleNames": "QUILL FERN",
    "lastName": "TESTERBY",
    "dateOfBirth": "1988-02-03",
    "gender": "Female",
    "status": "ACTIVE IN",
    "lastMovementTypeCode": "ADM",
    "lastMovementReasonCode": "I",
    "inOutStatus": "IN",
    "prisonId": "STI",
    "prisonName": "Styal (HMP & YOI)",
    "cellLocation": "W-1-002",
    "legalStatus": "SENTENCED",
    "imprisonmentStatus": "adimp_ora",
    "imprisonmentStatusDescription": "Made-up sentence",
    "mostSeriousOffence": "Theft from a made-up shop",
    "recall": False,
    "sentenceStartDate": "2025-03-01",
    "releaseDate": "2027-06-01",
    "conditionalReleaseDate": "2027-05-01",
    "automaticReleaseDate": "",
    "sentenceExpiryDate": "2029-02-28",
    "licenceExpiryDate": "2029-03-01",
    "restrictedPatient": False,
}


def prisoner(key: str | None = NUMBER, **changes: Any) -> PrisonerRecord:
    record, _ = decode_prisoner(message(PRISONER, key, {**FULL, **changes}))
    assert isinstance(record, PrisonerRecord)
    return record


def test_the_full_record() -> None:
    record = prisoner()
    assert (record.prison_number, record.booking_id, record.legal_status) == (NUMBER, "9000123", "SENTENCED")
    assert record.person.middle_names == ("QUILL", "FERN")
    assert record.person.date_of_birth == date(1988, 2, 3)
    assert record.place.state is S.IN_PRISON
    assert (record.place.prison_code, record.place.location) == ("STI", "W-1-002")
    assert record.sentence is not None
    assert (record.sentence.reference, record.sentence.imposed_on) == ("booking 9000123", date(2025, 3, 1))
    assert (record.sentence.type_code, record.sentence.description) == ("ADIMP_ORA", "Made-up sentence")
    assert (record.sentence.release_on, record.sentence.last_expiry) == (date(2027, 5, 1), date(2029, 3, 1))
    assert [(one.kind, one.value, one.valid) for one in record.identifiers] == [
        (IdentifierKind.PRISON_NUMBER, NUMBER, True),
        (IdentifierKind.PNC, "2015/0123456U", True),
        (IdentifierKind.CRO, "001234/07L", True),
        (IdentifierKind.BOOKING_ID, "9000123", True),
        (IdentifierKind.BOOK_NUMBER, "90123Z", True),
        (IdentifierKind.PRISON_NUMBER, "Z4321ZY", True),
        (IdentifierKind.PNC, "1999/0000042B", True),
    ]


@pytest.mark.parametrize("spelling", [str.upper, str.lower, str.title])
def test_names_of_fields_in_any_letter_case(spelling: Any) -> None:
    body = {spelling(name): value for name, value in FULL.items()}
    record, _ = decode_prisoner(message(PRISONER, NUMBER, body))
    assert record == prisoner()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"recall": "true"}, {"recall": True}),
        ({"recall": "Y"}, {"recall": True}),
        ({"recall": ""}, {"recall": False}),
        ({"prisonerNumber": " z1234zy "}, {}),
        ({"prisonerNumber": ""}, {}),  # the key says who it is
        ({"unknownField": {"deep": [1, 2]}}, {}),
    ],
)
def test_leniency_of_form(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    assert prisoner(**changes) == replace(prisoner(), **expected)


@pytest.mark.parametrize("booking", [9000123, "9000123", "0009000123"])
def test_a_booking_is_the_same_as_a_number_a_text_and_padded(booking: int | str) -> None:
    record = prisoner(bookingId=booking)
    assert record.booking_id == "9000123"
    assert [one.value for one in record.identifiers if one.kind is IdentifierKind.BOOKING_ID] == ["9000123"]


@pytest.mark.parametrize(
    ("changes", "sentenced"),
    [
        ({}, True),
        ({"legalStatus": "RECALL"}, True),
        ({"legalStatus": "INDETERMINATE_SENTENCE"}, True),
        ({"legalStatus": "REMAND"}, False),
        ({"legalStatus": "CONVICTED_UNSENTENCED"}, False),
        ({"legalStatus": "IMMIGRATION_DETAINEE"}, False),
        ({"legalStatus": None}, True),  # a sentence's start date says so
        ({"legalStatus": None, "sentenceStartDate": None}, False),
        ({"bookingId": None}, False),
    ],
)
def test_remand_is_no_sentence(changes: dict[str, Any], sentenced: bool) -> None:
    assert (prisoner(**changes).sentence is not None) is sentenced


def test_other_names_and_addresses() -> None:
    other = {
        "firstName": "UNA",
        "middleNames": "FERN",
        "lastName": "QUILL",
        "dateOfBirth": "1989-02-03",
        "gender": "Female",
    }
    person = prisoner(aliases=[other, {"lastName": "FERN"}], addresses=[{"postalCode": "ZE1 9ZZ"}, {}]).person
    assert person.aliases == (Alias("UNA", "QUILL", date(1989, 2, 3)), Alias(None, "FERN", None))
    assert person.postcodes == ("ZE1 9ZZ",)


def test_where_a_record_has_no_plausible_day_it_has_none() -> None:
    record = prisoner(sentenceStartDate="0001-01-01", dateOfBirth="soon", sentenceExpiryDate="9999-12-31")
    assert record.sentence is not None
    assert (record.sentence.imposed_on, record.sentence.expires_on, record.person.date_of_birth) == (None, None, None)


@pytest.mark.parametrize(
    ("key", "body", "code"),
    [
        (NUMBER, b"{", "UnreadableJson"),
        (NUMBER, b"\xff\xfe", "UnreadableJson"),
        (NUMBER, [], "NotAnObject"),
        (None, {"status": "ACTIVE IN"}, "NoIdentifier"),
        ("Z123ZY", FULL, "MalformedIdentifier"),
        (NUMBER, {**FULL, "prisonerNumber": "ZZZ"}, "MalformedIdentifier"),
        (None, {**FULL, "prisonerNumber": "Z12345"}, "MalformedIdentifier"),
        ("Z9999ZY", FULL, "KeyMismatch"),
        (NUMBER, {}, "WrongShape"),
        (NUMBER, {**FULL, "firstName": {"first": "SIDONY"}}, "WrongShape"),
        (NUMBER, {**FULL, "status": "ACTIVE SIDEWAYS"}, "UnknownCustodyStatus"),
        (NUMBER, {**FULL, "status": "", "inOutStatus": None}, "UnknownCustodyStatus"),
        (None, None, "NoIdentifier"),
        ("Z123", None, "MalformedIdentifier"),
    ],
)
def test_strictness_of_meaning(key: str | None, body: Any, code: str) -> None:
    with pytest.raises(Rejected) as rejected:
        decode_prisoner(message(PRISONER, key, body))
    assert rejected.value.code == code
    assert "SIDONY" not in rejected.value.detail
    assert NUMBER not in rejected.value.detail


def test_null_means_removed() -> None:
    record, read = decode_prisoner(message(PRISONER, NUMBER, None))
    assert record == PrisonerRemoved(NUMBER)
    assert (read.source_time, read.time_assumed) == (BROKER_TIME, True)


def test_when_the_source_read_it() -> None:
    headers = {"hub_source_time": "2026-11-20T09:00:00+01:00", "hub_source_version": "41"}
    _, read = decode_prisoner(message(PRISONER, NUMBER, FULL, **headers))
    assert (read.source_time, read.time_assumed) == (datetime(2026, 11, 20, 8, tzinfo=UTC), False)
    assert read.source_version == 41


@pytest.mark.parametrize(
    ("status", "in_out", "moved", "reason", "patient", "dead", "booked", "state"),
    [
        (None, None, None, None, False, False, False, S.NOT_BOOKED),
        ("ACTIVE IN", "IN", "ADM", "I", False, False, True, S.IN_PRISON),
        ("ACTIVE IN", "IN", "CRT", "CRT", False, False, True, S.IN_PRISON),  # back from court
        ("ACTIVE OUT", "OUT", "CRT", "CRT", False, False, True, S.AT_COURT),
        ("ACTIVE OUT", "OUT", "TAP", "C3", False, False, True, S.TEMPORARILY_ABSENT),
        ("ACTIVE OUT", "OUT", "TAP", "UAL", False, False, True, S.UNLAWFULLY_AT_LARGE),
        ("ACTIVE OUT", "OUT", None, None, False, False, True, S.TEMPORARILY_ABSENT),
        ("INACTIVE TRN", "TRN", "TRN", "COMP", False, False, True, S.BEING_TRANSFERRED),
        ("INACTIVE OUT", "OUT", "REL", "CR", False, False, True, S.RELEASED),
        ("INACTIVE OUT", "OUT", "REL", "HD", False, False, True, S.RELEASED),  # home detention curfew
        ("INACTIVE OUT", "OUT", "REL", "ECSL", False, False, True, S.RELEASED),
        ("INACTIVE OUT", "OUT", "REL", "DEC", False, False, True, S.DIED),
        ("INACTIVE OUT", "OUT", "REL", "HP", False, False, True, S.RESTRICTED_PATIENT),
        ("INACTIVE OUT", "OUT", "REL", "UAL_ECL", False, False, True, S.UNLAWFULLY_AT_LARGE),
        ("INACTIVE OUT", "OUT", "REL", "ESCP", False, False, True, S.UNLAWFULLY_AT_LARGE),
        ("INACTIVE OUT", "OUT", "REL", "MRG", False, False, True, S.NOT_BOOKED),  # a merge is no release
        ("INACTIVE OUT", "OUT", "TAP", "C3", False, False, True, S.RELEASED),
        ("INACTIVE OUT", "OUT", "REL", "CR", True, False, True, S.RESTRICTED_PATIENT),
        ("INACTIVE OUT", "OUT", "REL", "CR", False, True, True, S.DIED),
        (None, "IN", "ADM", "I", False, False, True, S.IN_PRISON),
        (None, "TRN", "TRN", "NOTR", False, False, True, S.BEING_TRANSFERRED),
        (None, "OUT", "REL", "CR", False, False, True, S.RELEASED),
    ],
)
def test_where_a_record_has_the_person(
    status: str | None,
    in_out: str | None,
    moved: str | None,
    reason: str | None,
    patient: bool,
    dead: bool,
    booked: bool,
    state: CustodyState,
) -> None:
    found = state_of(
        status=status,
        in_out=in_out,
        movement_type=moved,
        movement_reason=reason,
        restricted_patient=patient,
        dead=dead,
        booked=booked,
    )
    assert found is state


@pytest.mark.parametrize(
    ("prison", "supporting", "patient", "code", "name"),
    [
        ("STI", None, False, "STI", "Styal (HMP & YOI)"),
        ("sti", None, False, "STI", "Styal (HMP & YOI)"),
        ("OUT", None, False, None, None),
        ("TRN", None, False, None, None),
        ("ZZGHI", None, False, None, None),
        ("OUT", "LNI", True, "LNI", None),  # a hospital patient's supporting prison
        ("OUT", "LNI", False, None, None),
    ],
)
def test_the_responsible_prison(
    prison: str, supporting: str | None, patient: bool, code: str | None, name: str | None
) -> None:
    place = prisoner(prisonId=prison, supportingPrisonId=supporting, restrictedPatient=patient).place
    assert (place.prison_code, place.prison_name) == (code, name)


OUT, IN = Direction.OUT, Direction.IN


@pytest.mark.parametrize(
    ("direction", "reason", "code", "meaning"),
    [
        (IN, "ADMISSION", "I", (K.ADMISSION, S.IN_PRISON)),
        (IN, "NEW_ADMISSION", None, (K.ADMISSION, S.IN_PRISON)),
        (IN, "READMISSION", None, (K.ADMISSION, S.IN_PRISON)),
        (IN, "READMISSION_SWITCH_BOOKING", None, (K.ADMISSION, S.IN_PRISON)),
        (IN, "POST_MERGE_ADMISSION", None, (K.ADMISSION, S.IN_PRISON)),
        (IN, "TRANSFERRED", "INT", (K.TRANSFER, S.IN_PRISON)),
        (IN, "RETURN_FROM_COURT", None, (K.COURT, S.IN_PRISON)),
        (IN, "TEMPORARY_ABSENCE_RETURN", "24", (K.TEMPORARY_ABSENCE, S.IN_PRISON)),
        (OUT, "RELEASED", "CR", (K.RELEASE, S.RELEASED)),
        (OUT, "RELEASED", None, (K.RELEASE, S.RELEASED)),
        (OUT, "RELEASED", "HD", (K.RELEASE, S.RELEASED)),
        (OUT, "RELEASED", "ECSL", (K.RELEASE, S.RELEASED)),
        (OUT, "RELEASED", "DEC", (K.RELEASE, S.DIED)),
        (OUT, "RELEASED", "MRG", (K.RELEASE, None)),
        (OUT, "RELEASED", "HO", (K.RELEASE, S.RESTRICTED_PATIENT)),
        (OUT, "RELEASED", "UAL", (K.RELEASE, S.UNLAWFULLY_AT_LARGE)),
        (OUT, "RELEASED_TO_HOSPITAL", None, (K.RELEASE, S.RESTRICTED_PATIENT)),
        (OUT, "RELEASED_TO_HOSPITAL", "HP", (K.RELEASE, S.RESTRICTED_PATIENT)),
        (OUT, "TRANSFERRED", "NOTR", (K.TRANSFER, S.BEING_TRANSFERRED)),
        (OUT, "SENT_TO_COURT", "CRT", (K.COURT, S.AT_COURT)),
        (OUT, "TEMPORARY_ABSENCE_RELEASE", "C6", (K.TEMPORARY_ABSENCE, S.TEMPORARILY_ABSENT)),
        (OUT, "UNKNOWN", "ZZ", None),
        (IN, "RELEASED", None, None),
        (OUT, "", None, None),
    ],
)
def test_what_a_movement_means(
    direction: Direction, reason: str, code: str | None, meaning: tuple[MovementKind, CustodyState | None] | None
) -> None:
    assert movement(direction, reason, code) == meaning


def event(name: str = "prison-offender-events.prisoner.released", **information: Any) -> dict[str, Any]:
    told = {"nomsNumber": NUMBER, "reason": "RELEASED", "prisonId": "STI", **information}
    return {
        "eventType": name,
        "version": "1.0",
        "occurredAt": "2026-11-20T10:03:50.912169+00:00",
        "additionalInformation": {field: value for field, value in told.items() if value is not None},
    }


def moved(**information: Any) -> dict[str, Any]:
    return event(BOOKING_MOVED, **{"movedFromNomsNumber": "Z9999ZZ", "movedToNomsNumber": NUMBER, **information})


@pytest.mark.parametrize(
    ("name", "direction", "publisher"),
    [
        ("prison-offender-events.prisoner.released", OUT, "prison-offender-events"),
        ("prisoner-offender-search.prisoner.released", OUT, "prisoner-offender-search"),
        ("Prisoner-Offender-Search.Prisoner.Released", OUT, "prisoner-offender-search"),
    ],
)
@pytest.mark.parametrize("wrap", [dict, enveloped])
def test_a_release_of_either_publisher(name: str, direction: Direction, publisher: str, wrap: Any) -> None:
    body = wrap(event(name, nomisMovementReasonCode="CR"))
    record, read = decode_event(message(EVENT, NUMBER, body))
    assert isinstance(record, MovementSeen)
    assert (record.prison_number, record.direction, record.agency) == (NUMBER, direction, "STI")
    assert (record.report.publisher, record.report.reason_code) == (publisher, "CR")
    assert record.report.at == read.source_time == datetime(2026, 11, 20, 10, 3, 50, 912169, tzinfo=UTC)


def test_an_unreadable_time_is_the_brokers_and_marked() -> None:
    record, _ = decode_event(message(EVENT, NUMBER, {**event(), "occurredAt": "{createdDate}"}))
    assert isinstance(record, MovementSeen)
    assert (record.report.at, record.report.time_assumed) == (BROKER_TIME, True)


@pytest.mark.parametrize(
    ("key", "body", "ended", "code"),
    [
        (NUMBER, b"{}}", Rejected, "UnreadableJson"),
        (NUMBER, {"Message": '{"EventNumber":,}', "MessageAttributes": {}}, Rejected, "UnreadableJson"),
        (NUMBER, {"version": 1}, Rejected, "NoEventType"),
        (NUMBER, None, Rejected, "NoBody"),
        (None, event(nomsNumber=None), Rejected, "NoIdentifier"),
        (None, {"eventType": "prisoner-offender-search.prisoner.updated"}, Rejected, "NoIdentifier"),
        (None, event(nomsNumber="Z12ZY"), Rejected, "MalformedIdentifier"),
        ("Z12ZY", event(nomsNumber=None), Rejected, "MalformedIdentifier"),
        ("Z7777ZY", event(), Rejected, "KeyMismatch"),
        (NUMBER, event(reason="UNKNOWN"), Ignored, "UnknownMovementReason"),
        (NUMBER, event("prisoner-offender-search.prisoner.updated"), Ignored, "SnapshotFollows"),
        (NUMBER, event(MERGED), Rejected, "NoIdentifier"),
        (NUMBER, event(MERGED, removedNomsNumber="Z12"), Rejected, "MalformedIdentifier"),
        (NUMBER, event(MERGED, removedNomsNumber=NUMBER), Rejected, "SameIdentifier"),
        ("Z7777ZY", event(MERGED, removedNomsNumber="Z9999ZZ"), Rejected, "KeyMismatch"),
        (NUMBER, event("BOOKING_NUMBER-CHANGED", type="MERGE"), Ignored, "MergeFollows"),
        (NUMBER, event(BOOKING_MOVED, movedFromNomsNumber="Z9999ZZ", bookingId=1), Rejected, "NoIdentifier"),
        (
            NUMBER,
            event(BOOKING_MOVED, movedFromNomsNumber="Z9999ZZ", movedToNomsNumber=NUMBER),
            Rejected,
            "NoIdentifier",
        ),
        *((NUMBER, moved(bookingId=odd), Rejected, "WrongShape") for odd in ({"id": 1}, True, [9000123], 1.5)),
        (NUMBER, moved(movedToNomsNumber={"id": NUMBER}, bookingId=1), Rejected, "WrongShape"),
        (NUMBER, event(MERGED, removedNomsNumber=True), Rejected, "WrongShape"),
        (NUMBER, event("prison-offender-events.prisoner.booking.deleted", bookingId={"id": 1}), Rejected, "WrongShape"),
        (NUMBER, event("person.temporary-absence.scheduled"), Ignored, "NotHeld"),
        (NUMBER, event("OFFENDER-UPDATED"), Ignored, "SnapshotFollows"),
        (NUMBER, event("prison-offender-events.prisoner.teleported"), Ignored, "UnknownEventType"),
    ],
)
def test_how_an_event_can_end(key: str | None, body: Any, ended: type[Exception], code: str) -> None:
    with pytest.raises(ended) as raised:
        decode_event(message(EVENT, key, body))
    assert getattr(raised.value, "code", None) == code


def test_the_key_says_who_where_the_body_does_not() -> None:
    record, _ = decode_event(message(EVENT, NUMBER, event(nomsNumber=None)))
    assert isinstance(record, MovementSeen)
    assert record.prison_number == NUMBER


def test_an_event_that_names_a_booking_only() -> None:
    body = {"eventType": "BOOKING_NUMBER-CHANGED", "eventDatetime": "2026-11-20T10:00:00", "bookingId": "0009000123"}
    record, _ = decode_event(message(EVENT, None, enveloped(body)))
    assert isinstance(record, UnplacedNotice)
    assert (record.booking_id, record.code) == ("9000123", "MergeFollows")


WRONG = {"identifiers": [{"type": "NOMS", "value": "Z9999ZZ"}]}


@pytest.mark.parametrize("key", [NUMBER, "Z9999ZZ", None])
def test_of_a_merge_two_fields_count(key: str | None) -> None:
    said = {"description": f"merged from {NUMBER} to Z9999ZZ", "personReference": WRONG}
    record, _ = decode_event(message(EVENT, key, {**event(MERGED, removedNomsNumber="Z9999ZZ"), **said}))
    assert record == RecordMerged(Service.CUSTODY, NUMBER, "Z9999ZZ")


def test_an_older_event_that_names_both_numbers_is_a_merge_too() -> None:
    body = {"eventType": "BOOKING_NUMBER-CHANGED", "type": "MERGE", "eventDatetime": "2026-11-20T10:00:00"}
    body |= {"offenderIdDisplay": NUMBER, "removedNomsNumber": "Z9999ZZ", "bookingId": "9000123"}
    record, _ = decode_event(message(EVENT, None, body))
    assert record == RecordMerged(Service.CUSTODY, NUMBER, "Z9999ZZ")


def test_a_booking_moves_from_one_number_to_another() -> None:
    numbers = {"movedFromNomsNumber": "Z9999ZZ", "movedToNomsNumber": NUMBER}
    began = "2023-12-05 12:34:56+00:00"
    body = event(BOOKING_MOVED, nomsNumber=None, bookingId="0009000123", bookingStartDateTime=began, **numbers)
    record, _ = decode_event(message(EVENT, NUMBER, body))
    at = datetime(2023, 12, 5, 12, 34, 56, tzinfo=UTC)
    assert record == BookingMoved("9000123", "Z9999ZZ", NUMBER, at)


def test_an_event_type_that_is_no_name_is_not_repeated() -> None:
    with pytest.raises(Ignored) as ignored:
        decode_event(message(EVENT, NUMBER, event("SIDONY TESTERBY was here")))
    assert "SIDONY" not in ignored.value.detail


DATES = {
    "bookingId": 9000123,
    "sentenceExpiryDate": "2029-02-28",
    "conditionalReleaseDate": "2027-05-01",
    "conditionalReleaseOverrideDate": "2027-04-20",
    "licenceExpiryDate": "2029-03-01",
}


@pytest.mark.parametrize("body", [DATES, {"offenderNo": NUMBER, "bookingId": 1, "sentenceDetail": DATES}])
def test_key_dates(body: dict[str, Any]) -> None:
    record, _ = decode_sentence(message(SENTENCE, NUMBER, body))
    assert isinstance(record, SentenceDates)
    assert (record.booking_id, record.sentence.reference) == ("9000123", "booking 9000123")
    assert (record.sentence.release_on, record.sentence.expires_on) == (date(2027, 4, 20), date(2029, 2, 28))


@pytest.mark.parametrize(
    ("key", "body", "ended", "code"),
    [
        (NUMBER, None, Ignored, "SnapshotFollows"),
        (NUMBER, [{"bookingId": 9, "sentenceSequence": 2}, {"bookingId": 8}], Rejected, "SeveralBookings"),
        (NUMBER, [{"sentenceSequence": 2}], Rejected, "NoIdentifier"),
        (NUMBER, [{"bookingId": 9, "sentenceSequence": 2}, {"bookingId": 9}], Rejected, "WrongShape"),
        (NUMBER, [{"anything": 1}], Rejected, "WrongShape"),
        (NUMBER, {"bookingId": 9}, Rejected, "WrongShape"),
        (NUMBER, {"sentenceExpiryDate": "2029-02-28"}, Rejected, "NoIdentifier"),
        (None, DATES, Rejected, "NoIdentifier"),
        ("Z7777ZY", {"offenderNo": NUMBER, "sentenceDetail": DATES}, Rejected, "KeyMismatch"),
    ],
)
def test_how_key_dates_can_end(key: str | None, body: Any, ended: type[Exception], code: str) -> None:
    with pytest.raises(ended) as raised:
        decode_sentence(message(SENTENCE, key, body))
    assert getattr(raised.value, "code", None) == code


def test_none_of_the_topics_is_ordered() -> None:
    assert [connector.ordered for connector in CONNECTORS] == [False] * 4


def test_an_erasure_names_the_prison_number() -> None:
    erased = {"eventType": "DATA_COMPLIANCE_DELETE-OFFENDER", "offenderIdDisplay": NUMBER, "offenderId": 1}
    assert decode_event(message(EVENT, NUMBER, erased))[0] == PersonErased(Service.CUSTODY, NUMBER)

from datetime import date
from typing import Any

import pytest

from hub.connectors.community import CONNECTORS
from hub.connectors.community.events import decode_event
from hub.connectors.community.translate import decode_offender, decode_supervision
from hub.domain.access import Service
from hub.domain.identifiers import IdentifierKind
from hub.domain.merge import RecordMerged, RecordUnmerged
from hub.domain.person import Alias
from hub.domain.records import (
    AccessLimits,
    CommunityCaseCreated,
    OffenderRecord,
    OffenderRemoved,
    PrisonNumberAdded,
    SupervisionRecord,
    SupervisionRemoved,
)
from hub.errors import Ignored, Rejected
from tests.connectors.messages import enveloped, message

OFFENDER, SUPERVISION = "community.offender.snapshot.v1", "community.supervision.snapshot.v1"
EVENT = "community.domain-event.v1"
CRN = "Z123456"
MERGE = "probation-case.merge.completed"

DETAILS: dict[str, Any] = {
    "firstName": "Sidony",
    "surname": "Testerby",
    "middleNames": ["Quill", "Fern"],
    "dateOfBirth": "1988-02-03",
    "gender": "Female",
    "otherIds": {
        "crn": CRN,
        "nomsNumber": "Z1234ZY",
        "pncNumber": "2015/123456U",
        "croNumber": "1234/07X",
        "previousCrn": "Z654321",
    },
    "contactDetails": {"phoneNumbers": [], "emailAddresses": []},
    "activeProbationManagedSentence": True,
    "currentRestriction": False,
    "currentExclusion": True,
    "exclusionMessage": "made up",
}
MANAGER: dict[str, Any] = {
    "code": "Z01T011",
    "name": {"forename": "Olwen", "surname": "Madeup-Manager"},
    "email": "olwen@hub.invalid",
    "team": {"code": "Z01T01", "description": "Madeup North"},
    "allocated": True,
}
ORDER: dict[str, Any] = {
    "number": 2,
    "active": True,
    "custodial": False,
    "sentence": {"description": "Made-up Order", "date": "2026-01-10", "length": 12, "lengthUnits": "Months"},
    "mainOffence": {"description": "Theft from a made-up shop"},
    "courtAppearances": [{"type": "Sentence", "date": "2026-01-10T00:00:00Z"}],
}
SUPERVISED: dict[str, Any] = {
    "communityManager": MANAGER,
    "mappaDetail": {"level": 2},
    "supervisions": [ORDER],
    "dynamicRisks": [],
    "personStatus": [{"code": "ZZZ"}],
}


def offender(key: str | None = CRN, **changes: Any) -> OffenderRecord:
    record, _ = decode_offender(message(OFFENDER, key, {**DETAILS, **changes}))
    assert isinstance(record, OffenderRecord)
    return record


def supervision(**changes: Any) -> SupervisionRecord:
    record, _ = decode_supervision(message(SUPERVISION, CRN, {**SUPERVISED, **changes}))
    assert isinstance(record, SupervisionRecord)
    return record


def test_personal_details() -> None:
    record = offender()
    assert (record.crn, record.restricted, record.excluded) == (CRN, False, True)
    assert (record.person.forename, record.person.middle_names) == ("Sidony", ("Quill", "Fern"))
    assert [(one.kind, one.value, one.valid) for one in record.identifiers] == [
        (IdentifierKind.CRN, CRN, True),
        (IdentifierKind.PRISON_NUMBER, "Z1234ZY", True),
        (IdentifierKind.PNC, "2015/0123456U", True),
        (IdentifierKind.CRO, "001234/07X", False),  # kept, and never trusted
        (IdentifierKind.CRN, "Z654321", True),
    ]


def test_other_names_and_addresses() -> None:
    other = {"id": "1", "firstName": "Una", "middleNames": ["Fern"], "surname": "Quill", "dateOfBirth": "1989-02-03"}
    person = offender(offenderAliases=[other], contactDetails={"addresses": [{"postcode": "ZE1 9ZZ"}, {}]}).person
    assert person.aliases == (Alias("Una", "Quill", date(1989, 2, 3)),)
    assert person.postcodes == ("ZE1 9ZZ",)
    assert offender(contactDetails={"phoneNumbers": []}).person.postcodes == ()


@pytest.mark.parametrize("wrap", [lambda body: [body], lambda body: {key.upper(): part for key, part in body.items()}])
def test_leniency_of_form(wrap: Any) -> None:
    record, _ = decode_offender(message(OFFENDER, CRN, wrap(DETAILS)))
    assert record == offender()


@pytest.mark.parametrize(
    ("key", "body", "code"),
    [
        (CRN, b"", "UnreadableJson"),
        (CRN, [DETAILS, DETAILS], "SeveralPeople"),
        (CRN, "text", "NotAnObject"),
        (CRN, {"unknown": 1}, "WrongShape"),
        (CRN, {**DETAILS, "otherIds": "none"}, "WrongShape"),
        (None, {**DETAILS, "otherIds": {}}, "NoIdentifier"),
        ("ZZ12345", DETAILS, "MalformedIdentifier"),
        ("Z999999", DETAILS, "KeyMismatch"),
        (None, {"excludedFrom": [], "restrictedTo": []}, "NoIdentifier"),
    ],
)
def test_strictness_of_meaning(key: str | None, body: Any, code: str) -> None:
    with pytest.raises(Rejected) as rejected:
        decode_offender(message(OFFENDER, key, body))
    assert rejected.value.code == code
    assert "Sidony" not in rejected.value.detail


def test_access_limits_name_nobody_so_the_key_does() -> None:
    body = {"excludedFrom": [{"email": "One@hub.invalid"}], "restrictedTo": [{"email": "b@x"}, {"email": "a@x"}, {}]}
    record, _ = decode_offender(message(OFFENDER, CRN, body))
    assert record == AccessLimits(CRN, ("one@hub.invalid",), ("a@x", "b@x"))


@pytest.mark.parametrize(
    ("topic", "decode", "removed"),
    [(OFFENDER, decode_offender, OffenderRemoved(CRN)), (SUPERVISION, decode_supervision, SupervisionRemoved(CRN))],
)
def test_null_means_removed(topic: str, decode: Any, removed: object) -> None:
    assert decode(message(topic, CRN, None))[0] == removed


def test_supervision() -> None:
    record = supervision()
    assert record.manager is not None
    assert (record.manager.staff_code, record.manager.team_code, record.manager.allocated) == (
        "Z01T011",
        "Z01T01",
        True,
    )
    [sentence] = record.sentences
    assert (sentence.reference, sentence.custodial, sentence.active) == ("sentence 2", False, True)
    assert (sentence.imposed_on, sentence.length, sentence.length_unit) == (date(2026, 1, 10), 12, "MONTHS")
    assert (sentence.expires_on, sentence.terminated_on) == (date(2027, 1, 9), None)
    assert [(one.code, one.mappa_level) for one in record.registrations] == [("MAPP", 2), ("ZZZ", None)]


@pytest.mark.parametrize(
    ("changes", "allocated"),
    [
        ({}, True),
        ({"allocated": False}, False),
        ({"allocated": "false"}, False),
        ({"unallocated": True}, False),
        ({"code": ""}, False),
        ({"code": "Z01T01U"}, False),  # the team's stand-in, whatever the flag says
        ({"code": "Z01U011"}, True),
    ],
)
def test_who_is_allocated(changes: dict[str, Any], allocated: bool) -> None:
    manager = supervision(communityManager={**MANAGER, **changes}).manager
    assert manager is not None
    assert manager.allocated is allocated


@pytest.mark.parametrize(
    ("code", "held", "unread"),
    [("Z" * 20, "Z" * 20, ()), ("Z" * 21, None, ("communityManager.code",)), ("", None, ())],
)
def test_a_code_that_nobody_can_have_is_no_managers(code: str, held: str | None, unread: tuple[str, ...]) -> None:
    body = {**SUPERVISED, "communityManager": {**MANAGER, "code": code}}
    record, read = decode_supervision(message(SUPERVISION, CRN, body))
    assert isinstance(record, SupervisionRecord)
    assert record.manager is not None
    assert (record.manager.staff_code, record.manager.allocated) == (held, held is not None)
    assert read.unread == unread
    assert record.sentences


def test_a_record_without_a_manager_says_nothing_about_one() -> None:
    assert supervision(communityManager=None).manager is None


@pytest.mark.parametrize(
    ("changes", "given", "active", "last", "assumed"),
    [
        ({}, {}, True, None, False),
        ({"active": "true"}, {}, True, None, False),
        ({"active": False}, {"terminationDate": "2026-05-05"}, False, date(2026, 5, 5), False),
        ({"active": False}, {}, False, date(2026, 11, 20), True),  # ended before its term: the day of the reading
        ({"active": False}, {"date": "2020-01-10"}, False, date(2021, 1, 9), True),  # the term was over by then
        ({}, {"terminationDate": "2026-12-24"}, True, date(2026, 12, 24), False),
    ],
)
def test_when_a_sentence_ended(
    changes: dict[str, Any], given: dict[str, Any], active: bool, last: date | None, assumed: bool
) -> None:
    line = {**ORDER, **changes, "sentence": {**ORDER["sentence"], **given}}
    read = message(SUPERVISION, CRN, {**SUPERVISED, "supervisions": [line]}, hub_source_time="2026-11-20T10:00:00Z")
    record, _ = decode_supervision(read)
    assert isinstance(record, SupervisionRecord)
    [sentence] = record.sentences
    assert (sentence.active, sentence.terminated_on, sentence.termination_assumed) == (active, last, assumed)


@pytest.mark.parametrize("unit", ["Months", "months", "Month", "MONTH"])
def test_units_in_any_spelling(unit: str) -> None:
    line = {**ORDER, "sentence": {**ORDER["sentence"], "lengthUnits": unit}}
    assert supervision(supervisions=[line]).sentences[0].length_unit == "MONTHS"


@pytest.mark.parametrize(
    ("line", "sentences", "at_court"),
    [
        (ORDER, 1, 0),
        ({**ORDER, "sentence": None}, 0, 1),
        ({**ORDER, "sentence": None, "active": False}, 0, 0),
    ],
)
def test_a_case_without_a_sentence_waits_at_court(line: dict[str, Any], sentences: int, at_court: int) -> None:
    record = supervision(supervisions=[line])
    assert (len(record.sentences), record.court_cases) == (sentences, at_court)


@pytest.mark.parametrize(
    ("key", "body", "code"),
    [
        (CRN, {}, "WrongShape"),
        (CRN, {"supervisions": "none"}, "WrongShape"),
        (None, SUPERVISED, "NoIdentifier"),
        ("Z12", SUPERVISED, "MalformedIdentifier"),
        (CRN, {**SUPERVISED, "crn": "Z999999"}, "KeyMismatch"),
    ],
)
def test_strictness_of_supervision(key: str | None, body: Any, code: str) -> None:
    with pytest.raises(Rejected) as rejected:
        decode_supervision(message(SUPERVISION, key, body))
    assert rejected.value.code == code


def event(name: str, *identifiers: tuple[str, str], **information: Any) -> dict[str, Any]:
    return {
        "eventType": name,
        "version": 1,
        "occurredAt": "2026-06-20T16:05:59.442+01:00[Europe/London]",
        "additionalInformation": information,
        "personReference": {"identifiers": [{"type": kind, "value": value} for kind, value in identifiers]},
    }


CREATED, MATCHED = "probation-case.engagement.created", "probation-case.prison-identifier.added"


@pytest.mark.parametrize("wrap", [dict, enveloped])
def test_a_case_created(wrap: Any) -> None:
    record, _ = decode_event(message(EVENT, CRN, wrap(event(CREATED, ("CRN", CRN)))))
    assert record == CommunityCaseCreated(CRN)


@pytest.mark.parametrize("name", [MATCHED, "probation-case.prison-identifier.updated"])
def test_a_prison_number_matched(name: str) -> None:
    body = event(name, ("CRN", CRN), ("NOMS", "Z1234ZY"), bookingNumber="51132Z")
    record, _ = decode_event(message(EVENT, CRN, body))
    assert isinstance(record, PrisonNumberAdded)
    assert (record.crn, [one.value for one in record.identifiers]) == (CRN, ["Z1234ZY", "51132Z"])


def test_the_key_says_whose_prison_number_it_is() -> None:
    record, _ = decode_event(message(EVENT, CRN, event(MATCHED, ("NOMS", "Z1234ZY"))))
    assert isinstance(record, PrisonNumberAdded)
    assert record.crn == CRN


@pytest.mark.parametrize(
    ("key", "body", "ended", "code"),
    [
        (CRN, event("probation-case.teleported", ("CRN", CRN)), Ignored, "UnknownEventType"),
        (CRN, event("probation-case.registration.added", ("CRN", CRN)), Rejected, "NoReference"),
        (CRN, event("plp.something.new", ("CRN", CRN)), Ignored, "NotHeld"),
        (CRN, event("ROW_OF_ANOTHER_TABLE_CHANGED", ("CRN", CRN)), Ignored, "NotHeld"),
        (None, event("SENTENCE_CHANGED", offenderId=1), Ignored, "NamesNoCrn"),
        (None, event(MERGE, sourceCRN="Z1", targetCRN="Z2"), Rejected, "MalformedIdentifier"),
        (None, event(MERGE, sourceCRN=CRN), Rejected, "NoIdentifier"),
        (None, event(MERGE, sourceCRN=CRN, targetCRN=CRN), Rejected, "SameIdentifier"),
        ("Z777777", event(MERGE, sourceCRN=CRN, targetCRN="Z999999"), Rejected, "KeyMismatch"),
        (CRN, event("OFFENDER_MERGED", ("CRN", CRN)), Ignored, "NamesOneSideOnly"),
        (None, event(MATCHED, ("NOMS", "Z1234ZY")), Ignored, "NamesNoCrn"),
        ("Z1234ZY", event(MATCHED, ("NOMS", "Z1234ZY")), Ignored, "NamesNoCrn"),
        (CRN, event(MATCHED, ("CRN", CRN)), Rejected, "NoIdentifier"),
        (CRN, event(MATCHED, ("CRN", CRN), ("NOMS", "Z12")), Rejected, "MalformedIdentifier"),
        (None, event(CREATED), Rejected, "NoIdentifier"),
        (None, event(CREATED, ("CRN", "Z12")), Rejected, "MalformedIdentifier"),
        ("Z999999", event(CREATED, ("CRN", CRN)), Rejected, "KeyMismatch"),
        (CRN, b"not json", Rejected, "UnreadableJson"),
    ],
)
def test_how_an_event_can_end(key: str | None, body: Any, ended: type[Exception], code: str) -> None:
    with pytest.raises(ended) as raised:
        decode_event(message(EVENT, key, body))
    assert getattr(raised.value, "code", None) == code


@pytest.mark.parametrize("key", [CRN, "Z999999", None])
@pytest.mark.parametrize("name", [MERGE, "OFFENDER_MERGED"])
def test_a_merge_names_source_and_target(name: str, key: str | None) -> None:
    record, _ = decode_event(message(EVENT, key, event(name, sourceCRN=CRN, targetCRN="Z999999")))
    assert record == RecordMerged(Service.COMMUNITY, survivor="Z999999", removed=CRN)


def test_an_unmerge_names_who_is_brought_back_and_who_stays() -> None:
    body = event("probation-case.unmerge.completed", reactivatedCRN=CRN, unmergedCRN="Z999999")
    record, _ = decode_event(message(EVENT, "Z999999", body))
    assert record == RecordUnmerged(Service.COMMUNITY, reactivated=CRN, stays="Z999999")


def test_none_of_the_topics_is_ordered() -> None:
    assert [connector.ordered for connector in CONNECTORS] == [False] * 4

"""The prison side's table of events: every type has its line, and each line does what it says."""

from datetime import UTC, datetime
from typing import Any

import pytest

from hub.connectors.custody.events import decode_event
from hub.connectors.custody.table import EVENTS
from hub.connectors.events import Passed, Taken, line_of
from hub.domain.custody import CustodyState, Direction, MovementKind, PatientReport
from hub.domain.records import BookingDeleted, DetailAwaited, MovementSeen, UnplacedNotice
from hub.domain.reports import PatientReported
from hub.errors import Ignored, Rejected
from tests.connectors.messages import message

TOPIC, NUMBER = "custody.domain-event.v1", "Z1234ZY"
ERASED = "data_compliance_delete-offender"  # tested with the connector (test_custody.py)
K, S = MovementKind, CustodyState
OUT, IN = Direction.OUT, Direction.IN

# Event type -> what becomes of one that names a person and nothing else.
TYPES = [
    ("prisoner-offender-search.prisoner.created", "SnapshotFollows"),
    ("prisoner-offender-search.prisoner.updated", "SnapshotFollows"),
    ("prisoner-offender-search.prisoner.removed", "SnapshotFollows"),
    ("prisoner-offender-search.prisoner.received", "UnknownMovementReason"),
    ("prisoner-offender-search.prisoner.released", "UnknownMovementReason"),
    ("prisoner-offender-search.prisoner.alerts-updated", "NotHeld"),
    ("prisoner-offender-search.prisoner.convicted-status-changed", "SnapshotFollows"),
    ("prison-offender-events.prisoner.received", "UnknownMovementReason"),
    ("prison-offender-events.prisoner.released", "UnknownMovementReason"),
    ("prison-offender-events.prisoner.booking.deleted", "NoIdentifier"),
    ("prison-offender-events.prisoner.sentence-dates-changed", "SnapshotFollows"),
    ("prison-offender-events.prisoner.sentence.changed", "SnapshotFollows"),
    ("prison-offender-events.prisoner.sentence-term.changed", "SnapshotFollows"),
    ("prison-offender-events.prisoner.fixed-term-recall.changed", "SnapshotFollows"),
    ("prison-offender-events.prisoner.fine-payment.changed", "SnapshotFollows"),
    ("prison-offender-events.prisoner.imprisonment-status-changed", "SnapshotFollows"),
    ("prison-offender-events.prisoner.cell.move", "SnapshotFollows"),
    ("prison-offender-events.prisoner.appointments-changed", "NotHeld"),
    ("prison-offender-events.prisoner.activities-changed", "NotHeld"),
    ("prison-offender-events.prisoner.restriction.changed", "NotHeld"),
    ("prison-offender-events.prisoner.non-association-detail.changed", "NotHeld"),
    ("prison-offender-events.prisoner.contact-approved", "NotHeld"),
    ("prison-offender-events.prisoner.person-restriction.upserted", "NotHeld"),
    ("prison-offender-events.prisoner.video-appointment.cancelled", "NotHeld"),
    ("prison-offender-events.visitor.restriction.deleted", "NotHeld"),
    ("calculate-release-dates.prisoner.changed", "SnapshotFollows"),
    ("person.alert.created", "NotHeld"),
    ("person.alerts.changed", "NotHeld"),
    ("restricted-patients.patient.supporting-prison-changed", "SnapshotFollows"),
    ("person.temporary-absence.scheduled", "NotHeld"),
    ("person.temporary-absence.started", "MovementFollows"),
    ("person.temporary-absence.completed", "MovementFollows"),
    ("person.temporary-absence.overdue", "NotHeld"),
    ("person.temporary-absence-authorisation.approved", "NotHeld"),
    ("person.temporary-absence-movement.recorded", "MovementFollows"),
    ("person.court-appearance.scheduled", "NotHeld"),
    ("person.court-appearance.started", "MovementFollows"),
    ("person.court-appearance-movement.recorded", "MovementFollows"),
    ("offender-management.allocation.changed", "SnapshotFollows"),
    ("offender-management.pom.allocated", "SnapshotFollows"),
    ("offender-management.handover.changed", "SnapshotFollows"),
    ("incentives.iep-review.inserted", "NotHeld"),
    ("incentives.prisoner.next-review-date-changed", "NotHeld"),
    ("OFFENDER_MOVEMENT-RECEPTION", "SnapshotFollows"),
    ("OFFENDER_MOVEMENT-DISCHARGE", "SnapshotFollows"),
    ("EXTERNAL_MOVEMENT-CHANGED", "SnapshotFollows"),
    ("EXTERNAL_MOVEMENT_RECORD-INSERTED", "SnapshotFollows"),
    ("OFFENDER-UPDATED", "SnapshotFollows"),
    ("OFFENDER-INSERTED", "SnapshotFollows"),
    ("OFFENDER-DELETED", "SnapshotFollows"),
    ("OFFENDER_IDENTIFIER-UPDATED", "SnapshotFollows"),
    ("OFFENDER_BOOKING-CHANGED", "SnapshotFollows"),
    ("OFFENDER_BOOKING-REASSIGNED", "SnapshotFollows"),
    ("SENTENCE_DATES-CHANGED", "SnapshotFollows"),
    ("IMPRISONMENT_STATUS-CHANGED", "SnapshotFollows"),
    ("ALERT-INSERTED", "NotHeld"),
    ("ASSESSMENT-UPDATED", "NotHeld"),
    ("COURT_EVENT-INSERTED", "NotHeld"),
    ("HDC_CONDITION-CHANGED", "SnapshotFollows"),
    ("HDC_FINE-INSERTED", "SnapshotFollows"),
    ("OFFENDER_FIXED_TERM_RECALLS-UPDATED", "SnapshotFollows"),
    ("prison-offender-events.prisoner.teleported", "UnknownEventType"),
]


def event(name: str, **information: Any) -> dict[str, Any]:
    return {"eventType": name, "occurredAt": "2026-11-20T10:03:50+00:00", "additionalInformation": information}


@pytest.mark.parametrize(("name", "code"), TYPES)
def test_every_type_has_its_line(name: str, code: str) -> None:
    with pytest.raises((Ignored, Rejected)) as ended:
        decode_event(message(TOPIC, NUMBER, event(name, nomsNumber=NUMBER)))
    assert isinstance(ended.value, Ignored | Rejected)
    assert ended.value.code == code
    assert ended.value.detail


def test_every_line_of_the_table_is_tried() -> None:
    tried = {id(line_of(name, EVENTS)) for name, _ in TYPES}
    merges = {name for name in EVENTS if "merged" in name or "booking.moved" in name or "booking_number" in name}
    elsewhere = merges | {ERASED, *PATIENTS}
    assert [name for name, line in EVENTS.items() if id(line) not in tried and name not in elsewhere] == []


PATIENTS = {"restricted-patients.patient.added": True, "restricted-patients.patient.removed": False}


@pytest.mark.parametrize(("name", "is_patient"), PATIENTS.items())
def test_a_restricted_patient_is_named_by_either_field(name: str, is_patient: bool) -> None:
    for field in ("prisonerNumber", "nomsNumber"):
        record, _ = decode_event(message(TOPIC, NUMBER, event(name, **{field: NUMBER})))
        at = datetime(2026, 11, 20, 10, 3, 50, tzinfo=UTC)
        assert record == PatientReported(NUMBER, PatientReport(is_patient, at))
    with pytest.raises(Rejected, match="KeyMismatch"):
        decode_event(message(TOPIC, NUMBER, event(name, prisonerNumber="Z9999ZZ")))


def test_the_table_is_in_lower_case_and_says_what_is_done_or_why_not() -> None:
    for name, line in EVENTS.items():
        assert name == name.lower()
        assert (line.does if isinstance(line, Taken) else line.code and line.why) if line else False
    assert all(isinstance(line, Taken | Passed) for line in EVENTS.values())


def row(**changes: Any) -> dict[str, Any]:
    """A row of the prison's table of movements as the older generation sends it: flat, local time."""
    told = {
        "eventType": "EXTERNAL_MOVEMENT_RECORD-INSERTED",
        "eventDatetime": "2026-06-20T10:48:26.606784",
        "offenderIdDisplay": NUMBER,
        "bookingId": 9000123,
        "movementDateTime": "2026-06-20T10:03:00",
        "movementType": "REL",
        "movementReasonCode": "CR",
        "directionCode": "OUT",
        "fromAgencyLocationId": "STI",
        "toAgencyLocationId": "OUT",
    }
    return {name: value for name, value in {**told, **changes}.items() if value is not None}


INTO = {"directionCode": "IN", "fromAgencyLocationId": "OUT", "toAgencyLocationId": "LNI"}


@pytest.mark.parametrize(
    ("changes", "direction", "kind", "agency", "state"),
    [
        ({}, OUT, K.RELEASE, "STI", S.RELEASED),
        ({"movementReasonCode": "DEC"}, OUT, K.RELEASE, "STI", S.DIED),
        ({"movementReasonCode": "MRG"}, OUT, K.RELEASE, "STI", None),
        ({"movementReasonCode": "HP"}, OUT, K.RELEASE, "STI", S.RESTRICTED_PATIENT),
        ({"movementType": "CRT", "movementReasonCode": "CRT"}, OUT, K.COURT, "STI", S.AT_COURT),
        ({"movementType": "TAP", "movementReasonCode": "C3"}, OUT, K.TEMPORARY_ABSENCE, "STI", S.TEMPORARILY_ABSENT),
        ({"movementType": "TRN", "movementReasonCode": "NOTR"}, OUT, K.TRANSFER, "STI", S.BEING_TRANSFERRED),
        ({**INTO, "movementType": "ADM", "movementReasonCode": "I"}, IN, K.ADMISSION, "LNI", S.IN_PRISON),
        ({**INTO, "movementType": "ADM", "movementReasonCode": "INT"}, IN, K.TRANSFER, "LNI", S.IN_PRISON),
        ({**INTO, "movementType": "CRT", "movementReasonCode": "CRT"}, IN, K.COURT, "LNI", S.IN_PRISON),
        ({**INTO, "movementType": "TAP", "movementReasonCode": "C3"}, IN, K.TEMPORARY_ABSENCE, "LNI", S.IN_PRISON),
    ],
)
def test_a_row_that_carries_the_movement(
    changes: dict[str, Any], direction: Direction, kind: MovementKind, agency: str, state: CustodyState | None
) -> None:
    record, _ = decode_event(message(TOPIC, None, row(**changes)))
    assert isinstance(record, MovementSeen)
    assert (record.prison_number, record.direction, record.kind, record.agency) == (NUMBER, direction, kind, agency)
    assert (record.report.state, record.report.publisher) == (state, "hmpps-prisoner-events")
    assert record.report.at == datetime(2026, 6, 20, 9, 3, tzinfo=UTC)  # summer time


def test_a_row_that_names_a_booking_only() -> None:
    record, _ = decode_event(message(TOPIC, None, row(offenderIdDisplay=None)))
    assert isinstance(record, UnplacedNotice)
    assert (record.booking_id, record.code) == ("9000123", "SnapshotFollows")


def test_a_booking_that_was_deleted() -> None:
    name = "prison-offender-events.prisoner.booking.deleted"
    record, _ = decode_event(message(TOPIC, NUMBER, event(name, bookingId="0001221642")))
    assert record == BookingDeleted(NUMBER, "1221642")


@pytest.mark.parametrize(
    ("name", "path", "detail"),
    [
        ("prisoner-offender-search.prisoner.updated", f"/prisoner/{NUMBER}", "prisoner record"),
        ("offender-management.allocation.changed", f"/api/pom-allocation/{NUMBER}/1", "supervisor"),
        ("offender-management.pom.allocated", f"/api/pom-allocation/{NUMBER}", "supervisor"),
        ("offender-management.pom.allocated", f"/api/allocation/{NUMBER}/primary_pom", "supervisor"),
        ("offender-management.handover.changed", f"/api/handovers/{NUMBER}", "handover dates"),
    ],
)
def test_what_is_fetched(name: str, path: str, detail: str) -> None:
    told = {**event(name, nomsNumber=NUMBER), "detailUrl": f"https://records.example{path}"}
    record, _ = decode_event(message(TOPIC, NUMBER, told))
    assert isinstance(record, DetailAwaited)
    assert (record.key, record.detail, record.path) == (NUMBER, detail, path)

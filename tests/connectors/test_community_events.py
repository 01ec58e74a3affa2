"""Every event type of the community side by its table: into which record, with which of the source's quirks."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from hub.connectors.community.events import decode_event
from hub.connectors.community.table import EVENTS
from hub.connectors.community.translate import decode_supervision
from hub.connectors.events import Passed, Taken
from hub.domain.access import Service
from hub.domain.enforcement import EnforcementKind, EnforcementStage, RecallDecision, RecallStage
from hub.domain.records import SupervisionRecord
from hub.domain.registration import Deregistration, RegisteredRisk, Registration
from hub.domain.reports import (
    AllocationKind,
    AllocationReported,
    CommunityCaseRecovered,
    CommunityCaseRemoved,
    DeregistrationReported,
    EnforcementReported,
    LicenceReported,
    LookAgain,
    PersonErased,
    RecallRecommended,
    RecordPart,
    RegistrationReported,
    RequirementReported,
    StaffChanged,
    TierPublished,
)
from hub.domain.requirement import Report, RequirementChange, RequirementKind, Terms
from hub.errors import Rejected
from tests.connectors.messages import BROKER_TIME, message

EVENT, SUPERVISION = "community.domain-event.v1", "community.supervision.snapshot.v1"
CRN = "Z123456"
AT = datetime(2026, 6, 20, 15, 5, 59, 442000, UTC)


def told(name: str, *, key: str | None = CRN, at: str = "2026-06-20T16:05:59.442+01:00", **information: Any) -> object:
    body = {
        "eventType": name,
        "version": 1,
        "occurredAt": at,
        "detailUrl": information.pop("detailUrl", None),
        "additionalInformation": information,
        "personReference": {"identifiers": [{"type": "CRN", "value": CRN}]},
    }
    body["version"] = information.pop("version", 1)
    record, _ = decode_event(message(EVENT, key, body))
    return record


RISK = {"registerTypeCode": "RHRH", "registerTypeDescription": "High RoSH", "registrationId": "2500000001"}
BLANK = {"registrationLevelCode": "", "registrationCategoryCode": "", "registrationLevelDescription": ""}
JAVA = "Mon Jun 19 00:00:00 BST 2023"
HIGH = Registration("2500000001", "RHRH", "High RoSH", RegisteredRisk.HIGH, registered_on=date(2023, 6, 19))
PROGRAMME = {
    "requirementMainType": "Court - Accredited Programme",
    "requirementSubType": "A made-up programme",
    "requirementId": "2500000002",
    "eventNumber": "1",
    "restrictiveRequirement": "false",
}
CURFEW = {"licconditionMainType": "Curfew", "licconditionId": "2500000003", "eventNumber": 2}

TAKEN: list[tuple[str, dict[str, Any], object]] = [
    (
        "probation-case.registration.added",
        {**RISK, **BLANK, "registrationDate": JAVA},
        RegistrationReported(CRN, HIGH, False, AT),
    ),
    (
        "probation-case.registration.updated",
        {**RISK, **BLANK, "registrationDate": JAVA},
        RegistrationReported(CRN, HIGH, False, AT),
    ),
    (
        "probation-case.registration.deleted",
        {**RISK, "registrationDate": JAVA},
        RegistrationReported(CRN, HIGH, True, AT),
    ),
    (
        "probation-case.registration.deregistered",
        {"registerTypeCode": "RHRH", "deregistrationId": "25", "deregistrationDate": JAVA},
        DeregistrationReported(CRN, Deregistration("25", "RHRH", date(2023, 6, 19), AT)),
    ),
    (
        "probation-case.registration.deregistered",
        {"registerTypeCode": "RHRH"},  # without number and day
        DeregistrationReported(CRN, Deregistration("RHRH 2026-06-20", "RHRH", date(2026, 6, 20), AT)),
    ),
    (
        "probation-case.requirement.created",
        PROGRAMME,
        RequirementReported(
            CRN,
            RequirementKind.REQUIREMENT,
            "2500000002",
            Report(
                RequirementChange.CREATED,
                AT,
                False,
                Terms("Court - Accredited Programme", "A made-up programme", False, "sentence 1"),
            ),
        ),
    ),
    (
        "probation-case.requirement.unterminated",
        {"requirementId": "2500000002"},
        RequirementReported(
            CRN, RequirementKind.REQUIREMENT, "2500000002", Report(RequirementChange.UNTERMINATED, AT, False, Terms())
        ),
    ),
    (
        "probation-case.licence-condition.created",
        CURFEW,  # the key is misspelt at its source
        RequirementReported(
            CRN,
            RequirementKind.LICENCE_CONDITION,
            "2500000003",
            Report(RequirementChange.CREATED, AT, False, Terms("Curfew", None, None, "sentence 2")),
        ),
    ),
    (
        "enforcement.breach.concluded",
        {"eventId": "7", "outcome": "BRE01"},
        EnforcementReported(CRN, EnforcementKind.BREACH, EnforcementStage.CONCLUDED, "7", "BRE01", AT, False),
    ),
    (
        "enforcement.recall.raised",
        {},
        EnforcementReported(CRN, EnforcementKind.RECALL, EnforcementStage.RAISED, "", None, AT, False),
    ),
    (
        "prison-recall.recommendation.managementOversight",
        {"contactOutcome": "DECISION_TO_RECALL", "bookedBy": {"staffCode": "Z01T011"}},
        RecallRecommended(CRN, RecallStage.MANAGEMENT_OVERSIGHT, RecallDecision.RECALL, "Z01T011", None, AT, False),
    ),
    (
        "prison-recall.recommendation.management-oversight",
        {"contactOutcome": "DECISION_NOT_TO_RECALL", "referralId": "r1", "bookedBy": {"username": "MADEUP"}},
        RecallRecommended(CRN, RecallStage.MANAGEMENT_OVERSIGHT, RecallDecision.NO_RECALL, None, "r1", AT, False),
    ),
    (
        "prison-recall.recommendation.consideration",
        {"contactOutcome": "contactOutcome"},
        RecallRecommended(CRN, RecallStage.CONSIDERATION, None, None, None, AT, False),
    ),
    (
        "create-and-vary-a-licence.licence.activated",
        {"licenceId": "1"},
        LicenceReported(CRN, "1", False, True, AT, False),
    ),
    (
        "create-and-vary-a-licence.variation.inactivated",
        {"licenceId": 1},
        LicenceReported(CRN, "1", True, False, AT, False),
    ),
    (
        "person.community.manager.allocated",
        {"allocationId": "a1"},
        AllocationReported(CRN, AllocationKind.PERSON, "a1", False, None, None, None, AT, False),
    ),
    (
        "person.community.manager.transferred",
        {"allocationId": "a1"},
        AllocationReported(CRN, AllocationKind.PERSON, "a1", True, None, None, None, AT, False),
    ),
    (
        "event.manager.allocated",
        {"allocationId": "a1", "staffCode": "Z01T011", "teamCode": "Z01T01", "eventNumber": 2},
        AllocationReported(CRN, AllocationKind.SENTENCE, "a1", False, "Z01T011", "Z01T01", "sentence 2", AT, False),
    ),
    (
        "requirement.manager.allocated",
        {"allocationId": "a1"},
        AllocationReported(CRN, AllocationKind.REQUIREMENT, "a1", False, None, None, None, AT, False),
    ),
    (
        "licence-condition.manager.allocated",
        {"allocationId": "a1"},
        AllocationReported(CRN, AllocationKind.LICENCE_CONDITION, "a1", False, None, None, None, AT, False),
    ),
    (
        "tier.calculation.complete",
        {"calculationId": "c1", "version": "2"},
        TierPublished(CRN, "c1", 2, None, None, AT, False),
    ),
    (
        "tier.calculation.complete",
        {"calculationId": "c1", "version": 1},  # the first contract says no version
        TierPublished(CRN, "c1", None, None, None, AT, False),
    ),
    (
        "tier.calculation.changed",
        {"calculationId": "c1", "detailUrl": "https://tier.hub.invalid/v3/crn/Z123456/level/c1"},
        TierPublished(CRN, "c1", 3, None, None, AT, False),
    ),
    ("probation-case.engagement.deleted", {}, CommunityCaseRemoved(CRN)),
    ("probation-case.deleted.gdpr", {}, PersonErased(Service.COMMUNITY, CRN)),
    ("probation-case.engagement.recovered", {}, CommunityCaseRecovered(CRN)),
    ("probation.staff.updated", {"staffCode": "Z01T011"}, StaffChanged(Service.COMMUNITY, "Z01T011", AT)),
    (
        "probation-case.alias.deleted",
        {},
        LookAgain(CRN, RecordPart.DETAILS, "community.offender.snapshot.v1", "probation-case.alias.deleted", AT),
    ),
    (
        "probation-case.sentence.moved",
        {},
        LookAgain(CRN, RecordPart.SUPERVISION, SUPERVISION, "probation-case.sentence.moved", AT),
    ),
    ("CONVICTION_CHANGED", {}, LookAgain(CRN, RecordPart.SUPERVISION, SUPERVISION, "conviction_changed", AT)),
]


@pytest.mark.parametrize(
    ("name", "information", "expected"), TAKEN, ids=[f"{n} {row[0]}" for n, row in enumerate(TAKEN)]
)
def test_what_an_event_becomes(name: str, information: dict[str, Any], expected: object) -> None:
    assert told(name, **dict(information)) == expected


MAPPA = {"registerTypeCode": "MAPP", "registrationId": "1"}


@pytest.mark.parametrize(
    ("level", "category", "expected"),
    [
        ("M2", "M1", (2, 1)),
        ("M0", "X9", (0, 0)),
        ("", "", (0, 0)),
        ("Q7", "Q7", (0, 0)),  # unknown codes are nominal
    ],
)
def test_mappa_by_its_codes(level: str, category: str, expected: tuple[int, int]) -> None:
    record = told(
        "probation-case.registration.added", **MAPPA, registrationLevelCode=level, registrationCategoryCode=category
    )
    assert isinstance(record, RegistrationReported)
    assert (record.registration.mappa_level, record.registration.mappa_category) == expected


def test_a_time_that_is_none_is_the_brokers_and_marked() -> None:
    record = told("enforcement.breach.raised", at="{createdDate}", eventId="{eventId}")
    assert isinstance(record, EnforcementReported)
    assert (record.at, record.time_assumed, record.reference) == (BROKER_TIME, True, "{eventId}")


@pytest.mark.parametrize(
    "name", ["probation-case.requirement.created", "tier.calculation.complete", "event.manager.allocated"]
)
def test_what_cannot_be_told_apart_is_refused(name: str) -> None:
    with pytest.raises(Rejected) as rejected:
        told(name)
    assert rejected.value.code == "NoReference"


LISTS: dict[str, Any] = {
    "mappaDetail": {"level": 1, "levelDescription": "Level 1", "category": 9, "startDate": "2026-01-05"},
    "dynamicRisks": [
        {"code": "RCCO", "description": "Made-up concerns", "startDate": "2018-07-27", "reviewDate": "2026-03-20"},
        {"code": "RHRH", "startDate": "string"},
        {"description": "without a code"},
    ],
    "personStatus": [{"code": "WRSM", "startDate": "2020-12-04", "notes": "No notes."}],
}


def test_what_a_supervision_record_lists() -> None:
    record, _ = decode_supervision(message(SUPERVISION, CRN, {"supervisions": [], **LISTS}))
    assert isinstance(record, SupervisionRecord)
    assert [(one.reference, one.risk_of_harm, one.mappa_level, one.mappa_category) for one in record.registrations] == [
        ("MAPP 2026-01-05", None, 1, 0),
        ("RCCO 2018-07-27", None, None, None),
        ("RHRH without a date", RegisteredRisk.HIGH, None, None),
        ("WRSM 2020-12-04", None, None, None),
    ]


def test_the_table_is_in_lower_case_and_says_what_and_why() -> None:
    assert all(name == name.lower() for name in EVENTS)
    assert all(line.code and line.why for line in EVENTS.values() if isinstance(line, Passed))
    assert all(line.does for line in EVENTS.values() if isinstance(line, Taken))


def test_every_line_of_the_table_that_is_taken_is_tried_or_looks_again() -> None:
    tried = {name.lower() for name, _, _ in TAKEN}
    merge = "probation-case.merge.completed"
    told_elsewhere = {"probation-case.engagement.created", "probation-case.prison-identifier.added", merge}
    told_elsewhere |= {"assessment.summary.produced", "risk-assessment.scores.*"}  # assessment/test_events.py
    read_by = {name: line.read for name, line in EVENTS.items() if isinstance(line, Taken)}
    same = {read_by[name] for name in tried | told_elsewhere if name in read_by}
    looks_again = {name for name, read in read_by.items() if "_look_again" in read.__qualname__}
    assert {name for name, read in read_by.items() if read not in same} - looks_again == set()

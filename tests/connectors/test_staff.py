from datetime import date
from typing import Any

import pytest

from hub.connectors.staff import community_staff, custody_staff
from hub.domain.access import Service
from hub.domain.grade import Grade
from hub.domain.records import StaffRecord, StaffRemoved
from hub.errors import Rejected
from tests.connectors.messages import message

TOPIC = "community.staff.snapshot.v1"
STAFF: dict[str, Any] = {
    "code": "Z01T011",
    "name": {"forename": "Olwen", "surname": "Madeup-Manager"},
    "grade": "PSO",
    "email": "olwen@hub.invalid",
    "employer": "Made-up Probation",
    "team": {"code": "Z01T01", "description": "Madeup North"},
    "establishment": None,
    "area": "Z01",
    "from": "2024-04-01",
    "to": None,
}


def test_a_member_of_staff() -> None:
    record, _ = community_staff(message(TOPIC, "Z01T011", STAFF))
    assert record == StaffRecord(
        service=Service.COMMUNITY,
        code="Z01T011",
        forename="Olwen",
        surname="Madeup-Manager",
        grade=Grade.OFFENDER_MANAGER,
        email="olwen@hub.invalid",
        employer="Made-up Probation",
        team_code="Z01T01",
        team_name="Madeup North",
        area="Z01",
        active_from=date(2024, 4, 1),
    )


@pytest.mark.parametrize(
    ("decode", "written", "grade"),
    [
        (community_staff, "PSO", "OFFENDER_MANAGER"),
        (community_staff, "PQiP", "OFFENDER_MANAGER"),
        (community_staff, "PO", "OFFENDER_MANAGER_HIGHER"),
        (community_staff, "SPO", "TEAM_MANAGER"),
        (community_staff, "DMY", "NOBODY"),
        (custody_staff, "PRO", "PRISON_OFFICER"),
        (custody_staff, "PCO", "PRISON_CUSTODY_OFFICER"),
        (custody_staff, "po", "OFFENDER_MANAGER_HIGHER"),  # a probation officer who works in the prison
        (custody_staff, "PSO", "OFFENDER_MANAGER"),
        (custody_staff, "SPO", "TEAM_MANAGER"),
        (custody_staff, "Governor", None),  # a title that nobody has mapped is not shown
        (custody_staff, "", None),
    ],
)
def test_titles_of_today_stop_here(decode: Any, written: str, grade: str | None) -> None:
    record, _ = decode(message(TOPIC, "Z01T011", {**STAFF, "grade": written}))
    assert record.grade == grade


@pytest.mark.parametrize(
    ("decode", "code", "grade"),
    [
        (community_staff, "Z01T01U", "NOBODY"),
        (community_staff, "Z01T01X", "OFFENDER_MANAGER_HIGHER"),
        (custody_staff, "ZLEI01U", "OFFENDER_MANAGER_HIGHER"),
    ],
)
def test_a_teams_stand_in_is_nobody_whatever_its_title(decode: Any, code: str, grade: str) -> None:
    record, _ = decode(message(TOPIC, code, {**STAFF, "code": code, "grade": "PO"}))
    assert record.grade == grade


def test_null_means_left() -> None:
    assert custody_staff(message(TOPIC, "ZLEI1", None))[0] == StaffRemoved(Service.CUSTODY, "ZLEI1")


def test_a_code_in_small_letters_is_the_same_code() -> None:
    assert community_staff(message(TOPIC, "z01t011", STAFF))[0] == community_staff(message(TOPIC, "Z01T011", STAFF))[0]


@pytest.mark.parametrize(
    ("key", "body", "code"),
    [
        (None, {"grade": "PO"}, "NoIdentifier"),
        ("Z01T012", STAFF, "KeyMismatch"),
        ("Z" * 21, {**STAFF, "code": ""}, "MalformedIdentifier"),
        ("Z01T011", {**STAFF, "name": "Olwen"}, "WrongShape"),
    ],
)
def test_strictness_of_meaning(key: str | None, body: Any, code: str) -> None:
    with pytest.raises(Rejected) as rejected:
        community_staff(message(TOPIC, key, body))
    assert rejected.value.code == code

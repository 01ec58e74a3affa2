"""Staff of both services, from their own records and from the supervision records that name them."""

from typing import Any

import pytest

from tests.actions.sources import CRN, SUPERVISION, Hub, supervision

pytestmark = pytest.mark.postgres
COMMUNITY, CUSTODY = "community.staff.snapshot.v1", "custody.staff.snapshot.v1"
ROW = "select surname, grade, email, team_code, establishment_code, active_to::text from staff where code = $1"


def staff(code: str, **changes: Any) -> dict[str, Any]:
    return {"code": code, "name": {"forename": "Olwen", "surname": "Madeup-Manager"}, "grade": "PO", **changes}


async def test_a_record_of_staff(hub: Hub) -> None:
    body = staff("ZSTI1", grade="PRO", email="saffron@hub.invalid", establishment={"code": "STI"})
    assert await hub.tell(CUSTODY, "ZSTI1", body) == "StaffRecorded"
    assert await hub.rows(ROW, "ZSTI1") == [
        ("Madeup-Manager", "PRISON_OFFICER", "saffron@hub.invalid", None, "STI", None)
    ]
    assert await hub.rows("select action, case_ids from audit") == [("take_staff_record", [])]


@pytest.mark.parametrize("record_first", [True, False])
async def test_who_a_supervision_names_and_their_own_record_are_one(hub: Hub, record_first: bool) -> None:
    own = (COMMUNITY, "Z01T011", staff("Z01T011", email="olwen@hub.invalid"), 5)
    named = (SUPERVISION, CRN, supervision(), 0)
    for topic, key, body, minutes in (own, named) if record_first else (named, own):
        await hub.tell(topic, key, body, minutes=minutes)
    assert await hub.rows(ROW, "Z01T011") == [
        ("Madeup-Manager", "OFFENDER_MANAGER_HIGHER", "olwen@hub.invalid", "Z01T01", None, None)
    ]


async def test_the_same_again_and_an_older_one_say_nothing_new(hub: Hub) -> None:
    await hub.tell(COMMUNITY, "Z01T011", staff("Z01T011"), minutes=5)
    assert await hub.tell(COMMUNITY, "Z01T011", staff("Z01T011"), minutes=9) == "Duplicate"
    older = staff("Z01T011", name={"forename": "Olwen", "surname": "Former"})
    assert await hub.tell(COMMUNITY, "Z01T011", older, minutes=1) == "Duplicate"
    assert (await hub.rows(ROW, "Z01T011"))[0][0] == "Madeup-Manager"


async def test_who_leaves_stays_in_the_history(hub: Hub) -> None:
    await hub.tell(COMMUNITY, "Z01T011", staff("Z01T011"))
    assert await hub.tell(COMMUNITY, "Z01T011", None, minutes=5) == "StaffLeft"
    assert (await hub.rows(ROW, "Z01T011"))[0][-1] == "2026-11-23"
    assert await hub.tell(COMMUNITY, "Z01T011", None, minutes=9) == "NothingHeld"
    assert await hub.tell(COMMUNITY, "Z01T099", None) == "NothingHeld"


async def test_the_same_code_in_two_services_is_two_people(hub: Hub) -> None:
    await hub.tell(COMMUNITY, "Z1", staff("Z1"))
    await hub.tell(CUSTODY, "Z1", staff("Z1"))
    assert await hub.one("select count(*) from staff") == 2


CHAIN = (
    "select s.code, h.due_at is not null from offender_manager_holder h "
    "left join staff s on s.id = h.staff_id order by h.during"
)


@pytest.mark.parametrize("record_first", [True, False])
async def test_a_case_of_a_stand_in_is_unallocated(hub: Hub, record_first: bool) -> None:
    own = (COMMUNITY, "Z01T011", staff("Z01T011", grade="DMY"), 5)
    named = (SUPERVISION, CRN, supervision(), 0)
    for topic, key, body, minutes in (own, named) if record_first else (named, own):
        await hub.tell(topic, key, body, minutes=minutes)
    assert await hub.rows(CHAIN) == [(None, True)]
    assert await hub.rows("select om_staff_id, om_team_code from offender_case") == [(None, "Z01T01")]


async def test_a_stand_in_found_out_is_told_and_audited_and_taken_back_the_same_way(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(COMMUNITY, "Z01T011", staff("Z01T011", grade="DMY"), minutes=5)
    assert await hub.events() == ["CaseOpened", "OffenderManagerChanged"]
    case_id = await hub.one("select id from offender_case")
    lines = "select case_ids from audit where action = 'take_staff_record' order by id"
    assert await hub.rows(lines) == [([case_id],)]
    await hub.tell(COMMUNITY, "Z01T011", staff("Z01T011", grade="PO"), minutes=9)
    assert await hub.rows(CHAIN) == [(None, True), ("Z01T011", False)]
    assert await hub.rows(lines) == [([case_id],), ([case_id],)]

"""Registrations through the house: events and the lists of the supervision record make one register."""

from itertools import permutations
from typing import Any

import pytest

from tests.actions.sources import (
    CRN,
    HAPPENED,
    NOW,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    happened,
    matched,
    offender,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres
REGISTER = "select registered_risk, mappa_level, mappa_category from offender_case where merged_into is null"
STANDING = "select code, status from registration order by code, told_by, id"
DAY = "Mon Jun 19 00:00:00 BST 2023"


def added(code: str, number: str, minutes: float, day: str = DAY, **more: Any) -> dict[str, Any]:
    return happened(
        "probation-case.registration.added",
        minutes=minutes,
        registerTypeCode=code,
        registrationId=number,
        registrationDate=day,
        **more,
    )


def deleted(code: str, number: str, minutes: float) -> dict[str, Any]:
    return happened(
        "probation-case.registration.deleted", minutes=minutes, registerTypeCode=code, registrationId=number
    )


def deregistered(code: str, minutes: float) -> dict[str, Any]:
    return happened("probation-case.registration.deregistered", minutes=minutes, registerTypeCode=code)


async def test_the_latest_registration_decides(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    told = "RegisterChanged, TierChanged, TransferDecisionChanged"
    assert await hub.tell(HAPPENED, CRN, added("RVHR", "1", 1)) == told
    assert await hub.rows(REGISTER) == [("VERY_HIGH", None, None)]
    await hub.tell(HAPPENED, CRN, added("RMRH", "2", 2, "Tue Jun 20 00:00:00 BST 2023"))
    await hub.tell(HAPPENED, CRN, added("MAPP", "3", 3, registrationLevelCode="M2", registrationCategoryCode="Q1"))
    assert await hub.rows(REGISTER) == [("MEDIUM", 2, 0)]  # an unknown category is nominal
    await hub.tell(HAPPENED, CRN, deregistered("RMRH", 5))
    assert await hub.rows(REGISTER) == [("VERY_HIGH", 2, 0)]
    await hub.tell(HAPPENED, CRN, deleted("RVHR", "1", 6))
    assert await hub.rows(REGISTER) == [(None, 2, 0)]


async def test_an_unknown_person_gets_a_case_that_waits(hub: Hub) -> None:
    assert await hub.tell(HAPPENED, CRN, added("RHRH", "1", 1)) == "CaseOpened"
    waits = "select awaiting_snapshot, registered_risk from offender_case"
    assert await hub.rows(waits) == [(True, "HIGH")]


STORY = [added("RHRH", "1", 1), deregistered("RHRH", 3), added("RHRH", "2", 5), deleted("RHRH", "2", 6)]


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
async def test_every_order_ends_the_same(hub: Hub, order: tuple[int, ...]) -> None:
    for place in order:
        await hub.tell(HAPPENED, CRN, STORY[place])
    assert await hub.rows("select reference, status from registration order by reference") == [
        ("1", "ENDED"),
        ("2", "WITHDRAWN"),
    ]
    assert await hub.rows(REGISTER) == [(None, None, None)]


async def test_the_supervision_record_lists_more_and_repeats(hub: Hub) -> None:
    lists = {
        "mappaDetail": {"level": 3, "category": 1, "startDate": "2024-01-01"},
        "dynamicRisks": [
            {"code": "RHRH", "startDate": "2023-06-19"},
            {"code": "RCCO", "description": "Made-up concerns", "startDate": "2018-07-27"},
        ],
        "personStatus": [{"code": "WRSM", "startDate": "2020-12-04"}],
    }
    await hub.tell(HAPPENED, CRN, added("RHRH", "1", 1))
    done = await hub.tell(SUPERVISION, CRN, {**supervision(), **lists}, minutes=5)
    assert "RegisterChanged" in done
    assert await hub.rows(REGISTER) == [("HIGH", 3, 1)]
    assert await hub.rows(STANDING) == [
        ("MAPP", "ACTIVE"),
        ("RCCO", "ACTIVE"),
        ("RHRH", "ACTIVE"),
        ("RHRH", "REPEATED"),
        ("WRSM", "ACTIVE"),
    ]
    await hub.tell(SUPERVISION, CRN, supervision(), minutes=9)  # what it lists no more is gone, the event's stays
    assert await hub.rows(STANDING) == [("RHRH", "ACTIVE")]
    assert await hub.rows(REGISTER) == [("HIGH", None, None)]


async def test_the_register_follows_when_cases_become_one(hub: Hub) -> None:
    await hub.tell(PRISONER, "Z1234ZY", prisoner())
    await hub.tell(HAPPENED, CRN, added("RHRH", "1", 1))
    await hub.tell(HAPPENED, CRN, matched())
    assert await hub.rows(REGISTER) == [("HIGH", None, None)]
    gone = await hub.rows("select registered_risk from offender_case where merged_into is not null")
    assert gone == [(None,)]


async def test_a_removed_supervision_takes_its_lists_away(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, {**supervision(), "dynamicRisks": [{"code": "RVHR", "startDate": "2024-01-01"}]})
    assert await hub.rows(REGISTER) == [("VERY_HIGH", None, None)]
    assert "RegisterChanged" in await hub.tell(SUPERVISION, CRN, None, minutes=5)
    assert await hub.rows(REGISTER) == [(None, None, None)]


async def test_every_write_is_audited(hub: Hub) -> None:
    await hub.tell(OFFENDER, CRN, offender(number=None))
    await hub.tell(HAPPENED, CRN, added("RHRH", "1", 1))
    [(actor, action, fields, why)] = await hub.rows(
        "select actor, action, fields, why from audit order by id desc limit 1"
    )
    assert (actor, action, fields) == ("community", "take_registration", ["registration"])
    assert why and NOW

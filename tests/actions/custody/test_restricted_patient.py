"""A restricted patient stays in custody: the case's phase and place, whatever comes first."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from tests.actions.sources import (
    CRN,
    MOVED,
    NOW,
    NUMBER,
    PRISONER,
    SUPERVISION,
    Hub,
    prisoner,
    released,
    reported,
    supervision,
)

pytestmark = pytest.mark.postgres
STANDS = "select c.phase, c.prison_code, r.state from offender_case c join custody_record r on r.case_id = c.id"
ADDED, REMOVED = "restricted-patients.patient.added", "restricted-patients.patient.removed"


def patient(name: str, minutes: int) -> dict[str, Any]:
    return reported(name, minutes, prisonerNumber=NUMBER)


async def test_from_prison_to_hospital_and_out(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(SUPERVISION, CRN, supervision())
    assert await hub.tell(MOVED, NUMBER, patient(ADDED, 60)) == "CustodyChanged"
    assert await hub.rows(STANDS) == [("CUSTODY", "STI", "RESTRICTED_PATIENT")]
    assert (
        await hub.tell(MOVED, NUMBER, patient(REMOVED, 90), now=NOW + timedelta(hours=3))
        == "CustodyChanged, PhaseChanged, EligibilityChanged, ResponsibilityChanged"
    )
    assert await hub.rows(STANDS) == [("COMMUNITY", None, "RELEASED")]
    assert await hub.tell(MOVED, NUMBER, patient(REMOVED, 70)) == "OlderThanHeld"


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_released_then_made_a_patient_whatever_comes_first(hub: Hub, order: tuple[int, ...]) -> None:
    """A release moves the case to the community; the person in hospital serves the sentence still."""
    told = [
        (PRISONER, prisoner(), 0),
        (PRISONER, released(), 10),
        (MOVED, patient(ADDED, 20), 20),
    ]
    for place in order:
        topic, body, minutes = told[place]
        await hub.tell(topic, NUMBER, body, minutes=minutes)
    assert await hub.rows(STANDS) == [("CUSTODY", None, "RESTRICTED_PATIENT")]
    body = released(restrictedPatient=True, supportingPrisonId="STI")
    await hub.tell(PRISONER, NUMBER, body, minutes=30)
    assert await hub.rows(STANDS) == [("CUSTODY", "STI", "RESTRICTED_PATIENT")]


async def test_a_patient_who_is_unknown_has_a_case_that_waits(hub: Hub) -> None:
    assert await hub.tell(MOVED, NUMBER, patient(ADDED, 0)) == "CaseOpened"
    assert await hub.rows(STANDS) == [("CUSTODY", None, "RESTRICTED_PATIENT")]

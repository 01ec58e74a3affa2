"""Up to when an erasure counts: nothing that was said after it goes without a person's word, whatever arrives first."""

import json
from typing import Any

import pytest
from msgspec.structs import replace

from hub.actions.identity.erasure import take_erasure
from hub.connectors.connector import Message
from hub.domain.reports import PersonErased
from hub.messaging.dispatch import CONNECTORS
from tests.actions.sources import (
    CRN,
    HAPPENED,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    happened,
    offender,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres

RECORDS = "select key from source_record order by key"


def gdpr(minutes: float) -> dict[str, Any]:
    return happened("probation-case.deleted.gdpr", minutes=minutes)


async def confirm(hub: Hub, body: dict[str, Any]) -> str:
    """Take an erasure as a person has it taken from the dead letters."""
    message = Message(HAPPENED, 0, 9, CRN.encode(), json.dumps(body).encode(), (), NOW)
    record, provenance = CONNECTORS[HAPPENED].decode(message)
    assert isinstance(record, PersonErased)
    async with hub.database.transaction(NOW) as tx:
        return await take_erasure(tx, record, replace(provenance, confirmed=True))


async def test_what_was_said_after_the_erasure_does_not_go_in_silence(hub: Hub) -> None:
    await hub.tell(OFFENDER, CRN, offender(number=None), minutes=1)
    await hub.tell(OFFENDER, CRN, offender(number=None), minutes=70)
    assert await hub.tell(HAPPENED, CRN, gdpr(60)) == "SaidAfterErasure"
    assert await hub.rows(RECORDS) == [(CRN,)]
    assert await confirm(hub, gdpr(60)) == "RecordErased: the whole case"
    assert await hub.rows(RECORDS) == []
    assert await hub.tell(OFFENDER, CRN, offender(number=None), minutes=59) == "Erased"
    assert await hub.tell(OFFENDER, CRN, offender(number=None), minutes=71) == "CaseOpened"


async def test_the_other_order_keeps_it_too(hub: Hub) -> None:
    await hub.tell(HAPPENED, CRN, gdpr(60))
    assert await hub.tell(OFFENDER, CRN, offender(number=None), minutes=70) == "CaseOpened"
    assert await hub.tell(OFFENDER, CRN, offender(number=NUMBER), minutes=1) == "Erased"
    assert await hub.rows("select value from identifier") == [(CRN,)]
    assert await hub.tell(HAPPENED, CRN, gdpr(60.5)) == "SaidAfterErasure"  # told once more


@pytest.mark.parametrize(
    ("name", "information"),
    [
        ("probation-case.engagement.created", {}),
        ("probation-case.registration.added", {"registerTypeCode": "RVHR", "registrationId": "2500000077"}),
        ("tier.calculation.complete", {"calculationId": "2500000077", "tierScore": "B2"}),
    ],
)
async def test_what_happened_before_is_not_taken_of_a_number_that_was_opened_anew(
    hub: Hub, name: str, information: dict[str, str]
) -> None:
    await hub.tell(HAPPENED, CRN, gdpr(60))
    await hub.tell(OFFENDER, CRN, offender(number=None), minutes=70)
    before = await hub.one("select count(*) from outbox")
    for minutes in (59, 60):
        assert await hub.tell(HAPPENED, CRN, happened(name, minutes=minutes, **information)) == "Erased"
    assert await hub.one("select count(*) from outbox") == before
    assert await hub.tell(HAPPENED, CRN, happened(name, minutes=71, **information)) != "Erased"


async def test_another_record_of_it_that_was_read_before_is_not_taken_either(hub: Hub) -> None:
    await hub.tell(HAPPENED, CRN, gdpr(60))
    await hub.tell(OFFENDER, CRN, offender(number=None), minutes=70)
    assert await hub.tell(SUPERVISION, CRN, supervision(), minutes=59) == "Erased"
    assert await hub.tell(SUPERVISION, CRN, None, minutes=59) == "Erased"
    assert await hub.one("select count(*) from sentence") == 0
    assert await hub.tell(SUPERVISION, CRN, supervision(), minutes=61) != "Erased"


@pytest.mark.parametrize(
    ("name", "information"),
    [
        ("probation-case.registration.added", {"registerTypeCode": "RVHR", "registrationId": "2500000077"}),
        ("probation-case.requirement.created", {"requirementId": "2500000077", "requirementSubType": "Made-up"}),
        ("enforcement.breach.raised", {"eventId": "2500000077"}),
        ("create-and-vary-a-licence.licence.activated", {"licenceId": "2500000077"}),
        ("tier.calculation.complete", {"calculationId": "2500000077", "tierScore": "B2"}),
        ("event.manager.allocated", {"allocationId": "2500000077"}),
    ],
)
async def test_what_an_event_said_after_it_counts_as_well(hub: Hub, name: str, information: dict[str, str]) -> None:
    await hub.tell(OFFENDER, CRN, offender(number=None))
    await hub.tell(HAPPENED, CRN, happened(name, minutes=70, **information))
    assert await hub.tell(HAPPENED, CRN, gdpr(60)) == "SaidAfterErasure"
    assert await hub.tell(HAPPENED, CRN, gdpr(71)) == "RecordErased: the whole case"


async def test_what_the_other_service_said_since_hinders_nothing(hub: Hub) -> None:
    await hub.tell(OFFENDER, CRN, offender())
    await hub.tell(PRISONER, NUMBER, prisoner(), minutes=70)
    assert (await hub.tell(HAPPENED, CRN, gdpr(60))).startswith("RecordErased")
    assert await hub.rows(RECORDS) == [(NUMBER,)]


async def test_a_time_before_the_services_had_systems_is_none(hub: Hub) -> None:
    absurd = {**gdpr(0), "occurredAt": "1970-01-01T00:00:00Z"}
    await hub.tell(OFFENDER, CRN, offender(number=None), minutes=-1)
    assert await hub.tell(HAPPENED, CRN, absurd) == "NoTimeOfErasure"
    assert await hub.rows(RECORDS) == [(CRN,)]
    assert await confirm(hub, absurd) == "RecordErased: the whole case"
    assert await hub.tell(OFFENDER, CRN, offender(number=None), minutes=-1) == "Erased"

"""Who supervises, as the prison's records tell it, beside what people decide in the hub."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from hub.actions.team.team import allocate_offender_supervisor
from hub.connectors.connector import Message
from hub.connectors.custody.allocations import decode_allocation
from hub.domain.access import Actor, Role, Service
from hub.domain.allocation.offender_supervisor import AllocateOffenderSupervisor
from hub.errors import Ignored
from hub.messaging.dispatch import ACTIONS
from tests.actions.sources import MOVED, NOW, NUMBER, PRISONER, Hub, prisoner

pytestmark = pytest.mark.postgres
CHAIN = """
select s.code, (extract(epoch from lower(a.during) - $1::timestamptz) / 60)::int,
  (extract(epoch from upper(a.during) - $1::timestamptz) / 60)::int, a.told, a.start_assumed
from offender_supervisor_allocation a join staff s on s.id = a.staff_id order by a.during
"""
STAFF = "custody.staff.snapshot.v1"


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def manager(code: str, **changes: Any) -> dict[str, Any]:
    named = {"code": code, "forename": "Saffron", "surname": "Madeup-Supervisor", "email": "saffron@hub.invalid"}
    return {"manager": named, "prison": {"code": "STI"}, **changes}


async def event(hub: Hub, minutes: float) -> str:
    return await hub.tell(
        MOVED,
        NUMBER,
        {
            "eventType": "offender-management.allocation.changed",
            "detailUrl": f"https://allocations.example/api/pom-allocation/{NUMBER}/1",
            "occurredAt": at(minutes).isoformat(),
            "personReference": {"identifiers": [{"type": "NOMS", "value": NUMBER}]},
        },
    )


async def answer(hub: Hub, minutes: float, body: dict[str, Any]) -> str:
    """The detail that a call brought then."""

    headers = (("hub_source_time", at(minutes).isoformat().encode()),)
    message = Message(MOVED, -1, round(minutes), NUMBER.encode(), json.dumps(body).encode(), headers, at(600))
    record, provenance = decode_allocation(message)
    try:
        async with hub.database.transaction(at(minutes)) as tx:
            return await ACTIONS[type(record)](tx, record, provenance)
    except Ignored as ended:
        return ended.code


async def test_the_event_has_it_fetched_and_gives_the_start(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    assert "awaiting supervisor" in await event(hub, 5)
    assert await answer(hub, 7, manager("ZSTI1")) == "OffenderSupervisorAllocated"
    assert await hub.rows(CHAIN, NOW) == [("ZSTI1", 5, None, True, True)]
    assert await hub.one("select count(*) from offender_case c join staff s on s.id = c.os_staff_id") == 1
    assert await answer(hub, 9, manager("ZSTI1")) == "Unchanged"


async def test_a_start_that_the_record_gives(hub: Hub) -> None:
    await answer(hub, 7, manager("ZSTI1", startDate="2026-11-23"))
    assert await hub.rows(CHAIN, NOW) == [("ZSTI1", -720, None, True, False)]


async def test_what_a_person_decided_later_stands(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(STAFF, "ZSTI2", {"code": "ZSTI2", "establishment": {"code": "STI"}})
    [(case_id, version)] = await hub.rows("select id, version from offender_case")
    head = Actor("t", Service.CUSTODY, frozenset({Role.TEAM_MANAGER}), "ZSTI9", 99, None, "STI", "in@hub.invalid")
    asked = AllocateOffenderSupervisor(case_id, Service.CUSTODY, "ZSTI2", version)
    await allocate_offender_supervisor(hub.database, head, asked, cause="request r-1", now=at(30))
    await event(hub, 5)
    assert await answer(hub, 40, manager("ZSTI1")) == "Unchanged"
    assert await hub.rows(CHAIN, NOW) == [("ZSTI1", 5, 30, True, True), ("ZSTI2", 30, None, False, False)]
    await event(hub, 50)
    assert await answer(hub, 51, manager("ZSTI1")) == "OffenderSupervisorAllocated"
    assert [row[:3] for row in await hub.rows(CHAIN, NOW)] == [
        ("ZSTI1", 5, 30),
        ("ZSTI2", 30, 50),
        ("ZSTI1", 50, None),
    ]


async def test_the_member_of_staff_is_learned(hub: Hub) -> None:
    both = {"primary_pom": {"staff_id": 123456, "name": "MADEUP-SUPERVISOR, SAFFRON"}, "secondary_pom": {}}
    await answer(hub, 7, both)
    assert await hub.rows("select service, code, forename, surname from staff") == [
        ("CUSTODY", "123456", "SAFFRON", "MADEUP-SUPERVISOR")
    ]

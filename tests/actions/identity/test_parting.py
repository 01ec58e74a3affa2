"""What came to a case by a merge or by a booking that moved goes back when two people decide so."""

from typing import Any

import pytest

from hub.actions.identity.parting import part_case
from hub.domain.access import Actor, Role, Service
from hub.domain.review import PartCase
from hub.errors import BrokenRule
from tests.actions.sources import (
    CRN,
    HAPPENED,
    MOVED,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    crn_merge,
    offender,
    prisoner,
    released,
    reported,
    supervision,
)

pytestmark = pytest.mark.postgres

OLD = "Z9999ZZ"
HOMES = "select key, case_id from source_record order by 1"
KEPT = (
    "select r.key, c.state, c.booking_id from custody_record c join source_record r on r.id = c.source_record_id "
    "order by 1"
)
BOOKED = (
    "select r.key, s.source_reference from sentence s join source_record r on r.id = s.source_record_id order by 1, 2"
)


async def manager(hub: Hub, code: str) -> Actor:
    await hub.tell("community.staff.snapshot.v1", code, {"code": code, "team": {"code": "Z01T01"}})
    staff = await hub.one("select id from staff where code = $1", code)
    return Actor(code, Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), code, staff, "Z01T01", "STI")


async def part(hub: Hub, kind: str) -> None:
    """Two people ask for the newest change of that kind."""
    change = await hub.one("select max(id) from identity_change where kind = $1", kind)
    for code in ("Z01M1", "Z01M2"):
        asked = PartCase(change, "Two people")
        await part_case(hub.database, await manager(hub, code), asked, cause="request r-1", now=NOW)


async def test_records_that_came_without_their_case_go_back(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(addresses=[{"postalCode": "ZE1 9ZZ"}]))
    alike: dict[str, Any] = {"contactDetails": {"addresses": [{"postcode": "ZE1 9ZZ"}]}}
    await hub.tell(OFFENDER, CRN, offender(number=None, **alike))  # one case, by a score
    await hub.tell(OFFENDER, "Z654321", offender("Z654321", None, surname="Elsewhere"))
    await hub.tell(SUPERVISION, "Z654321", supervision())
    before = await hub.rows(HOMES)
    await hub.tell(HAPPENED, "Z654321", crn_merge("Z654321", CRN, 5))
    assert await hub.one("select kind from identity_change") == "RECORDS_MOVED"
    assert await hub.rows(HOMES) != before
    await part(hub, "RECORDS_MOVED")
    assert await hub.rows(HOMES) == before
    with pytest.raises(BrokenRule, match="NothingToDecide"):
        await part(hub, "RECORDS_MOVED")


async def booking_moves(hub: Hub) -> None:
    began, numbers = "2025-03-01 09:00:00+00:00", {"movedFromNomsNumber": OLD, "movedToNomsNumber": NUMBER}
    name = "prison-offender-events.prisoner.booking.moved"
    body = reported(name, 5, bookingId=9000123, bookingStartDateTime=began, **numbers)
    assert "BookingMoved" in await hub.tell(MOVED, NUMBER, body)


@pytest.mark.parametrize("known", [True, False])
async def test_a_booking_goes_back_with_all_that_is_held_of_it(hub: Hub, known: bool) -> None:
    await hub.tell(PRISONER, OLD, prisoner(OLD, bookingId="9000123"))
    if known:
        await hub.tell(PRISONER, NUMBER, released(bookingId="77"), minutes=-9)
    await hub.tell(OFFENDER, CRN, offender())  # whose manager reaches the prisoner that it goes to
    await hub.tell(SUPERVISION, CRN, supervision())
    before = [await hub.rows(query) for query in (HOMES, KEPT, BOOKED)] if known else []
    await booking_moves(hub)
    assert (NUMBER, "booking 9000123") in await hub.rows(BOOKED)
    await part(hub, "BOOKING_MOVED")
    if known:
        assert [await hub.rows(query) for query in (HOMES, KEPT, BOOKED)] == before
    assert (OLD, "booking 9000123") in await hub.rows(BOOKED)
    assert (OLD, "IN_PRISON", "9000123") in await hub.rows(KEPT)
    assert await hub.one("select count(*) from identity_override") == 0  # nobody was ever held for one person


async def test_what_was_read_since_stands_when_a_booking_goes_back(hub: Hub) -> None:
    await hub.tell(PRISONER, OLD, prisoner(OLD, bookingId="9000123"))
    await hub.tell(OFFENDER, CRN, offender())
    await hub.tell(SUPERVISION, CRN, supervision())
    await booking_moves(hub)
    await hub.tell(PRISONER, NUMBER, prisoner(bookingId="77", prisonId="LEI"), minutes=9)
    await part(hub, "BOOKING_MOVED")
    assert (NUMBER, "IN_PRISON", "77") in await hub.rows(KEPT)

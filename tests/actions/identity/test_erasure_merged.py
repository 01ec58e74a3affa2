"""Erasure of people whose records were merged or whose bookings moved: all of the person goes, nobody comes back."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.actions.sources import (
    HAPPENED,
    LIVING_CASES,
    MOVED,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    crn_merge,
    crn_unmerge,
    happened,
    offender,
    prison_merge,
    prisoner,
    reported,
    supervision,
)

pytestmark = pytest.mark.postgres

X, Y, W, OLD = "Z000001", "Z000002", "Z000003", "Z9999ZZ"
RECORDS = "select key from source_record order by key"


def gdpr(crn: str, minutes: float = 60) -> dict[str, Any]:
    return happened("probation-case.deleted.gdpr", crn, minutes=minutes)


def deleted(number: str, at: str = "2026-11-23T13:00:00.000000") -> dict[str, Any]:
    return {"eventType": "DATA_COMPLIANCE_DELETE-OFFENDER", "eventDatetime": at, "offenderIdDisplay": number}


async def merge_crns(hub: Hub) -> None:
    """W into Y, Y into X."""
    for crn in (W, Y, X):
        await hub.tell(OFFENDER, crn, offender(crn, None))
        await hub.tell(SUPERVISION, crn, supervision())
    await hub.tell(HAPPENED, Y, crn_merge(Y, W, 5))
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 6))


async def test_what_was_merged_into_the_record_goes_with_it(hub: Hub) -> None:
    await merge_crns(hub)
    assert await hub.tell(HAPPENED, X, gdpr(X)) == "RecordErased: the whole case"
    assert await hub.rows(RECORDS) == []
    for crn in (W, Y, X):
        assert await hub.tell(OFFENDER, crn, offender(crn, None), minutes=59) == "Erased"
    assert await hub.rows(RECORDS) == []


async def test_what_was_merged_goes_and_what_the_prison_says_stays(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(OFFENDER, Y, offender(Y))
    await hub.tell(OFFENDER, X, offender(X))
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 5))
    assert (await hub.tell(HAPPENED, X, gdpr(X))).startswith("RecordErased")
    assert await hub.rows(RECORDS) == [(NUMBER,)]
    assert await hub.rows("select value from identifier where kind = 'CRN'") == []


@pytest.mark.parametrize("community_too", [False, True])
async def test_a_merged_prison_number_goes_too(hub: Hub, community_too: bool) -> None:
    await hub.tell(PRISONER, OLD, prisoner(OLD, bookingId="9"))
    await hub.tell(PRISONER, NUMBER, prisoner())
    if community_too:
        await hub.tell(OFFENDER, X, offender(X))
    await hub.tell(MOVED, NUMBER, prison_merge(NUMBER, OLD, 5))
    assert (await hub.tell(MOVED, NUMBER, deleted(NUMBER))).startswith("RecordErased")
    assert await hub.rows(RECORDS) == ([(X,)] if community_too else [])
    assert await hub.tell(PRISONER, OLD, prisoner(OLD), minutes=9) == "Erased"


async def test_the_record_that_stays_is_not_erased_with_the_removed_one(hub: Hub) -> None:
    await merge_crns(hub)
    await hub.tell(HAPPENED, Y, gdpr(Y))
    assert await hub.rows(RECORDS) == [(X,)]


async def test_a_record_that_people_ruled_apart_stays_on_its_own(hub: Hub) -> None:
    for crn in (Y, X):
        await hub.tell(OFFENDER, crn, offender(crn, None))
    # the source says merged; the record is on another case, as where a ruling keeps it
    into = "update source_record set merged_into_id = (select id from source_record where key = $1) where key = $2"
    await hub.rows(into, X, Y)
    assert await hub.tell(HAPPENED, X, gdpr(X)) == "RecordErased: the whole case"
    assert await hub.rows("select key, merged_into_id from source_record") == [(Y, None)]


@pytest.mark.parametrize("other_known", [False, True])
@pytest.mark.parametrize(
    "named",
    [
        lambda at: crn_merge(Y, X, at),
        lambda at: crn_unmerge(X, Y, at),
        lambda at: crn_unmerge(Y, X, at),
    ],
    ids=["merged away", "reactivated", "unmerged"],
)
async def test_an_old_event_that_names_an_erased_crn_opens_nothing(
    hub: Hub, named: Callable[[float], dict[str, Any]], other_known: bool
) -> None:
    await hub.tell(HAPPENED, X, gdpr(X))
    if other_known:
        await hub.tell(OFFENDER, Y, offender(Y, None))
    before = await hub.rows(RECORDS)
    assert await hub.tell(HAPPENED, Y, named(30)) == "Erased"
    assert await hub.rows(RECORDS) == before
    assert await hub.tell(OFFENDER, X, offender(X, None), minutes=20) == "Erased"
    assert await hub.tell(HAPPENED, Y, named(61)) not in ("Erased", "InternalFault")  # somebody new
    assert await hub.rows(RECORDS) == [(X,), (Y,)]


async def test_an_erasure_that_overtakes_a_merge_takes_the_removed_number_too(hub: Hub) -> None:
    await hub.tell(OFFENDER, Y, offender(Y, None))
    await hub.tell(SUPERVISION, Y, supervision())
    await hub.tell(HAPPENED, X, gdpr(X))
    assert await hub.rows(RECORDS) == [(Y,)]
    assert await hub.tell(HAPPENED, X, crn_merge(X, Y, 30)) == "RecordErased: the whole case"
    assert await hub.rows(RECORDS) == []
    for crn in (X, Y):
        assert await hub.tell(OFFENDER, crn, offender(crn, None), minutes=59) == "Erased"
        assert await hub.tell(OFFENDER, crn, offender(crn, None), minutes=61) == "CaseOpened"


async def test_so_does_one_that_overtakes_a_chain_of_merges(hub: Hub) -> None:
    for crn in (W, Y):
        await hub.tell(OFFENDER, crn, offender(crn, None))
    await hub.tell(HAPPENED, X, gdpr(X))
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 6))
    assert await hub.rows(RECORDS) == [(W,)]
    assert await hub.tell(HAPPENED, Y, crn_merge(Y, W, 5)) == "RecordErased: the whole case"
    assert await hub.rows(RECORDS) == []


async def test_a_removed_number_that_comes_after_both_is_erased_as_well(hub: Hub) -> None:
    await hub.tell(HAPPENED, X, gdpr(X))
    assert await hub.tell(HAPPENED, X, crn_merge(X, Y, 30)) == "Erased"
    assert await hub.tell(OFFENDER, Y, offender(Y, None), minutes=20) == "Erased"
    assert await hub.rows(RECORDS) == []


async def test_a_removed_number_of_which_something_was_said_since_asks_a_person(hub: Hub) -> None:
    await hub.tell(OFFENDER, Y, offender(Y, None), minutes=70)
    await hub.tell(HAPPENED, X, gdpr(X))
    assert await hub.tell(HAPPENED, X, crn_merge(X, Y, 30)) == "SaidAfterErasure"
    assert await hub.rows(RECORDS) == [(Y,)]


async def test_a_merge_that_was_taken_back_erases_nobody(hub: Hub) -> None:
    await hub.tell(OFFENDER, Y, offender(Y, None))
    await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 40))
    await hub.tell(HAPPENED, X, gdpr(X))
    assert await hub.tell(HAPPENED, X, crn_merge(X, Y, 30)) == "Erased"
    assert await hub.rows(RECORDS) == [(Y,)]


async def test_what_the_prison_says_of_the_removed_number_stays_and_a_prison_merge_goes_the_same_way(hub: Hub) -> None:
    await hub.tell(PRISONER, OLD, prisoner(OLD, bookingId="9"))
    await hub.tell(OFFENDER, X, offender(X, OLD))
    await hub.tell(MOVED, NUMBER, deleted(NUMBER))
    assert (await hub.tell(MOVED, NUMBER, prison_merge(NUMBER, OLD, 5))).startswith("RecordErased")
    assert await hub.rows(RECORDS) == [(X,)]


async def test_a_prisoners_record_that_the_erasure_overtook_erases_the_former_numbers_it_names(hub: Hub) -> None:
    other = "Z8888ZZ"
    await hub.tell(PRISONER, OLD, prisoner(OLD, bookingId="9"))
    await hub.tell(MOVED, NUMBER, deleted(NUMBER))
    former = prisoner(identifiers=[{"type": "MERGED", "value": one} for one in (OLD, other)])
    assert await hub.tell(PRISONER, NUMBER, former, minutes=5) == "RecordErased: the whole case"
    assert await hub.rows(RECORDS) == []
    assert await hub.tell(PRISONER, NUMBER, former, minutes=6) == "Erased"
    for number in (OLD, other):
        assert await hub.tell(PRISONER, number, prisoner(number), minutes=9) == "Erased"
    assert "CaseOpened" in await hub.tell(PRISONER, NUMBER, former, minutes=61)


@pytest.mark.parametrize(("moved_from", "moved_to"), [(NUMBER, OLD), (OLD, NUMBER)])
async def test_an_old_booking_moved_opens_nothing_for_an_erased_number(
    hub: Hub, moved_from: str, moved_to: str
) -> None:
    await hub.tell(MOVED, NUMBER, deleted(NUMBER))
    told = {"bookingId": "9000123", "movedFromNomsNumber": moved_from, "movedToNomsNumber": moved_to}
    name = "prison-offender-events.prisoner.booking.moved"
    assert await hub.tell(MOVED, moved_to, reported(name, 30, **told)) == "Erased"
    assert await hub.one(LIVING_CASES) == 0
    assert "CaseOpened" in await hub.tell(MOVED, moved_to, reported(name, 61, **told))

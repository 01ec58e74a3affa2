"""The history of a source record: every reading once, late ones too; no newer fact gives way to an older one."""

import itertools
from typing import Any

import pytest

from hub.domain.records import LimitSource, PrisonerRecord
from hub.store.records import reading
from tests.actions.sources import NOW, NUMBER, OFFENDER, PNC, PRISONER, SENTENCE, Hub, offender, prisoner

pytestmark = pytest.mark.postgres

KEPT = "select source_time, source_version, kind from reading order by source_time, source_version"
SAID = "select said->'place'->>'location' from reading order by source_time"
DATES = {"bookingId": 9000123, "conditionalReleaseDate": "2028-05-01", "sentenceStartDate": "2025-03-01"}


async def test_a_late_reading_enters_the_history_and_no_newer_fact_gives_way(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(cellLocation="W-2"), minutes=10)
    assert await hub.tell(PRISONER, NUMBER, prisoner(cellLocation="W-1"), minutes=5) == "OlderThanHeld"
    assert await hub.one("select location from custody_record") == "W-2"
    assert await hub.rows(SAID) == [("W-1",), ("W-2",)]
    assert await hub.one("select count(*) from audit where action = 'keep_older_reading'") == 1


async def test_nothing_is_kept_twice(hub: Hub) -> None:
    for _ in range(2):
        await hub.tell(PRISONER, NUMBER, prisoner(), minutes=10)
    ended = [await hub.tell(PRISONER, NUMBER, prisoner(cellLocation="W-1"), minutes=5) for _ in range(2)]
    assert ended == ["OlderThanHeld", "Duplicate"]
    assert await hub.one("select count(*) from reading") == 2


async def test_the_same_word_said_again_later_is_another_reading(hub: Hub) -> None:
    for minutes, cell in ((0, "W-1"), (5, "W-2"), (10, "W-1")):
        await hub.tell(PRISONER, NUMBER, prisoner(cellLocation=cell), minutes=minutes)
    assert await hub.rows(SAID) == [("W-1",), ("W-2",), ("W-1",)]


async def test_a_late_reading_still_gives_its_identifiers(hub: Hub) -> None:
    """An identifier is never taken away, so it counts whenever it comes; here it links the two sides."""
    await hub.tell(PRISONER, NUMBER, prisoner(), minutes=10)
    await hub.tell(OFFENDER, "Z123456", offender(number=None, otherIds={"pncNumber": PNC}))
    assert await hub.one("select count(*) from offender_case where merged_into is null") == 2
    assert await hub.tell(PRISONER, NUMBER, prisoner(pncNumber=PNC), minutes=5) == "OlderThanHeld"
    assert await hub.one("select count(*) from offender_case where merged_into is null") == 1
    assert await hub.one("select count(distinct case_id) from reading") == 1


async def test_readings_come_back_in_the_order_of_their_source_as_records(hub: Hub) -> None:
    for minutes in (7, 3, 5):
        await hub.tell(PRISONER, NUMBER, prisoner(cellLocation=f"W-{minutes}"), minutes=minutes)
    record_id = await hub.one("select id from source_record")
    async with hub.database.transaction(NOW) as tx:
        kept = await reading.readings_of(tx, record_id, PRISONER)
        assert await reading.readings_of(tx, record_id, SENTENCE) == []
    said = [one.said for one in kept]
    assert all(isinstance(one, PrisonerRecord) for one in said)
    assert [one.place.location for one in said if isinstance(one, PrisonerRecord)] == ["W-3", "W-5", "W-7"]
    assert [one.received_at for one in kept] == [NOW] * 3


async def test_two_records_of_one_topic_have_histories_of_their_own(hub: Hub) -> None:
    listed = {"excludedFrom": [{"email": "made.up@example.test"}], "restrictedTo": []}
    await hub.tell(OFFENDER, "Z123456", offender(number=None), minutes=10)
    await hub.tell(OFFENDER, "Z123456", listed, minutes=5)
    kept = await hub.rows("select topic, kind from reading order by topic")
    assert kept == [(OFFENDER, "OffenderRecord"), (f"{OFFENDER}#access-limits", "AccessLimits")]
    assert LimitSource.LIST in {row[0] for row in await hub.rows("select told_by from access_limit")}


async def test_dates_of_a_booking_that_the_prisoner_record_ended_are_kept(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner(legalStatus="REMAND", sentenceStartDate=None), minutes=10)
    assert await hub.tell(SENTENCE, NUMBER, DATES, minutes=3) == "OlderThanHeld"
    assert await hub.one("select count(*) from reading where kind = 'SentenceDates'") == 1
    assert await hub.one("select count(*) from sentence") == 0


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_the_history_is_the_same_in_any_order(hub: Hub, order: tuple[int, ...]) -> None:
    told: list[tuple[dict[str, Any] | None, int]] = [(prisoner(), 4), (prisoner(cellLocation="W-9"), 6), (None, 9)]
    await hub.tell(PRISONER, NUMBER, prisoner(cellLocation="W-0"), version=1)  # a removal must find somebody
    for n in (*order, *order):
        await hub.tell(PRISONER, NUMBER, told[n][0], minutes=told[n][1], version=told[n][1])
    kinds = [row[2] for row in await hub.rows(KEPT)]
    assert kinds == ["PrisonerRecord"] * 3 + ["PrisonerRemoved"]
    assert await hub.one("select state from custody_record") == "REMOVED"

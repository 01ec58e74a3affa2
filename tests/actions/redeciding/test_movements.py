"""Movements from readings of the record and from reports: once each, whatever the order in which they came."""

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.actions.sources import MOVED, NOW, NUMBER, PRISONER, Hub, moved, prisoner, released
from tests.connectors.test_custody_states import OURS, REASONS, rows
from tests.servers import fresh_database

pytestmark = pytest.mark.postgres

MOVEMENTS = """
select direction, kind, agency, (extract(epoch from occurred_at - $1::timestamptz) / 60)::int, (
  select string_agg(told ->> 'publisher', '+' order by told ->> 'publisher') from jsonb_array_elements(evidence) told)
from movement order by occurred_at, direction
"""
UNKNOWN = "select was, now, (extract(epoch from occurred_at - $1::timestamptz) / 60)::int from unknown_movement"
RECORD, LATE, PROMPT = "prisoner-record", "prison-offender-events", "prisoner-offender-search"

INSIDE = prisoner()
OUT_TO_COURT: dict[str, Any] = {
    "status": "ACTIVE OUT",
    "inOutStatus": "OUT",
    "lastMovementTypeCode": "CRT",
    "cellLocation": None,
}
AT_COURT = prisoner(lastMovementReasonCode="CRT", **OUT_TO_COURT)
BACK = prisoner(lastMovementTypeCode="CRT", lastMovementReasonCode="CA")
BETWEEN = prisoner(
    status="INACTIVE TRN", inOutStatus="TRN", lastMovementTypeCode="TRN", prisonId="TRN", cellLocation=None
)
GONE = released()


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


async def read(hub: Hub, minutes: float, record: dict[str, Any] | None, number: str = NUMBER) -> str:
    body = None if record is None else {**record, "prisonerNumber": number}
    return await hub.tell(PRISONER, number, body, minutes=minutes)


async def seen(hub: Hub) -> list[tuple[Any, ...]]:
    return await hub.rows(MOVEMENTS, NOW)


async def test_two_readings_make_a_movement(hub: Hub) -> None:
    await read(hub, 0, INSIDE)
    assert await seen(hub) == []
    assert await read(hub, 5, AT_COURT) == "MovementReported, CustodyChanged"
    assert await read(hub, 9, AT_COURT) == "Unchanged"
    assert await seen(hub) == [("OUT", "COURT", "STI", 5, RECORD)]


async def test_the_event_of_the_same_movement_is_evidence_and_tells_when(hub: Hub) -> None:
    await read(hub, 0, INSIDE)
    await read(hub, 10, AT_COURT)
    row = await hub.one("select id from movement")
    event = moved("released", "SENT_TO_COURT", "CRT", at(4))
    assert await hub.tell(MOVED, NUMBER, event) == "MovementReported"
    assert await hub.tell(MOVED, NUMBER, event) == "Duplicate"
    assert await hub.tell(MOVED, NUMBER, moved("released", "SENT_TO_COURT", None, at(12))) == "MovementReported"
    assert await seen(hub) == [("OUT", "COURT", "STI", 4, f"{LATE}+{PROMPT}+{RECORD}")]
    assert await hub.one("select id from movement") == row
    assert await hub.one("select local_minute from movement") == datetime(2026, 11, 23, 12, 4)


async def test_an_event_that_is_45_minutes_late_is_the_same_movement(hub: Hub) -> None:
    await read(hub, 0, INSIDE)
    await read(hub, 10, AT_COURT)
    await hub.tell(MOVED, NUMBER, moved("released", "SENT_TO_COURT", "CRT", at(55)))
    assert await seen(hub) == [("OUT", "COURT", "STI", 10, f"{LATE}+{RECORD}")]


async def test_both_publishers_45_minutes_apart_tell_of_one_movement(hub: Hub) -> None:
    await hub.tell(MOVED, NUMBER, moved("released", "SENT_TO_COURT", "CRT", at(46)))
    await hub.tell(MOVED, NUMBER, moved("released", "SENT_TO_COURT", None, at(1)))
    assert await seen(hub) == [("OUT", "COURT", "STI", 1, f"{LATE}+{PROMPT}")]


async def test_a_reading_that_comes_late_makes_the_movements_of_its_place(hub: Hub) -> None:
    await read(hub, 0, INSIDE)
    await read(hub, 10, BACK)
    assert await seen(hub) == []
    assert await read(hub, 5, AT_COURT) == "OlderThanHeld"
    assert await seen(hub) == [("OUT", "COURT", "STI", 5, RECORD), ("IN", "COURT", "STI", 10, RECORD)]


async def test_what_no_rule_explains_is_listed_until_a_late_reading_explains_it(hub: Hub) -> None:
    await read(hub, 0, BETWEEN)
    assert await read(hub, 10, GONE) == (
        "MovementUnknown, CustodyChanged, PhaseChanged, EligibilityChanged, ResponsibilityChanged"
    )
    assert await hub.rows(UNKNOWN, NOW) == [("BEING_TRANSFERRED", "RELEASED", 10)]
    assert await read(hub, 11, GONE) == "Unchanged"
    assert len(await hub.rows(UNKNOWN, NOW)) == 1
    await read(hub, 5, INSIDE)
    assert await hub.rows(UNKNOWN, NOW) == []
    assert [row[:2] for row in await seen(hub)] == [("IN", "TRANSFER"), ("OUT", "RELEASE")]


async def test_several_readings_of_one_moment_each_count(hub: Hub) -> None:
    """The broker's time counts milliseconds: a run of records sent at once has one time, and the topic's order."""
    for record in (BETWEEN, GONE, AT_COURT):
        await read(hub, 0, record)
    assert sorted(await hub.rows(UNKNOWN, NOW)) == [
        ("BEING_TRANSFERRED", "RELEASED", 0),
        ("RELEASED", "AT_COURT", 0),
    ]
    await read(hub, -5, INSIDE)
    await read(hub, -3, INSIDE)
    assert [row[:2] for row in await seen(hub)] == [("OUT", "TRANSFER")]
    assert len(await hub.rows(UNKNOWN, NOW)) == 2


async def test_a_removed_record_begins_anew(hub: Hub) -> None:
    await read(hub, 0, INSIDE)
    await read(hub, 5, None)
    await read(hub, 10, GONE)
    assert (await seen(hub), await hub.rows(UNKNOWN, NOW)) == ([], [])


async def test_every_change_is_told_once_and_audited(hub: Hub) -> None:
    await read(hub, 0, INSIDE)
    await read(hub, 10, AT_COURT)
    [payload] = [row[0] for row in await hub.rows("select payload from outbox where type = 'MovementReported'")]
    assert '"timeAssumed": true' in payload or '"timeAssumed":true' in payload
    assert await hub.one("select count(*) from audit") == 2


async def test_every_ordered_pair_of_states_makes_its_movement_or_none(hub: Hub) -> None:
    """Each pair is a person of their own, read five minutes apart; what is expected is the matrix of the states."""
    for n, (was, now, row) in enumerate(rows()):
        number = f"Z{n:04d}YW"
        for minutes, state in ((0, was), (5, now)):
            body = {**json.loads((OURS / f"state-{state}.json").read_text()), "prisonerNumber": number}
            booking = {"bookingId": f"{n}{body['bookingId']}", "bookNumber": f"{n}Z"} if "bookingId" in body else {}
            await read(hub, minutes, {**body, **booking}, number)
        mine = f"where source_record_id = (select id from source_record where key = '{number}')"
        found = await hub.rows(f"select direction, kind, evidence -> 0 ->> 'reason' from movement {mine}")
        unknown = await hub.one(f"select count(*) from unknown_movement {mine}")
        assert (found or [(None, None, None)], unknown) == ([REASONS[row]], int(row == 17)), (was, now)


STORY: list[tuple[str, Any, float]] = [
    ("read", INSIDE, 0),
    ("read", AT_COURT, 10),
    ("told", moved("released", "SENT_TO_COURT", "CRT", at(4)), 0),
    ("told", moved("released", "SENT_TO_COURT", None, at(11)), 0),
    ("read", BACK, 90),
    ("told", moved("received", "RETURN_FROM_COURT", "CA", at(85)), 0),
    ("read", BETWEEN, 200),
    ("read", GONE, 300),
]
TOLD = [
    ("OUT", "COURT", "STI", 4, f"{LATE}+{PROMPT}+{RECORD}"),
    ("IN", "COURT", "STI", 85, f"{LATE}+{RECORD}"),
    ("OUT", "TRANSFER", "STI", 200, RECORD),
]


async def tell(hub: Hub, number: str, story: list[tuple[str, Any, float]]) -> None:
    for what, body, minutes in story:
        if what == "read":
            await read(hub, minutes, {**body, "bookingId": str(int(number[1:5]) + 1)}, number)
        else:
            named = {**body["additionalInformation"], "nomsNumber": number}
            await hub.tell(MOVED, number, {**body, "additionalInformation": named})


@settings(max_examples=25, phases=[Phase.explicit, Phase.generate])
@given(stories=st.lists(st.permutations([*STORY, *STORY[1:4]]), min_size=4, max_size=4))
def test_any_order_and_repetition_ends_the_same(
    postgres_url: str, migrated_template: str, stories: list[list[tuple[str, Any, float]]]
) -> None:
    """Each order is a person of its own, so that one database serves several."""
    with fresh_database(postgres_url, "shuffled", migrated_template) as url:
        asyncio.run(_all_end_the_same(url, stories))


async def _all_end_the_same(url: str, stories: list[list[tuple[str, Any, float]]]) -> None:
    hub = Hub(url)
    of = "where source_record_id = (select id from source_record where key = $2)"
    try:
        for n, story in enumerate(stories):
            number = f"Z{n:04d}YX"
            await tell(hub, number, story)
            found = await hub.rows(MOVEMENTS.replace("from movement", f"from movement {of}"), NOW, number)
            assert found == TOLD
            assert await hub.rows(f"{UNKNOWN} {of}", NOW, number) == [("BEING_TRANSFERRED", "RELEASED", 300)]
    finally:
        await hub.database.close()

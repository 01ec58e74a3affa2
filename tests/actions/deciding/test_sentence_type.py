"""A type of sentence is switched off and on: the clock asks every case with such a sentence anew, and loses none."""

import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hub.actions.deciding.sentence_type import switch_type, types_to_ask
from hub.actions.redeciding.phase import foresee, next_due
from hub.clock.role import decide_due, strike
from hub.domain.access import Actor, Role, Service
from hub.domain.eligibility.switching import SwitchOff, SwitchOn
from hub.errors import BrokenRule, BrokenRules
from tests.actions.sources import NOW, OFFENDER, PRISONER, SUPERVISION, Hub, offender, order, prisoner, supervision

pytestmark = pytest.mark.postgres
OPERATOR = Actor("op", Service.COMMUNITY, frozenset({Role.OPERATOR}))
OFF = SwitchOff(Service.CUSTODY, "ADIMP_ORA", "To match what the area can do", "A. Name, Regional Office")
ON = SwitchOn(Service.CUSTODY, "adimp_ora", "There are enough again")
LATER = NOW + timedelta(minutes=5)
CODED: dict[str, Any] = {"imprisonmentStatus": "ADIMP_ORA", "imprisonmentStatusDescription": "Standard determinate"}
ANSWERS = """select b.key, c.answers->'ELIGIBILITY'->>'outcome', c.answers->'ELIGIBILITY'->>'reason'
  from offender_case c join source_record b on b.case_id = c.id and b.service = 'CUSTODY' order by b.key"""


async def switch(hub: Hub, command: SwitchOff | SwitchOn, *, now: datetime = NOW, key: str | None = None) -> str | int:
    """The key of the switch, or the names of the rules that said no."""
    try:
        return await switch_type(hub.database, OPERATOR, command, cause="request r-1", now=now, idempotency_key=key)
    except BrokenRule as broken:
        return broken.code
    except BrokenRules as several:
        return ", ".join(rule.code for rule in several.rules)


async def inside(hub: Hub, *numbers: str, **given: Any) -> None:
    """Prisoners, each with a sentence of six years of that type."""
    for place, number in enumerate(numbers):
        record = prisoner(number, bookingId=f"77{number[1:5]}{place}", **{**CODED, **given})
        await hub.tell(PRISONER, number, record)


async def answered(hub: Hub) -> dict[str, tuple[str, str]]:
    return {key: (outcome, reason) for key, outcome, reason in await hub.rows(ANSWERS)}


async def told(hub: Hub) -> list[tuple[Any, Any]]:
    rows = await hub.rows("select payload from outbox where type = 'EligibilityChanged' order by seq")
    events = [json.loads(payload) for (payload,) in rows]
    return [(one["before"]["reason"], one["after"]["reason"]) for one in events]


async def go(hub: Hub, now: datetime = LATER) -> int:
    return await decide_due(hub.database, now, asyncio.Event())


YES, HELD = ("YES", "DETERMINATE_12_MONTHS"), ("YES", "HELD_TO_TERMINATION")
NO = ("NO", "SENTENCE_TYPE_SWITCHED_OFF")


async def test_who_has_a_manager_keeps_them_who_comes_later_has_none_and_all_is_told(hub: Hub) -> None:
    await inside(hub, "Z0001ZZ", "Z0002ZZ")
    await inside(hub, "Z0003ZZ", imprisonmentStatus="LASPO_DR", imprisonmentStatusDescription="Another")
    number = await switch(hub, OFF)
    assert await told(hub) == []
    assert await go(hub) == 2
    assert await answered(hub) == {"Z0001ZZ": HELD, "Z0002ZZ": HELD, "Z0003ZZ": YES}
    assert await told(hub) == [("DETERMINATE_12_MONTHS", "HELD_TO_TERMINATION")] * 2
    await inside(hub, "Z0004ZZ")
    assert (await answered(hub))["Z0004ZZ"] == NO
    assert await go(hub) == 0  # once
    assert await switch(hub, ON, now=LATER) == number
    assert await go(hub) == 3
    assert set((await answered(hub)).values()) == {YES}
    assert (await told(hub))[2:] == [
        ("HELD_TO_TERMINATION", "DETERMINATE_12_MONTHS"),
        ("HELD_TO_TERMINATION", "DETERMINATE_12_MONTHS"),
        ("SENTENCE_TYPE_SWITCHED_OFF", "DETERMINATE_12_MONTHS"),
    ]
    audited = await hub.rows("select actor, action, case_ids from audit where action like '%sentence_type' order by id")
    assert audited == [("op", "switch_off_sentence_type", []), ("op", "switch_on_sentence_type", [])]


async def test_a_manager_whom_the_community_record_names_stays(hub: Hub) -> None:
    await inside(hub, "Z0001ZZ")
    await switch(hub, OFF)
    await go(hub)
    await inside(hub, "Z0002ZZ")
    assert (await answered(hub))["Z0002ZZ"] == NO
    await hub.tell(SUPERVISION, "Z222222", supervision("Z01T011", order(length=1, lengthUnits="Months")), minutes=6)
    await hub.tell(OFFENDER, "Z222222", offender("Z222222", "Z0002ZZ"), minutes=6)
    assert (await answered(hub))["Z0002ZZ"] == ("YES", "NAMED_BY_COMMUNITY_RECORD")
    flags = "select answers->'ELIGIBILITY'->'flags' from offender_case where om_team_code = 'Z01T01'"
    assert json.loads(await hub.one(flags)) == ["NAMED_WHERE_THE_TABLE_SAYS_NO"]


async def test_days_that_come_are_kept_by_the_clock(hub: Hub) -> None:
    await inside(hub, "Z0001ZZ")
    days = {"first_on": date(2026, 12, 1), "last_on": date(2026, 12, 31)}
    await switch(hub, SwitchOff(Service.CUSTODY, "Standard determinate", "Said why", "A. Name", **days))
    again = "select ask_again_on from offender_case"
    assert await hub.one(again) != date(2026, 12, 1)
    assert await go(hub) == 1
    assert (await answered(hub), await hub.one(again)) == ({"Z0001ZZ": YES}, date(2026, 12, 1))
    [due] = await next_due(hub.database, datetime(2026, 12, 1, 0, 30, tzinfo=UTC), 0)
    [change] = await foresee(hub.database, due, datetime(2026, 12, 1, 0, 30, tzinfo=UTC))
    assert change.name == "EligibilityChanged"
    assert await strike(hub.database, datetime(2026, 12, 1, 0, 30, tzinfo=UTC), asyncio.Event()) == 1
    assert (await answered(hub), await hub.one(again)) == ({"Z0001ZZ": HELD}, date(2027, 1, 1))
    # after the last day the type may be switched off again: the old switch makes place
    assert await strike(hub.database, datetime(2027, 1, 1, 0, 30, tzinfo=UTC), asyncio.Event()) == 1
    assert await answered(hub) == {"Z0001ZZ": YES}
    anew = SwitchOff(Service.CUSTODY, "Standard determinate", "Said why", "A. Name")
    assert isinstance(await switch(hub, anew, now=datetime(2027, 1, 2, tzinfo=UTC)), int)
    assert await hub.rows("select ended_at is null, ending_reason from sentence_type_switch order by id") == [
        (False, None),
        (True, None),
    ]


async def test_a_clock_that_is_stopped_half_way_begins_again_and_repeats_no_event(hub: Hub) -> None:
    await inside(hub, "Z0001ZZ", "Z0002ZZ", "Z0003ZZ")
    await switch(hub, OFF)
    stop = asyncio.Event()
    stop.set()
    assert await decide_due(hub.database, LATER, stop) == 0
    assert await types_to_ask(hub.database, LATER) != {}
    [first, *_] = await next_due(hub.database, LATER, 0)
    assert first.rule == "SentenceTypeSwitched"
    moved = prisoner("Z0001ZZ", bookingId="7700010", **CODED, cellLocation="W-1-003")
    await hub.tell(PRISONER, "Z0001ZZ", moved, minutes=1)  # its own record comes first: it is asked with that
    assert await told(hub) == [("DETERMINATE_12_MONTHS", "HELD_TO_TERMINATION")]
    assert await go(hub) == 3
    assert len(await told(hub)) == 3
    assert await types_to_ask(hub.database, LATER) == {}
    assert await go(hub) == 0


async def test_a_case_that_fails_is_left_and_the_switch_waits_for_it(hub: Hub) -> None:
    await inside(hub, "Z0001ZZ", "Z0002ZZ")
    await switch(hub, OFF)
    broken, sound = [row[0] for row in await hub.rows("select id from offender_case order by id")]
    spoilt = "update custody_record set told = '{\"state\": 1}' where case_id = $1 returning case_id"
    await hub.rows(spoilt, broken)
    assert await go(hub) == 2
    assert (await answered(hub))["Z0002ZZ"] == HELD
    assert len(await types_to_ask(hub.database, LATER)) == 1
    await hub.rows("update custody_record set told = null where case_id = $1 returning case_id", broken)
    assert await go(hub) == 2
    assert await types_to_ask(hub.database, LATER) == {}
    assert sound != broken


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (SwitchOff(Service.COMMUNITY, "ADIMP_ORA", "Said why", "A. Name"), "TypeNotKnown"),
        (SwitchOff(Service.CUSTODY, " ", "Said why", "A. Name"), "TypeNotKnown"),
        (SwitchOn(Service.CUSTODY, "ADIMP_ORA", "Said why"), "NotSwitchedOff"),
        (SwitchOff(Service.CUSTODY, "ADIMP_ORA", "", ""), "DeciderNeeded, ReasonNeeded"),
    ],
)
async def test_refusals_by_name_leave_everything_as_it_was(hub: Hub, command: SwitchOff | SwitchOn, code: str) -> None:
    await inside(hub, "Z0001ZZ")
    assert await switch(hub, command) == code
    assert await hub.one("select count(*) from sentence_type_switch") == 0
    assert await go(hub) == 0


async def test_two_at_once_and_the_same_key_switch_once(hub: Hub) -> None:
    await inside(hub, "Z0001ZZ")
    both = await asyncio.gather(switch(hub, OFF), switch(hub, OFF))
    assert sorted(isinstance(one, int) for one in both) == [False, True]
    assert "SwitchedOffAlready" in both
    await switch(hub, ON)
    first = await switch(hub, OFF, key="k-1")
    assert await switch(hub, OFF, key="k-1") == first
    assert await hub.one("select count(*) from sentence_type_switch where ended_at is null") == 1
    actor = Actor("m", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T019", 1, "Z01T01")
    with pytest.raises(BrokenRule) as refused:
        await switch_type(hub.database, actor, OFF, cause="request r-1", now=NOW)
    assert refused.value.code == "SwitchingNotYours"


async def test_the_type_is_kept_with_the_sentence_and_key_dates_leave_it(hub: Hub) -> None:
    await inside(hub, "Z0001ZZ")
    await hub.tell(
        "custody.sentence.snapshot.v1",
        "Z0001ZZ",
        {"bookingId": "7700010", "sentenceStartDate": "2025-03-01", "sentenceExpiryDate": "2031-02-27"},
        minutes=5,
    )
    kept = await hub.rows("select type_code, description, expires_on from sentence")
    assert kept == [("ADIMP_ORA", "Standard determinate", date(2031, 2, 27))]

"""The community's records: who manages, the sentences, who may see the case."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.actions.sources import (
    CRN,
    HAPPENED,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    Hub,
    created,
    offender,
    order,
    prisoner,
    supervision,
)

pytestmark = pytest.mark.postgres
UNPLANNED = "OffenderManagerChanged, HandoverUnplanned"
CHAIN = (
    "select s.code, lower(h.during), upper(h.during), h.start_assumed, h.cause, h.flags "
    "from offender_manager_holder h left join staff s on s.id = h.staff_id order by h.during"
)
SENTENCED = datetime.fromisoformat("2025-03-01T00:00:00+00:00")
FLAG = ["UNPLANNED_HANDOVER"]


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


async def test_the_manager_holds_the_case_from_the_spans_start(hub: Hub) -> None:
    assert await hub.tell(SUPERVISION, CRN, supervision()) == "CaseOpened"
    assert await hub.rows(CHAIN) == [("Z01T011", SENTENCED, None, True, "COMMUNITY_RECORD", [])]
    reach = "select om_team_code, om_staff_id = (select id from staff) from offender_case"
    assert await hub.rows(reach) == [("Z01T01", True)]


async def test_a_change_of_manager_is_a_handover_at_its_time(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    assert await hub.tell(SUPERVISION, CRN, supervision("Z01T022", team="Z01T02"), minutes=30) == UNPLANNED
    assert await hub.rows(CHAIN) == [
        ("Z01T011", SENTENCED, at(30), True, "COMMUNITY_RECORD", []),
        ("Z01T022", at(30), None, True, "COMMUNITY_RECORD", FLAG),
    ]
    assert await hub.one("select om_team_code from offender_case") == "Z01T02"


async def test_unallocated_is_a_state_with_a_due_time(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision(None))
    [(staff, due)] = await hub.rows("select staff_id, due_at from offender_manager_holder")
    assert (staff, due) == (None, datetime.fromisoformat("2025-03-06T00:00:00+00:00"))  # sentenced on a Saturday
    assert await hub.rows("select om_staff_id, om_team_code from offender_case") == [(None, "Z01T01")]
    assert await hub.one("select count(*) from staff") == 0  # who stands for nobody is nobody
    await hub.tell(SUPERVISION, CRN, supervision(), minutes=60)
    assert [row[:3] for row in await hub.rows(CHAIN)] == [(None, SENTENCED, at(60)), ("Z01T011", at(60), None)]


async def test_where_nobody_is_told_the_case_is_unallocated_until_somebody_is(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    assert [row[:5] for row in await hub.rows(CHAIN)] == [(None, SENTENCED, None, False, "NOT_KNOWN")]
    await hub.tell(OFFENDER, CRN, offender())
    await hub.tell(SUPERVISION, CRN, supervision(), minutes=60)
    assert [row[:5] for row in await hub.rows(CHAIN)] == [("Z01T011", SENTENCED, None, True, "COMMUNITY_RECORD")]


async def test_a_manager_without_a_sentence_holds_from_the_reading_and_covers_the_span_that_comes(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, {"communityManager": supervision()["communityManager"], "supervisions": []})
    assert [row[:3] for row in await hub.rows(CHAIN)] == [("Z01T011", at(0), None)]
    assert await hub.one("select count(*) from span") == 0
    await hub.tell(SUPERVISION, CRN, supervision(), minutes=5)
    assert [row[:3] for row in await hub.rows(CHAIN)] == [("Z01T011", SENTENCED, None)]


@pytest.mark.parametrize("same_moment", [True, False])
async def test_fifty_changes_of_manager_at_once(hub: Hub, same_moment: bool) -> None:
    await hub.tell(SUPERVISION, CRN, supervision("Z01T000"), minutes=-1)
    tellings = (
        hub.tell(SUPERVISION, CRN, supervision(f"Z01T0{n:02d}"), minutes=0 if same_moment else n) for n in range(1, 51)
    )
    ended = await asyncio.gather(*tellings)
    assert set(ended) <= {UNPLANNED, "OlderThanHeld"}
    chain = await hub.rows(CHAIN)
    assert len(chain) == 1 + ended.count(UNPLANNED)
    assert [row[2] for row in chain[:-1]] == [row[1] for row in chain[1:]]  # each begins where the one before ends
    assert chain[0][1] == SENTENCED
    assert chain[-1][2] is None
    if not same_moment:
        assert chain[-1][0] == "Z01T050"
    assert await hub.one("select om_staff_id from offender_case") == await hub.one(
        "select staff_id from offender_manager_holder where current"
    )


async def test_overlapping_and_consecutive_sentences_form_one_span(hub: Hub) -> None:
    first = order(1, active=False, date="2024-01-01", terminationDate="2024-06-30")
    second = order(2, active=False, date="2024-07-01", terminationDate="2024-12-31")
    third = order(3, date="2025-03-01")
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", first, second, third))
    spans = await hub.rows("select lower(during), upper(during) from span order by during")
    assert spans == [
        (datetime.fromisoformat("2024-01-01T00:00:00+00:00"), datetime.fromisoformat("2025-01-01T00:00:00+00:00")),
        (SENTENCED, None),
    ]
    assert await hub.one("select count(distinct span_id) from sentence") == 2
    assert (await hub.rows(CHAIN))[0][1] == spans[0][0]  # the first manager known covers from the first span's start


async def test_a_span_grows_and_keeps_its_row(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    row = await hub.one("select id from span")
    earlier = order(2, date="2024-12-01", active=False, terminationDate="2025-04-01")
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", order(), earlier), minutes=5)
    assert await hub.rows("select id, lower(during)::text from span") == [(row, "2024-12-01 00:00:00+00")]
    assert str((await hub.rows(CHAIN))[0][1]) == "2024-12-01 00:00:00+00:00"


async def test_every_sentence_ended(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", order(active=False, terminationDate="2026-11-20")))
    assert await hub.rows("select phase, phase_flags from offender_case") == [("TERMINATED", [])]


@pytest.mark.parametrize(
    ("line", "phase"),
    [
        (order(), "COMMUNITY"),
        ({**order(), "sentence": None}, "PRE_SENTENCE"),
        (order(active=False), "TERMINATED"),
        (order(active=False, terminationDate="2026-11-23"), "TERMINATED"),  # today, and the record says so
        (order(terminationDate="2026-12-24"), "COMMUNITY"),  # in a month
        ({**order(), "active": False, "sentence": None}, None),
    ],
)
async def test_the_phase_outside_custody(hub: Hub, line: dict[str, Any], phase: str | None) -> None:
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", line))
    assert await hub.one("select phase from offender_case") == phase


LIMITS = {"excludedFrom": [{"email": "Out@hub.invalid"}], "restrictedTo": [{"email": "in@hub.invalid"}]}


async def test_who_may_see_the_case(hub: Hub) -> None:
    await hub.tell(OFFENDER, CRN, offender(number=None, currentRestriction=True))
    assert await hub.rows("select kind, email, told_by from access_limit") == [("RESTRICTION", None, "DETAILS")]
    assert await hub.one("select limited from offender_case") is True
    # the list comes with another body on the same topic: read apart, so an earlier time does not make it old
    assert await hub.tell(OFFENDER, CRN, LIMITS, minutes=-5) == "Unchanged"
    assert await hub.rows("select kind, email from access_limit where told_by = 'LIST' order by kind") == [
        ("EXCLUSION", "out@hub.invalid"),
        ("RESTRICTION", "in@hub.invalid"),
    ]
    await hub.tell(OFFENDER, CRN, {"excludedFrom": [], "restrictedTo": []}, minutes=5)
    assert await hub.one("select limited from offender_case") is True
    assert await hub.tell(OFFENDER, CRN, offender(number=None), minutes=9) == "AccessLimitsChanged"
    assert await hub.one("select limited from offender_case") is False


async def test_details_removed_leave_the_limits(hub: Hub) -> None:
    await hub.tell(OFFENDER, CRN, offender(number=None, currentExclusion=True))
    assert await hub.tell(OFFENDER, CRN, None, minutes=5) == "PersonDetailsChanged"
    assert await hub.rows("select surname, limited from offender_case") == [(None, True)]


async def test_supervision_removed_leaves_the_history_of_holders(hub: Hub) -> None:
    await hub.tell(OFFENDER, CRN, offender(number=None))
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(SUPERVISION, CRN, None, minutes=5)
    assert await hub.rows("select phase, om_team_code from offender_case") == [(None, None)]
    assert await hub.rows("select count(*) from span union all select count(*) from sentence") == [(0,), (0,)]
    assert [row[0] for row in await hub.rows(CHAIN)] == ["Z01T011"]


async def test_a_case_created_twice_is_one(hub: Hub) -> None:
    assert await hub.tell(HAPPENED, CRN, created()) == "CaseOpened"
    assert await hub.tell(HAPPENED, CRN, created()) == "Unchanged"
    assert await hub.one("select count(*) from offender_case") == 1

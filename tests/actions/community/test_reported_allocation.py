"""Allocations of community managers as events report them."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.actions.sources import CRN, HAPPENED, NOW, SUPERVISION, Hub, happened, supervision

pytestmark = pytest.mark.postgres
HELD = (
    "select a.kind, s.code, a.sentence_reference, a.started_at, a.start_assumed, a.awaiting_detail "
    "from reported_allocation a left join staff s on s.id = a.staff_id"
)


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


async def test_an_allocation_waits_for_its_detail(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    thin = happened("event.manager.allocated", minutes=1, allocationId="a1")
    assert await hub.tell(HAPPENED, CRN, thin) == "ManagerAllocationReported"
    assert await hub.rows(HELD) == [("SENTENCE", None, None, at(1), False, True)]


@pytest.mark.parametrize("detail_first", [False, True])
async def test_the_detail_wins_whichever_comes_first(hub: Hub, detail_first: bool) -> None:
    thin = happened("event.manager.allocated", minutes=1, allocationId="a1")
    detail = happened("event.manager.allocated", allocationId="a1", staffCode="Z01T011", eventNumber=2)
    for told in (detail, thin) if detail_first else (thin, detail):
        await hub.tell(HAPPENED, CRN, told)
    assert await hub.rows(HELD) == [("SENTENCE", "Z01T011", "sentence 2", at(0), False, False)]


CHAIN = (
    "select s.code, lower(h.during), h.start_assumed, h.cause from offender_manager_holder h "
    "left join staff s on s.id = h.staff_id order by h.during"
)
SENTENCED = datetime.fromisoformat("2025-03-01T00:00:00+00:00")


def allocated(minutes: float, staff: str | None = "Z01T011", **changes: Any) -> dict[str, Any]:
    named = {"allocationId": f"p{minutes}", **({"staffCode": staff} if staff else {})}
    return happened("person.community.manager.allocated", minutes=minutes, **named) | changes


@pytest.mark.parametrize("report_first", [True, False])
async def test_the_reported_start_is_since_when_the_manager_holds(hub: Hub, report_first: bool) -> None:
    record, report = (SUPERVISION, supervision(), 30), (HAPPENED, allocated(9), 40)
    for topic, body, minutes in (report, record) if report_first else (record, report):
        await hub.tell(topic, CRN, body, minutes=minutes)
    assert await hub.rows(CHAIN) == [
        (None, SENTENCED, False, "NOT_KNOWN"),
        ("Z01T011", at(9), False, "COMMUNITY_RECORD"),
    ]
    assert await hub.rows(f"{HELD} where a.kind = 'PERSON'") == [("PERSON", "Z01T011", None, at(9), False, False)]


async def test_both_starts_move_as_their_reports_come(hub: Hub) -> None:
    """The second report comes first, and reaches before the first manager's start of old."""
    await hub.tell(SUPERVISION, CRN, supervision(), minutes=5)
    await hub.tell(SUPERVISION, CRN, supervision("Z01T022"), minutes=60)
    for report in (allocated(50, "Z01T022"), allocated(2)):
        await hub.tell(HAPPENED, CRN, report)
    assert [row[:2] for row in await hub.rows(CHAIN)] == [(None, SENTENCED), ("Z01T011", at(2)), ("Z01T022", at(50))]


async def test_an_allocation_to_a_sentence_says_nothing_of_who_holds_the_case(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision(), minutes=30)
    order = happened("event.manager.allocated", minutes=9, allocationId="a1", staffCode="Z01T011")
    await hub.tell(HAPPENED, CRN, order)
    assert await hub.rows(CHAIN) == [("Z01T011", SENTENCED, True, "COMMUNITY_RECORD")]

"""Allocations of community managers as events report them."""

from datetime import datetime, timedelta

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

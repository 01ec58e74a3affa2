"""A plan closes with its span, and opens again where the end was a mistake; nobody has to do it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from hub.actions.redeciding.follow_spans import follow_spans
from hub.domain.access import Service
from hub.store.database import Database
from hub.store.plan.plan import plan_change, sentence_plan
from tests.actions.plan.made_up_case import NOW, MadeUpCase, MadeUpPlan

pytestmark = pytest.mark.postgres


async def end_span(database: Database, at: datetime | None) -> None:
    async with database.transaction(NOW) as tx:
        await tx.execute(text("update span set during = tstzrange(lower(during), :at)"), {"at": at})


async def follow(database: Database, case_id: int) -> int:
    async with database.transaction(NOW) as tx:
        found = await follow_spans(tx, case_id, service=Service.COMMUNITY, cause="topic/0/1")
        await tx.record(actor="t", service="T", action="t", case_ids=[case_id], why="t", cause="t")
        return found


ENDS = [
    # when the span ends, how the plan stands
    (None, "ACTIVE"),
    (NOW + timedelta(days=1), "ACTIVE"),
    (NOW, "CLOSED"),
    (NOW - timedelta(days=1), "CLOSED"),
]


@pytest.mark.parametrize(("end", "status"), ENDS)
async def test_a_plan_stands_as_its_span(
    database: Database, case: MadeUpCase, plan: MadeUpPlan, end: Any, status: str
) -> None:
    await end_span(database, end)
    assert await follow(database, case.id) == (1 if status == "CLOSED" else 0)
    assert await follow(database, case.id) == 0
    async with database.transaction(NOW) as tx:
        (held,) = await tx.rows(select(sentence_plan))
    assert held.status == status


async def test_a_plan_opens_again(database: Database, case: MadeUpCase, plan: MadeUpPlan) -> None:
    await end_span(database, NOW)
    await follow(database, case.id)
    await end_span(database, None)
    await follow(database, case.id)
    async with database.transaction(NOW) as tx:
        lines = await tx.rows(select(plan_change).order_by(plan_change.c.plan_version.desc()).limit(2))
    assert [line.event for line in lines] == ["PlanReopened", "PlanClosed"]
    assert [(line.plan_version, line.node_version) for line in lines] == [(6, 6), (5, 5)]
    assert [(line.actor_id, line.actor_role, line.cause) for line in lines] == [(None, "HUB", "topic/0/1")] * 2

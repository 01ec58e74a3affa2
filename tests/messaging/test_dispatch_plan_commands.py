"""Plan commands through the dispatcher: effect and answer in one transaction; what can't be read parks the rest."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from hub.connectors.connector import Message
from hub.messaging.dispatch import Dispatcher
from hub.messaging.outcome import End
from hub.store.database import Database
from tests.actions.plan.made_up_case import NOW, MadeUpCase, MadeUpPlan, made_up_case, made_up_plan

pytestmark = pytest.mark.postgres
TOPIC = "custody.plan.command.v1"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


def command(case: MadeUpCase, plan: MadeUpPlan, **other: Any) -> dict[str, Any]:
    return {
        "commandId": "c1",
        "command": "StartIntervention",
        "prisonNumber": case.prison_number,
        "planId": str(plan.id),
        "nodeId": str(plan.intervention),
        "expectedVersion": 1,
        "staffCode": case.os.staff_code,
        **other,
    }


def message(case: MadeUpCase, body: Any, offset: int) -> Message:
    value = json.dumps(body).encode()
    return Message(TOPIC, 0, offset, case.prison_number.encode(), value, (), datetime.now(UTC))


async def counted(database: Database) -> tuple[int, int]:
    """How many changes of plans, how many answers."""
    async with database.transaction(NOW) as tx:
        statement = "select (select count(*) from plan_change), count(*) from outbox where aggregatetype = 'plan-reply'"
        (row,) = await tx.rows(text(statement))
    return row[0], row[1]


async def test_a_command_and_its_redelivery(database: Database) -> None:
    case = await made_up_case(database)
    plan = await made_up_plan(database, case)
    dispatcher = Dispatcher(database)
    body = command(case, plan)
    done = await dispatcher.handle(message(case, body, 1))
    assert (done.end, done.detail) == (End.APPLIED, "done")
    assert await counted(database) == (5, 1)
    again = await dispatcher.handle(message(case, body, 1))
    assert (again.end, again.code) == (End.IGNORED, "AlreadySeen")
    sent_again = await dispatcher.handle(message(case, {**body, "occurredAt": "2026-03-02T09:00:00Z"}, 2))
    assert (sent_again.end, sent_again.detail) == (End.APPLIED, "done, answered again")
    assert await counted(database) == (5, 2)


async def test_a_refusal_is_an_answer_and_parks_nothing(database: Database) -> None:
    case = await made_up_case(database)
    plan = await made_up_plan(database, case)
    dispatcher = Dispatcher(database)
    late = await dispatcher.handle(message(case, command(case, plan, expectedVersion=9), 1))
    assert (late.end, late.detail) == (End.APPLIED, "refused: VersionNotReached")
    fine = await dispatcher.handle(message(case, command(case, plan, commandId="c2"), 2))
    assert (fine.end, fine.detail) == (End.APPLIED, "done")
    assert await counted(database) == (5, 2)


async def test_what_does_not_fit_the_contract_parks_what_follows(database: Database) -> None:
    case = await made_up_case(database)
    plan = await made_up_plan(database, case)
    dispatcher = Dispatcher(database)
    unfit = await dispatcher.handle(message(case, command(case, plan, expectedVersion="1"), 1))
    assert (unfit.end, unfit.code) == (End.REJECTED, "InvalidCommand")
    behind = await dispatcher.handle(message(case, command(case, plan, commandId="c2"), 2))
    assert (behind.end, behind.code) == (End.REJECTED, "Parked")
    assert await counted(database) == (4, 0)

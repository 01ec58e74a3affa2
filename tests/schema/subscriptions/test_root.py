"""The subscriptions over the real executor and database: content, order, resuming, and who sees what."""

import asyncio
import gc
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from msgspec.structs import replace
from sqlalchemy import update

from hub.actions.plan.change import change_plan
from hub.domain.access import Actor, Role
from hub.domain.plan import StepStatus
from hub.domain.plan.commands import PlanCommand, RecordStepProgress
from hub.reads.ids import global_id
from hub.reads.reader import Reader
from hub.schema.executing.executor import Executor
from hub.schema.live import Live
from hub.schema.request import Answer, Request
from hub.schema.schema import Contract, build
from hub.schema.subscriptions.root import actor_label, event_id
from hub.store.case import lock, offender_case
from hub.store.database import Database
from hub.store.messages.outbox import OutgoingEvent, outbox, publish
from tests.actions.plan.made_up_case import NOW, MadeUpCase, MadeUpPlan, made_up_case, made_up_plan
from tests.waiting import until

pytestmark = pytest.mark.postgres

PLAN_CHANGED = """
subscription ($caseId: ID, $planId: ID, $after: String) {
  planChanged(caseId: $caseId, planId: $planId, after: $after) {
    id sequence type occurredAt service actor planVersion node nodeId nodeVersion before after
    case { id version }
    plan { id version objectives { interventions { steps { id version status progress } } } }
  }
}
"""
CASE_CHANGED = """
subscription ($caseId: ID!, $after: String) {
  caseChanged(caseId: $caseId, after: $after) { id sequence type service actor case { id } }
}
"""


@dataclass
class World:
    """A made-up case with its plan, another case, and what serves subscriptions."""

    database: Database
    live: Live
    executor: Executor
    case: MadeUpCase
    plan: MadeUpPlan
    other: MadeUpCase

    def follow(self, actor: Actor | None, query: str, **variables: Any) -> "Heard":
        return Heard(self.executor, Request(query, None, variables, "request-1", actor))

    async def progress(self, note: str, version: int) -> None:
        command = RecordStepProgress(self.plan.step, version, StepStatus.IN_PROGRESS, note)
        await self.change(self.case.os, command)

    async def change(self, actor: Actor, command: PlanCommand) -> None:
        await change_plan(self.database, actor, command, cause="request/test", now=NOW)

    @property
    def case_id(self) -> str:
        return global_id("Case", self.case.id)


class Heard:
    """What one subscription has answered so far."""

    def __init__(self, executor: Executor, request: Request) -> None:
        self.answers: list[Answer] = []
        self._task = asyncio.create_task(self._take(executor, request))

    async def _take(self, executor: Executor, request: Request) -> None:
        async with aclosing(executor.subscribe(request)) as answers:
            async for answer in answers:
                self.answers.append(answer)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [orjson.loads(answer.body) for answer in self.answers]

    async def events(self, count: int) -> list[Mapping[str, Any]]:
        await until(lambda: len(self.answers) >= count, what=f"{count} events")
        assert all("errors" not in body for body in self.bodies), self.bodies
        return [next(iter(body["data"].values())) for body in self.bodies]

    async def refusal(self) -> str:
        """The code that ended it."""
        await asyncio.wait_for(self._task, 10)
        assert self.answers[-1].request_error
        return str(self.bodies[-1]["errors"][0]["extensions"]["code"])

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


@pytest.fixture(scope="module")
def contract() -> Contract:
    """Put together once: it is the same for every test."""
    return build()


@pytest.fixture
async def world(database_url: str, contract: Contract) -> AsyncIterator[World]:
    database = Database(database_url)
    case = await made_up_case(database)
    plan = await made_up_plan(database, case)
    other = await made_up_case(database, 2)
    reader, live = Reader(database_url), Live(database)
    await live.start()
    executor = Executor(contract, reader, database, development=True, live=live)
    yield World(database, live, executor, case, plan, other)
    await live.close()
    await reader.close()
    await database.close()


async def begun(world: World, heard: Heard) -> None:
    """Until the subscription follows the case: what happens from now on reaches it."""
    await until(lambda: world.live._followers or heard.answers)


async def test_a_change_of_the_plan_arrives_with_its_content(world: World) -> None:
    heard = world.follow(world.case.om, PLAN_CHANGED, caseId=world.case_id)
    await begun(world, heard)
    await world.progress("met on Monday", 1)
    (event,) = await heard.events(1)
    assert (event["type"], event["node"], event["nodeVersion"]) == ("StepProgressRecorded", "STEP", 2)
    assert (event["service"], event["actor"]) == ("CUSTODY", "Offender Supervisor PRISON1")
    assert event["nodeId"] == global_id("Step", world.plan.step)
    assert (event["before"]["status"], event["after"]["status"]) == ("NOT_STARTED", "IN_PROGRESS")
    assert event["after"]["progress"] == "met on Monday"
    assert event["case"]["id"] == world.case_id
    assert event["plan"]["version"] == event["planVersion"]
    (objective,) = event["plan"]["objectives"]
    assert objective["interventions"][0]["steps"][0]["progress"] == "met on Monday"
    assert heard.answers[0].outcome == "OK"
    assert list(heard.answers[0].case_ids) == [world.case.id]
    await heard.stop()


async def test_an_event_without_anything_read_names_its_case_for_the_audit(world: World) -> None:
    query = "subscription ($caseId: ID) { planChanged(caseId: $caseId) { type after } }"
    heard = world.follow(world.case.om, query, caseId=world.case_id)
    await begun(world, heard)
    await world.progress("a", 1)
    await heard.events(1)
    assert list(heard.answers[0].case_ids) == [world.case.id]
    await heard.stop()


async def test_one_goes_on_from_the_last_id_without_loss_or_doubles(world: World) -> None:
    heard = world.follow(world.case.om, PLAN_CHANGED, caseId=world.case_id)
    await begun(world, heard)
    await world.progress("a", 1)
    last = (await heard.events(1))[0]["id"]
    await heard.stop()
    await world.progress("b", 2)
    await world.progress("c", 3)
    again = world.follow(world.case.om, PLAN_CHANGED, caseId=world.case_id, after=last)
    assert [event["after"]["progress"] for event in await again.events(2)] == ["b", "c"]
    await world.progress("d", 4)
    assert [event["after"]["progress"] for event in await again.events(3)] == ["b", "c", "d"]
    assert [event["planVersion"] for event in await again.events(3)] == sorted(
        {event["planVersion"] for event in await again.events(3)}
    )
    await again.stop()


async def test_both_services_hear_the_same(world: World) -> None:
    manager = world.follow(world.case.om, PLAN_CHANGED, caseId=world.case_id)
    supervisor = world.follow(world.case.os, PLAN_CHANGED, planId=global_id("SentencePlan", world.plan.id))
    await until(lambda: len(world.live._followers.get(world.case.id, ())) == 2)
    await world.progress("a", 1)
    assert await manager.events(1) == await supervisor.events(1)
    await manager.stop()
    await supervisor.stop()


async def test_a_case_is_followed_with_all_that_happens_to_it(world: World) -> None:
    heard = world.follow(world.case.om, CASE_CHANGED, caseId=world.case_id, after=event_id(world.case.id, 0))
    types = [event["type"] for event in await heard.events(4)]
    assert types == ["PlanCreated", "ObjectiveAdded", "InterventionAdded", "StepAdded"]
    await world.progress("a", 1)
    events = await heard.events(5)
    assert [event["sequence"] for event in events] == [1, 2, 3, 4, 5]
    await heard.stop()


async def test_who_may_not_read_plans_hears_nothing_of_them(world: World) -> None:
    clerk = replace(world.case.om, roles=frozenset({Role.CASE_ADMINISTRATOR}))
    assert await world.follow(clerk, PLAN_CHANGED, caseId=world.case_id).refusal() == "FORBIDDEN"
    heard = world.follow(clerk, CASE_CHANGED, caseId=world.case_id, after=event_id(world.case.id, 0))
    await until(lambda: any(f.seen == 4 for f in world.live._followers.get(world.case.id, ())))
    assert heard.answers == []
    await heard.stop()


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    (PLAN_CHANGED, {}, "BAD_USER_INPUT"),
    (PLAN_CHANGED, {"caseId": "OWN", "planId": "OWN"}, "BAD_USER_INPUT"),
    (PLAN_CHANGED, {"caseId": "nonsense"}, "BAD_USER_INPUT"),
    (PLAN_CHANGED, {"caseId": ""}, "BAD_USER_INPUT"),
    (PLAN_CHANGED, {"caseId": global_id("Step", 1)}, "BAD_USER_INPUT"),
    (PLAN_CHANGED, {"caseId": global_id("Case", 999_999)}, "NOT_FOUND"),
    (PLAN_CHANGED, {"caseId": "OTHER"}, "NOT_FOUND"),
    (PLAN_CHANGED, {"planId": global_id("SentencePlan", 999_999)}, "NOT_FOUND"),
    (CASE_CHANGED, {"caseId": "OTHER"}, "NOT_FOUND"),
    (CASE_CHANGED, {"caseId": global_id("Case", 2**62)}, "NOT_FOUND"),
    (CASE_CHANGED, {"caseId": "OWN", "after": "nonsense"}, "BAD_USER_INPUT"),
    (CASE_CHANGED, {"caseId": "OWN", "after": ""}, "BAD_USER_INPUT"),
    (CASE_CHANGED, {"caseId": "OWN", "after": "é"}, "BAD_USER_INPUT"),
    (CASE_CHANGED, {"caseId": "OWN", "after": event_id(999_999, 1)}, "BAD_USER_INPUT"),
    (CASE_CHANGED, {"caseId": "OWN", "after": "OWN+999"}, "RESYNC_NEEDED"),
    (CASE_CHANGED, {"caseId": "OWN", "after": "OWN+99999999999999999999"}, "BAD_USER_INPUT"),
    (CASE_CHANGED, {}, "BAD_USER_INPUT"),
    (CASE_CHANGED, {"caseId": None}, "BAD_USER_INPUT"),
]


@pytest.mark.parametrize(("query", "variables", "code"), REFUSED, ids=[f"{row[1]}"[:50] for row in REFUSED])
async def test_what_can_not_be_followed_is_refused_by_name(
    world: World, query: str, variables: dict[str, Any], code: str
) -> None:
    stand_ins = {
        "OWN": world.case_id,
        "OTHER": global_id("Case", world.other.id),
        "OWN+999": event_id(world.case.id, 999),
        "OWN+99999999999999999999": event_id(world.case.id, 99999999999999999999),
    }
    given = {name: stand_ins.get(value, value) for name, value in variables.items()}
    assert await world.follow(world.case.om, query, **given).refusal() == code
    assert world.live._followers == {}


@pytest.mark.parametrize("named", ["caseId", "planId"])
async def test_an_empty_id_is_told_as_one_that_names_nothing(world: World, named: str) -> None:
    heard = world.follow(world.case.om, PLAN_CHANGED, **{named: ""})
    assert await heard.refusal() == "BAD_USER_INPUT"
    assert (
        heard.bodies[-1]["errors"][0]["message"] == "The id is none of the hub's: send one as the hub gave it, whole."
    )


async def test_without_a_token_nothing_is_followed(world: World) -> None:
    assert await world.follow(None, CASE_CHANGED, caseId=world.case_id).refusal() == "UNAUTHENTICATED"


async def test_an_id_that_is_too_old_needs_a_new_start(world: World) -> None:
    async with world.database.transaction() as tx:
        await tx.execute(outbox.delete().where(outbox.c.sequence <= 2))
    after = event_id(world.case.id, 1)
    assert (
        await world.follow(world.case.om, CASE_CHANGED, caseId=world.case_id, after=after).refusal() == "RESYNC_NEEDED"
    )


async def test_access_that_is_lost_ends_it_like_a_case_that_is_not_there(world: World) -> None:
    heard = world.follow(world.case.om, PLAN_CHANGED, caseId=world.case_id)
    await begun(world, heard)
    await world.progress("a", 1)
    await heard.events(1)
    async with world.database.transaction() as tx:
        await tx.record(actor="t", service="HUB", action="t", case_ids=[], why="t", cause="t")
        lost = {"om_staff_id": None, "om_team_code": None}
        await tx.execute(update(offender_case).where(offender_case.c.id == world.case.id).values(lost))
    await world.progress("b", 2)
    assert await heard.refusal() == "NOT_FOUND"
    assert "b" not in [body.get("data") and body["data"]["planChanged"]["after"]["progress"] for body in heard.bodies]
    assert world.live._followers == {}


async def test_a_long_subscription_keeps_nothing_of_its_events(world: World) -> None:
    taken = 0
    held: list[int] = []
    request = Request(
        PLAN_CHANGED, None, {"caseId": world.case_id, "after": event_id(world.case.id, 4)}, "r", world.case.om
    )
    async with world.database.transaction() as tx:
        await tx.record(actor="t", service="HUB", action="t", case_ids=[], why="t", cause="t")
        await lock(tx, [world.case.id])
        await publish(tx, world.case.id, [_made_up_event(world, number) for number in range(600)])
    async with aclosing(world.executor.subscribe(request)) as answers:
        async for answer in answers:
            assert not answer.request_error
            taken += 1
            if taken in (200, 600):
                gc.collect()
                held.append(len(gc.get_objects()))
            if taken == 600:
                break
    assert held[1] - held[0] < 400, "less than one object an event"


def _made_up_event(world: World, number: int) -> OutgoingEvent:
    about = {
        "planId": str(world.plan.id),
        "planVersion": 5 + number,
        "before": {"a": number},
        "after": {"a": number + 1},
    }
    about |= {
        "node": "STEP",
        "nodeId": str(world.plan.step),
        "nodeVersion": number,
        "service": "CUSTODY",
        "actor": "test",
    }
    return OutgoingEvent("plan", "StepChanged", about)


@pytest.mark.parametrize(
    ("actor", "label"),
    [
        ({"role": "OFFENDER_MANAGER", "staffCode": "Z1"}, "Offender Manager Z1"),
        ({"role": "OFFENDER_MANAGER", "staffCode": None}, "Offender Manager"),
        ("clock", "clock"),
        ({}, "unknown"),
        (None, "unknown"),
    ],
)
def test_who_did_it_is_a_role_and_a_code(actor: Any, label: str) -> None:
    assert actor_label(actor) == label

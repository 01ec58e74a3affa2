"""Watching a caseload and the handovers that are due in it, over the real executor and database."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from hub.domain.access import Actor, Role, Service
from hub.reads.ids import global_id
from hub.reads.reader import Reader
from hub.schema import live as live_module
from hub.schema.executing.executor import Executor
from hub.schema.live import Live
from hub.schema.request import Request
from hub.schema.schema import build
from tests.actions.sources import CRN, SUPERVISION, Hub, order, supervision
from tests.schema.subscriptions.test_root import Heard
from tests.waiting import until

pytestmark = pytest.mark.postgres
CASELOAD = (
    "subscription ($scope: CaseloadScope!) { caseloadChanged(scope: $scope) { entered left changed totalCount } }"
)
DUE = (
    "subscription ($scope: CaseloadScope!) { handoverDue(scope: $scope) "
    "{ dueOn late handover { reason state case { id } } } }"
)
PLANNED = """
  insert into handover (case_id, kind, state, planned_on, planned_at, reason, due_on)
  select id, 'MANAGER', 'PLANNED', $1::date, now(), 'Moves away', $1::date from offender_case where id = $2 returning id
"""
TODAY = "(now() at time zone 'Europe/London')::date"


@dataclass
class World:
    """A hub, what serves subscriptions, and a team manager of team Z01T01."""

    hub: Hub
    live: Live
    executor: Executor
    chief: Actor

    async def watch(self, query: str, actor: Actor | None = None) -> Heard:
        """The subscription, once it has looked for the first time."""
        before = len(self.live._watchers)
        heard = Heard(self.executor, Request(query, None, {"scope": "TEAM"}, "request-1", actor or self.chief))
        await until(lambda: len(self.live._watchers) > before or bool(heard.answers))
        return heard

    async def case_of(self, crn: str) -> int:
        return int(await self.hub.one("select case_id from source_record where key = $1", crn))


@pytest.fixture
async def world(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setattr(live_module, "LOOK_AT_MOST_SECONDS", 0.01)
    hub, reader = Hub(database_url), Reader(database_url)
    live = Live(hub.database)
    await live.start()
    await hub.tell("community.staff.snapshot.v1", "Z01T019", {"code": "Z01T019", "team": {"code": "Z01T01"}})
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011", order()))
    staff_id = await hub.one("select id from staff where code = 'Z01T019'")
    chief = Actor("tamsin", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T019", staff_id, "Z01T01")
    yield World(hub, live, Executor(build(), reader, hub.database, development=True, live=live), chief)
    await live.close()
    await reader.close()
    await hub.database.close()


async def test_cases_come_change_and_leave(world: World) -> None:
    heard = await world.watch(CASELOAD)
    first = global_id("Case", await world.case_of(CRN))
    await world.hub.tell(SUPERVISION, "Z222222", supervision("Z01T011", order()))
    second = global_id("Case", await world.case_of("Z222222"))
    events: list[Any] = await heard.events(1)
    assert events[0] == {"entered": [second], "left": [], "changed": [], "totalCount": 2}
    await world.hub.tell(SUPERVISION, CRN, supervision("Z01T012", order()), minutes=5)
    events = await heard.events(2)
    assert events[1] == {"entered": [], "left": [], "changed": [first], "totalCount": 2}
    await world.hub.tell(SUPERVISION, CRN, supervision("Z01T999", order(), team="Z09T09"), minutes=6)
    events = await heard.events(3)
    assert events[2] == {"entered": [], "left": [first], "changed": [], "totalCount": 1}
    await heard.stop()
    await until(lambda: not world.live._watchers)


async def test_a_handover_is_told_when_its_day_comes_and_when_it_is_late(world: World) -> None:
    case_id = await world.case_of(CRN)
    today = await world.hub.one(f"select {TODAY}")
    heard = await world.watch(DUE)
    await world.hub.one(PLANNED, today, case_id)
    world.live.tell({})
    [due] = await heard.events(1)
    assert due == {
        "dueOn": today.isoformat(),
        "late": None,
        "handover": {"reason": "Moves away", "state": "PLANNED", "case": {"id": global_id("Case", case_id)}},
    }
    await world.hub.rows("update handover set late = 'NOT_ANSWERED' returning id")
    world.live.tell({})
    told = await heard.events(2)
    assert told[1]["late"] == "NOT_ANSWERED"
    await heard.stop()


async def test_what_lies_ahead_and_what_is_anothers_is_not_told(world: World) -> None:
    case_id = await world.case_of(CRN)
    today = await world.hub.one(f"select {TODAY}")
    stranger = Actor("else", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z09T099", 999, "Z09T09")
    mine, theirs = await world.watch(DUE), await world.watch(DUE, stranger)
    await world.hub.one(PLANNED, await world.hub.one(f"select {TODAY} + 1"), case_id)
    world.live.tell({})
    await world.hub.rows("update handover set due_on = $1 returning id", today)
    world.live.tell({})
    assert len(await mine.events(1)) == 1
    assert theirs.answers == []
    for heard in (mine, theirs):
        await heard.stop()


async def test_who_reads_no_case_watches_none(world: World) -> None:
    nobody = Actor("dev", Service.COMMUNITY, frozenset({Role.DEVELOPER}), "Z01T098", 98, "Z01T01")
    assert await (await world.watch(CASELOAD, nobody)).refusal() == "FORBIDDEN"

"""The commands that make the first plans, against a hub that answers from a script."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

import pytest

from hub.connectors.plan_command.messages import VALIDATOR
from hub.embedded.demo import plans
from hub.embedded.demo.messages import Item
from hub.embedded.demo.people import Person, Standing, people
from hub.embedded.demo.sending import Shown

DAY = date(2026, 3, 2)
Json = dict[str, Any]


class ScriptedHub:
    """Takes every command at once and answers it: done, with a fresh id, unless `refuses` says no.

    The commands named in `parks` get no answer: they wait among the dead letters.
    """

    def __init__(
        self,
        replay_id: str = "demo-2026-03-02-00000000",
        refuses: str | None = None,
        parks: frozenset[str] = frozenset(),
    ) -> None:
        self.replay_id = replay_id
        self.refuses = refuses
        self.parks = parks
        self.sent: list[Item] = []
        self.answered: dict[str, Json] = {}

    async def send(self, items: Sequence[Item], taken: Shown) -> None:
        for item in items:
            body = json.loads(item.value)
            self.sent.append(item)
            if item.name not in self.parks:
                self.answered[body["correlationId"]] = self._answer(body, len(self.sent))
        taken(len(items))

    async def unanswered(self) -> frozenset[str]:
        return self.parks

    async def answers(self, wanted: Collection[str]) -> dict[str, Json]:
        return {identity: self.answered[identity] for identity in wanted}

    def _answer(self, body: Json, number: int) -> Json:
        if body["command"] == self.refuses:
            return {"outcome": "BROKEN_RULE", "rules": [{"code": "OffenderManagerDecides"}]}
        plan_id = body.get("planId", str(number))
        return {"outcome": "DONE", "planId": plan_id, "nodeId": str(number), "nodeVersion": 1}

    @property
    def bodies(self) -> list[Json]:
        return [json.loads(item.value) for item in self.sent]


def bars(title: str, total: int) -> Callable[[int], None]:
    return lambda taken: None


async def make(hub: ScriptedHub, count: int = 60) -> list[Person]:
    planned = plans.with_plan(people(count, DAY))
    await plans.make_plans(hub, hub, planned, DAY, bars)  # type: ignore[arg-type]  # both parts of it
    return planned


def test_about_half_of_the_sentenced_get_a_plan() -> None:
    everybody = people(300, DAY)
    planned = plans.with_plan(everybody)
    sentenced = [person for person in everybody if person.standing is not Standing.ON_REMAND]
    assert 0.4 < len(planned) / len(sentenced) <= 0.5
    assert all(person.manager and person.crn for person in planned)


async def test_every_command_fits_the_contract() -> None:
    hub = ScriptedHub()
    await make(hub)
    for item, body in zip(hub.sent, hub.bodies, strict=True):
        assert [fault.message for fault in VALIDATOR.iter_errors(body)] == []
        assert item.key in (body.get("crn"), body.get("prisonNumber"))


async def test_every_plan_gets_objectives_interventions_and_steps() -> None:
    hub = ScriptedHub()
    planned = await make(hub)
    made = Counter(body["command"] for body in hub.bodies)
    assert made["CreatePlan"] == len(planned)
    assert made["AddObjective"] == made["AddIntervention"] == 2 * len(planned)
    assert made["AddStep"] == 4 * len(planned)
    assert made["StartIntervention"] == made["RecordStepProgress"] == len(planned)


async def test_each_side_acts_as_its_own_staff_on_its_own_topic() -> None:
    hub = ScriptedHub()
    planned = await make(hub)
    managers = {person.manager.code for person in planned if person.manager}
    supervisors = {person.supervisor.code for person in planned if person.supervisor}
    for item, body in zip(hub.sent, hub.bodies, strict=True):
        assert body["staffCode"] in (managers if item.topic.startswith("community.") else supervisors)
    assert {"ProposeChange", "StartIntervention"} <= {
        body["command"] for item, body in zip(hub.sent, hub.bodies, strict=True) if item.topic.startswith("custody.")
    }


async def test_what_a_refused_plan_would_hold_is_left_out() -> None:
    hub = ScriptedHub(refuses="CreatePlan")
    planned = await make(hub)
    assert Counter(body["command"] for body in hub.bodies) == {"CreatePlan": len(planned)}


@pytest.mark.parametrize("refused", ["AddObjective", "AddIntervention", "AddStep"])
async def test_what_hangs_on_a_refused_part_is_left_out(refused: str) -> None:
    hub = ScriptedHub(refuses=refused)
    await make(hub)
    below = {"AddObjective": "AddIntervention", "AddIntervention": "AddStep", "AddStep": "RecordStepProgress"}
    assert not [body for body in hub.bodies if body["command"] == below[refused]]


async def test_a_command_that_waits_among_the_dead_letters_stops_no_other() -> None:
    planned = plans.with_plan(people(60, DAY))
    hub = ScriptedHub(parks=frozenset({f"demo {planned[0].crn} create"}))
    await make(hub)
    made = Counter(body["command"] for body in hub.bodies)
    assert made["CreatePlan"] == len(planned)
    assert made["AddObjective"] == 2 * (len(planned) - 1)


async def test_a_second_feed_asks_for_the_same_under_the_same_command_ids() -> None:
    first, second = ScriptedHub("demo-2026-03-02-00000001"), ScriptedHub("demo-2026-03-02-00000002")
    await make(first)
    await make(second)
    ids = [body["commandId"] for body in first.bodies]
    assert len(ids) == len(set(ids))
    without = [
        [{name: value for name, value in body.items() if name != "correlationId"} for body in hub.bodies]
        for hub in (first, second)
    ]
    assert without[0] == without[1]
    assert not {body["correlationId"] for body in first.bodies} & {body["correlationId"] for body in second.bodies}

"""A handover while the feeds go on, in any order: it ends at most once, and somebody holds every instant."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hub.actions.handover.handover import Command, hand_over
from hub.domain.access import Actor, Role, Service
from hub.domain.handover.asked import AcceptHandover, CompleteHandover, GiveSnapshot, PlanHandover
from hub.domain.handover.in_two_hands import HandoverKind
from hub.errors import BrokenRule, BrokenRules
from tests.actions.community.test_community_overlapping import FIRST, one_holder
from tests.actions.conftest import Play
from tests.actions.identity_world import World
from tests.actions.sources import (
    CRN,
    HAPPENED,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SUPERVISION,
    happened,
    offender,
    prisoner,
    supervision,
)
from tests.examples import FUZZING

pytestmark = pytest.mark.postgres
STORIES = 100 if FUZZING else 15
FOUND_ONLY = (Phase.explicit, Phase.reuse, Phase.generate)
EXAMPLES = settings(max_examples=STORIES, suppress_health_check=list(HealthCheck), phases=FOUND_ONLY)
OLD, NEW, OTHER, CHIEF = "Z01T011", "Z01T012", "Z01T013", "Z01T019"
STEPS = ("plan", "give", "accept", "complete")
# What ends it otherwise, by what a person meets who comes too late.
TOO_LATE = {"HandoverNotFound", "HandoverAnswered", "HandoverOver", "HandoverNotAccepted", "SnapshotNotYours"}
TOO_LATE |= {"SnapshotMissing", "ManagerAlready", "HandoverToThemselves", "BeforeTheOneNow", "AnswerNotYours"}
TOLD = "select payload from outbox where type in ('HandoverCompleted', 'HandoverWithdrawn', 'HandoverReopened')"
HANDOVER = "select state, from_staff_id, to_staff_id from handover where unplanned is null"
HELD = (
    "select h.staff_id, c.om_staff_id, c.next_om_staff_id from offender_manager_holder h "
    "join offender_case c on c.id = h.case_id where upper_inf(h.during) and c.merged_into is null"
)


def record(staff: str | None, hour: int) -> tuple[str, Any, int]:
    return SUPERVISION, supervision(staff), hour * 60


def report(staff: str, hour: int) -> tuple[str, Any, int]:
    named = {"allocationId": f"{staff}{hour}", "staffCode": staff}
    return HAPPENED, happened("person.community.manager.allocated", minutes=hour * 60, **named), hour * 60


_staff = st.sampled_from((OLD, NEW, OTHER))
_message = st.builds(record, st.none() | _staff, st.integers(-20, 20)) | st.builds(report, _staff, st.integers(-20, 20))


async def begin(world: World) -> None:
    """A prisoner under sentence whom `OLD` manages, and a team of three others."""
    for code in (OLD, NEW, OTHER, CHIEF):
        await world.hub.tell("community.staff.snapshot.v1", code, {"code": code, "team": {"code": "Z01T01"}})
    await world.hub.tell(PRISONER, NUMBER, prisoner(), minutes=FIRST)
    await world.hub.tell(OFFENDER, CRN, offender(), minutes=FIRST)
    await world.hub.tell(SUPERVISION, CRN, supervision(OLD), minutes=-24 * 60)


async def step(world: World, name: str, minute: int) -> None:
    """One of the two hands, or the team manager, does their part; or hears by name that it is too late."""
    ids = dict(await world.rows("select code, id from staff"))
    [(case_id,)] = await world.rows("select id from offender_case where merged_into is null")
    number = next((one for (one,) in await world.rows("select id from handover where unplanned is null")), 0)
    asked: dict[str, tuple[str, Command]] = {
        "plan": (CHIEF, PlanHandover(case_id, HandoverKind.MANAGER, date(2026, 12, 7), "Moves away", None, NEW)),
        "give": (OLD, GiveSnapshot(number)),
        "accept": (NEW, AcceptHandover(number)),
        "complete": (NEW, CompleteHandover(number)),
    }
    code, command = asked[name]
    role = Role.TEAM_MANAGER if code == CHIEF else Role.OFFENDER_MANAGER
    actor = Actor(code, Service.COMMUNITY, frozenset({role}), code, ids[code], "Z01T01")
    try:
        await hand_over(world.hub.database, actor, command, cause="r", now=NOW + timedelta(hours=21, minutes=minute))
    except BrokenRule as refused:
        assert refused.code in TOO_LATE, refused
    except BrokenRules as several:
        assert {rule.code for rule in several.rules} <= TOO_LATE, several


async def consistent(world: World) -> None:
    """One holds every instant, the case's row says who, and a handover that is open is of who holds it."""
    await one_holder(world)
    [(held, shown, asked)] = await world.rows(HELD)
    assert held == shown
    handovers = await world.rows(HANDOVER)
    is_open = [one for one in handovers if one[0] in ("PLANNED", "ACCEPTED")]
    assert len(handovers) <= 1 and asked == next((to for _, _, to in is_open), None)
    assert all(before == held for _, before, _ in is_open)
    ended = [json.loads(payload)["after"]["state"] for (payload,) in await world.rows(TOLD)]
    planned_only = [state for state in ended if state in ("COMPLETED", "WITHDRAWN")]
    assert len(planned_only) == len(ended) <= 1
    assert ended == [state for state, _, _ in handovers if state in ("COMPLETED", "WITHDRAWN")]


def test_it_is_completed_or_overtaken_once_whatever_the_feeds_say_meanwhile(play: Play) -> None:
    @EXAMPLES
    @given(st.lists(_message, max_size=5), st.data())
    def holds(told: list[tuple[str, Any, int]], data: st.DataObject) -> None:
        places = sorted(data.draw(st.lists(st.integers(0, len(told)), min_size=4, max_size=4)))

        async def story(world: World) -> None:
            await begin(world)
            await consistent(world)
            for place in range(len(told) + 1):
                for number, name in enumerate(STEPS):
                    if places[number] == place:
                        await step(world, name, number)
                        await consistent(world)
                if place < len(told):
                    topic, body, minutes = told[place]
                    await world.hub.tell(topic, CRN, body, minutes=minutes, now=NOW + timedelta(hours=22))
                    await consistent(world)

        play(story)

    holds()


def test_the_records_told_in_any_order_end_with_the_same_holder(play: Play) -> None:
    """Two readings come after the handover was accepted, in either order; the newer one counts."""

    async def told(world: World, *hours: tuple[str, int]) -> list[tuple[Any, ...]]:
        await world.begin()
        await begin(world)
        for number, name in enumerate(STEPS[:3]):
            await step(world, name, number)
        for staff, hour in hours:
            topic, body, minutes = record(staff, hour)
            await world.hub.tell(topic, CRN, body, minutes=minutes, now=NOW + timedelta(hours=30))
            await consistent(world)
        query = "select s.code from offender_case c join staff s on s.id = c.om_staff_id where c.merged_into is null"
        return await world.rows(query)

    async def story(world: World) -> None:
        for first, second in ((NEW, OTHER), (OTHER, NEW), (NEW, NEW), (OTHER, OTHER)):
            forward = await told(world, (first, 23), (second, 24))
            assert forward == await told(world, (second, 24), (first, 23)) == [(second,)]

    play(story)

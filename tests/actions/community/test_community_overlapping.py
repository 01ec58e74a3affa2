"""Histories of managers and supervisors that overlap, from feeds in any order: never two, never none, the same end."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hub.actions.taking.taking import UNCHANGED
from hub.actions.telling.case_events import DESCRIPTIONS
from hub.connectors.connector import Message
from hub.connectors.custody.allocations import decode_allocation
from hub.errors import Ignored
from hub.messaging.dispatch import ACTIONS
from tests.actions.conftest import Play
from tests.actions.identity_world import World
from tests.actions.sources import (
    CRN,
    HAPPENED,
    MOVED,
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

STORIES = 100 if FUZZING else 12
FOUND_ONLY = (Phase.explicit, Phase.reuse, Phase.generate)
EXAMPLES = settings(max_examples=STORIES, suppress_health_check=list(HealthCheck), phases=FOUND_ONLY)
OTHER_CRN = "Z222222"
DAY = 24 * 60
# Day 0 is NOW; the sentence began long before, and everything happened before NOW.
FIRST = -300
TAKEN = {*DESCRIPTIONS, UNCHANGED}
REFUSED = {"OlderThanHeld", "Duplicate", "AlreadySeen"}
HOLDERS = (
    "select s.code, lower(h.during), upper(h.during), h.cause from offender_manager_holder h "
    "left join staff s on s.id = h.staff_id join offender_case c on c.id = h.case_id and c.merged_into is null "
    "order by h.during"
)
HOLDER = "select s.code from offender_case c left join staff s on s.id = c.om_staff_id where c.merged_into is null"
# A span of which some instant has no holder, or two holders at one instant: without the constraints that forbid both.
NOT_ONE = """
select 'none', n.id from span n where not coalesce(
  (select range_agg(h.during) from offender_manager_holder h where h.case_id = n.case_id) @> n.during, false)
union
select 'two', h.id from offender_manager_holder h join offender_manager_holder o
  on o.case_id = h.case_id and o.id <> h.id and o.during && h.during
"""
STATE = ("offender_manager_holder", "offender_supervisor_allocation", "span", "handover", "reported_allocation")


@dataclass(frozen=True)
class Held:
    """A manager's time as one feed has it, in days; `end` None: open."""

    staff: str
    start: int
    end: int | None = None
    crn: str = CRN


Told = tuple[str, str, Any, int]


def messages(histories: Sequence[Held]) -> list[Told]:
    """What the feeds say of them: the record at the start, the allocation with its start, the record at the end."""
    found: list[Told] = []
    for number, one in enumerate(histories):
        minutes = one.start * DAY
        found.append((SUPERVISION, one.crn, supervision(one.staff), minutes))
        named = {"allocationId": f"{one.crn}{one.staff}{number}", "staffCode": one.staff}
        event = happened("person.community.manager.allocated", one.crn, minutes=minutes, **named)
        found.append((HAPPENED, one.crn, event, minutes))
        if one.end is not None:
            found.append((SUPERVISION, one.crn, supervision(None), one.end * DAY))
    return found


async def begin(world: World) -> None:
    """A prisoner under sentence whom two probation records are of; neither says yet who manages."""
    await world.hub.tell(PRISONER, NUMBER, prisoner(), minutes=(FIRST - 1) * DAY)
    for crn in (CRN, OTHER_CRN):
        await world.hub.tell(OFFENDER, crn, offender(crn), minutes=(FIRST - 1) * DAY)


async def tell(world: World, told: Told) -> None:
    """One message: its outcome has a name, what was refused left all as it was, and one holds every instant."""
    topic, key, body, minutes = told
    before = await state(world)
    outcome = await world.hub.tell(topic, key, body, minutes=minutes)
    assert outcome in REFUSED or set(outcome.split(", ")) <= TAKEN, outcome
    if outcome in REFUSED:
        assert await state(world) == before
    await one_holder(world)


async def state(world: World) -> list[object]:
    return [await world.rows(f"select to_jsonb(t) - 'updated_at' from {table} t order by 1") for table in STATE]


async def one_holder(world: World) -> None:
    assert await world.rows("select count(*) > 0 from span") == [(True,)]
    assert await world.rows(NOT_ONE) == []


async def holder(world: World) -> str | None:
    [(code,)] = await world.rows(HOLDER)
    return str(code) if code else None


A, B, C = "Z01T011", "Z01T012", "Z01T013"
JANUARY, FEBRUARY, MARCH = -200, -169, -141
NAMED_HISTORIES = {
    "the second begins within the first": [Held(A, JANUARY, MARCH), Held(B, FEBRUARY)],
    "and is told by the other record": [Held(A, JANUARY, MARCH), Held(B, FEBRUARY, crn=OTHER_CRN)],
    "the very same twice": [Held(A, JANUARY, MARCH), Held(A, JANUARY, MARCH)],
    "the very same by both records": [Held(A, JANUARY, MARCH), Held(A, JANUARY, MARCH, OTHER_CRN)],
    "a third that encloses both": [Held(A, JANUARY, MARCH), Held(B, FEBRUARY), Held(C, JANUARY - 20, MARCH + 20)],
    "two without an end": [Held(A, JANUARY), Held(B, FEBRUARY)],
    "two without an end, by both records": [Held(A, JANUARY), Held(B, FEBRUARY, crn=OTHER_CRN)],
    "two that begin at once": [Held(A, JANUARY), Held(B, JANUARY, crn=OTHER_CRN)],
}


@pytest.mark.parametrize("name", NAMED_HISTORIES)
def test_one_holds_every_instant_in_either_order(play: Play, name: str) -> None:
    told = messages(NAMED_HISTORIES[name])

    async def story(world: World) -> None:
        ends = []
        for order in (sorted(told, key=lambda one: one[3]), told, told[::-1]):
            await world.begin()
            await begin(world)
            for one in order:
                await tell(world, one)
            ends.append(await holder(world))
        assert len(set(ends)) == 1, ends

    play(story)


_history = st.builds(
    Held,
    st.sampled_from((A, B, C)),
    st.integers(FIRST, -100),
    st.none() | st.integers(-99, -1),
    st.sampled_from((CRN, OTHER_CRN)),
)


def test_who_holds_the_case_is_the_same_in_any_order(play: Play) -> None:
    @EXAMPLES
    @given(st.lists(_history, min_size=1, max_size=4), st.data())
    def holds(histories: list[Held], data: st.DataObject) -> None:
        told = messages(histories)
        shuffled = data.draw(st.permutations([*told, *data.draw(st.lists(st.sampled_from(told), max_size=3))]))

        async def story(world: World) -> None:
            ends = []
            for order in (sorted(told, key=lambda one: one[3]), shuffled):
                await world.begin()
                await begin(world)
                for one in order:
                    await tell(world, one)
                ends.append(await holder(world))
            assert ends[0] == ends[1]

        play(story)

    holds()


def test_reported_allocations_make_the_same_chain_wherever_they_come(play: Play) -> None:
    """The records come in their order, as one key of a topic does; the events of another topic come when they come."""

    @EXAMPLES
    @given(st.lists(_history, min_size=1, max_size=4), st.data())
    def holds(histories: list[Held], data: st.DataObject) -> None:
        told = sorted(messages(histories), key=lambda one: one[3])
        records, events = ([one for one in told if one[0] == topic] for topic in (SUPERVISION, HAPPENED))
        order = records
        for event in data.draw(st.permutations(events)):
            place = data.draw(st.integers(0, len(order)))
            order = [*order[:place], event, *order[place:]]

        async def story(world: World) -> None:
            chains = []
            for messages_told in ([*records, *events], order):
                await world.begin()
                await begin(world)
                for one in messages_told:
                    await tell(world, one)
                chains.append(await world.rows(HOLDERS))
            assert chains[0] == chains[1]

        play(story)

    holds()


SUPERVISORS = (
    "select s.code, lower(a.during), upper(a.during), a.start_assumed from offender_supervisor_allocation a "
    "join staff s on s.id = a.staff_id order by a.during"
)
TWO_SUPERVISE = """
select a.id from offender_supervisor_allocation a join offender_supervisor_allocation o
  on o.case_id = a.case_id and o.id <> a.id and o.during && a.during
"""


async def supervised(world: World, code: str, since: int | None, read: int) -> str:
    """What the prison's allocation system says of who supervises, as read on that day."""
    manager = {"code": code, "forename": "Made", "surname": "Up"}
    body: dict[str, Any] = {"manager": manager, "prison": {"code": "STI"}}
    if since is not None:
        body["allocatedAt"] = (NOW + timedelta(days=since)).isoformat()
    at = NOW + timedelta(days=read)
    headers = (("hub_source_time", at.isoformat().encode()),)
    world.minute += 1
    message = Message(MOVED, -1, world.minute, NUMBER.encode(), json.dumps(body).encode(), headers, NOW)
    record, provenance = decode_allocation(message)
    try:
        async with world.hub.database.transaction(NOW) as tx:
            try:
                return await ACTIONS[type(record)](tx, record, provenance)
            except Ignored as ended:
                if not ended.kept:
                    raise
                return ended.code
    except Ignored as ended:
        return ended.code


_supervised = st.tuples(
    st.sampled_from(("ZSTI1", "ZSTI2", "ZSTI3")), st.none() | st.integers(FIRST, -1), st.integers(FIRST, -1)
)


def test_reported_supervisors_make_the_same_chain_in_any_order(play: Play) -> None:
    @EXAMPLES
    @given(st.lists(_supervised, min_size=1, max_size=5, unique_by=lambda one: one[2]), st.data())
    def holds(told: list[tuple[str, int | None, int]], data: st.DataObject) -> None:
        shuffled = data.draw(st.permutations([*told, *data.draw(st.lists(st.sampled_from(told), max_size=2))]))

        async def story(world: World) -> None:
            chains = []
            for order in (sorted(told, key=lambda one: one[2]), shuffled):
                await world.begin()
                await begin(world)
                for one in order:
                    assert await supervised(world, *one)
                    assert await world.rows(TWO_SUPERVISE) == []
                chains.append(await world.rows(SUPERVISORS))
            assert chains[0] == chains[1]

        play(story)

    holds()

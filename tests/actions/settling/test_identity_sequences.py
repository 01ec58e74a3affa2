"""Random histories of who is who: merges, merges taken back, bookings that move, partings, everything told again.

Whatever the order: an old number answers for ever, nothing goes in a circle, no record is lost or on two cases, every
plan can be reached, and what is undone is as it was.
"""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hub.domain.override import OverrideVerdict
from tests.actions.conftest import Play
from tests.actions.identity_world import CRNS, KNOWN, NUMBERS, STEPS, Step, World, hold
from tests.actions.sources import HAPPENED, MOVED, crn_merge, crn_unmerge, prison_merge
from tests.examples import FUZZING

pytestmark = pytest.mark.postgres

# A story takes a third of a second: making a failing one shorter would take minutes, so it is shown as it was found.
FOUND_ONLY = (Phase.explicit, Phase.reuse, Phase.generate)
STORIES = 200 if FUZZING else 15
EXAMPLES = settings(max_examples=STORIES, suppress_health_check=list(HealthCheck), phases=FOUND_ONLY)
PARTITION = "select r.key, r.case_id from source_record r order by 1"
PLANS = "select id, case_id, status, beside_id from sentence_plan order by id"
SPANS = "select p.id, lower(n.during), upper(n.during) from sentence_plan p join span n on n.id = p.span_id order by 1"
HANDOVERS = "select id, case_id, state, answered_at from handover where unplanned is null order by id"
POINTERS = "select id, merged_into from offender_case order by id"
JOINS = "select count(*) from identity_change where kind = 'JOINED'"


async def as_it_is(world: World) -> list[object]:
    """Who is on which case, where each case leads, the plans and the handovers."""
    return [await world.rows(query) for query in (PARTITION, POINTERS, PLANS, SPANS, HANDOVERS)]


async def happened(world: World, steps: list[Step]) -> None:
    for step in steps:
        await world.do(step)


def test_whatever_happens_nothing_is_lost(play: Play) -> None:
    @EXAMPLES
    @given(STEPS)
    def holds(steps: list[Step]) -> None:
        async def story(world: World) -> None:
            records: set[str] = set()
            cases: set[int] = set()
            plans: set[int] = set()
            handovers: set[int] = set()
            for step in steps:
                await world.do(step)
                await hold(world)
                now = await world.rows(PARTITION)
                assert records <= {key for key, _ in now}
                assert len(now) == len({key for key, _ in now})
                there = {case_id for case_id, _ in await world.rows(POINTERS)}
                here = {plan for plan, *_ in await world.rows(PLANS)}
                handed = {number for number, *_ in await world.rows(HANDOVERS)}
                assert cases <= there and plans <= here and handovers <= handed
                records, cases, plans, handovers = {key for key, _ in now}, there, here, handed

        play(story)

    holds()


def test_what_was_told_again_changes_nothing(play: Play) -> None:
    @EXAMPLES
    @given(STEPS)
    def holds(steps: list[Step]) -> None:
        async def story(world: World) -> None:
            await happened(world, steps)
            before = await as_it_is(world)
            for again in range(len(world.told)):
                await world.do(("again", again))
                assert await as_it_is(world) == before, world.told[again]

        play(story)

    holds()


def test_a_merge_taken_back_at_once_leaves_all_as_it_was(play: Play) -> None:
    @EXAMPLES
    @given(STEPS, st.permutations(CRNS))
    def holds(steps: list[Step], crns: list[str]) -> None:
        stays, goes, _ = crns

        async def story(world: World) -> None:
            await happened(world, steps)
            homes = dict(await world.rows(PARTITION))
            if stays not in homes or goes not in homes or homes[stays] == homes[goes]:
                return
            before = await as_it_is(world)
            merged = await world.hub.tell(HAPPENED, stays, crn_merge(stays, goes, 100))
            if merged == "CircularMerge":
                return
            await hold(world)
            await world.hub.tell(HAPPENED, stays, crn_unmerge(goes, stays, 101))
            await hold(world)
            assert await as_it_is(world) == before

        play(story)

    holds()


def test_a_join_parted_at_once_by_two_leaves_all_as_it_was(play: Play) -> None:
    @EXAMPLES
    @given(STEPS, st.permutations(NUMBERS))
    def holds(steps: list[Step], numbers: list[str]) -> None:
        stays, goes, _ = numbers

        async def story(world: World) -> None:
            await happened(world, steps)
            before = await as_it_is(world)
            joins = await world.rows(JOINS)
            await world.hub.tell(MOVED, stays, prison_merge(stays, goes, 100))
            if joins == await world.rows(JOINS):
                return
            if await world.part():
                await hold(world)
                assert await as_it_is(world) == before

        play(story)

    holds()


def test_a_booking_that_moved_and_was_taken_back_stays_back_when_the_move_is_told_again(play: Play) -> None:
    steps: list[Step] = [
        ("crn merge", "Z000003", "Z000002"),
        ("booking moved", "Z0002ZZ", "Z0003ZZ"),
        ("part",),
        ("offender", "Z000003", None),
        ("rule", "Z000002", "Z0003ZZ", OverrideVerdict.DIFFERENT_PEOPLE),
        ("part",),
        ("supervision", "Z000003"),
        ("booking moved", "Z0001ZZ", "Z0003ZZ"),
    ]

    async def story(world: World) -> None:
        await happened(world, [*KNOWN, *steps])
        before = await as_it_is(world)
        for again in range(len(world.told)):
            await world.do(("again", again))
            assert await as_it_is(world) == before, world.told[again]

    play(story)

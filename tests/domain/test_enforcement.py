"""How reports of breaches and recalls pair, whatever order they come in."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from hub.domain.enforcement import EnforcementAction, EnforcementStage, Moment, with_report

RAISED, CONCLUDED = EnforcementStage


def on(day: int) -> Moment:
    return Moment(datetime(2026, 6, day, tzinfo=UTC), assumed=False)


# what was reported on which day, the actions as (raised, concluded)
STORIES: list[tuple[list[tuple[EnforcementStage, int]], list[tuple[int | None, int | None]]]] = [
    ([(RAISED, 1)], [(1, None)]),
    ([(RAISED, 1), (CONCLUDED, 5)], [(1, 5)]),
    ([(CONCLUDED, 5)], [(None, 5)]),  # nobody told that it was raised
    ([(RAISED, 1), (CONCLUDED, 5), (RAISED, 8)], [(1, 5), (8, None)]),
    ([(RAISED, 1), (RAISED, 3), (CONCLUDED, 5)], [(1, None), (3, 5)]),  # a conclusion ends the last one raised
    ([(RAISED, 1), (CONCLUDED, 5), (CONCLUDED, 7)], [(1, 5), (None, 7)]),
    ([(RAISED, 1), (RAISED, 1)], [(1, None)]),  # told twice
    ([(RAISED, 1), (CONCLUDED, 1)], [(1, 1)]),
]


@pytest.mark.parametrize(("story", "expected"), STORIES)
def test_every_order_of_a_story_ends_the_same(
    story: list[tuple[EnforcementStage, int]], expected: list[tuple[int | None, int | None]]
) -> None:
    wanted = tuple(
        EnforcementAction(on(a) if a else None, on(b) if b else None, "BRE01" if b else None) for a, b in expected
    )
    for order in permutations(story):
        actions: tuple[EnforcementAction, ...] = ()
        for stage, day in order:
            more = with_report(actions, stage, on(day), "BRE01" if stage is CONCLUDED else None)
            assert len(more) >= len(actions)
            actions = more
        assert actions == wanted

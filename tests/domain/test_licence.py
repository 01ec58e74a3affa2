"""Whether a licence is active, whatever order its reports come in."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from hub.domain.licence import Licence

# reports as (active, day), whether the licence is active then
STORIES = [
    ([(True, 1)], True),
    ([(False, 1)], False),
    ([(True, 1), (False, 5)], False),
    ([(True, 1), (False, 5), (True, 8)], True),
    ([(True, 1), (False, 1)], False),  # at one moment, the inactivation counts
]


@pytest.mark.parametrize(("story", "active"), STORIES)
def test_the_newest_report_decides(story: list[tuple[bool, int]], active: bool) -> None:
    for order in permutations(story):
        licence = Licence()
        for says, day in order:
            licence = licence.told(active=says, at=datetime(2026, 6, day, tzinfo=UTC))
        assert licence.active is active

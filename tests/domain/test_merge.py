"""What goes along when a service merges two of its records, as a table."""

import pytest

from hub.domain.access import Service
from hub.domain.identity import Doubt
from hub.domain.merge import Member, follow, merged_away, refuse_circle
from hub.errors import Rejected


def prison(record: int, number: str, *, into: int | None = None, names: str = "") -> Member:
    return Member(record, Service.CUSTODY, number, frozenset({number, *names.split()}), into)


def community(record: int, crn: str, names: str = "", *, into: int | None = None) -> Member:
    return Member(record, Service.COMMUNITY, crn, frozenset({crn, *names.split()}), into)


# What the removed number's case holds (itself merged into record 9), what the survivor's holds -> who goes, who asks.
FOLLOWING = [
    ("it alone", [prison(1, "R", into=9)], [prison(9, "S")], {1}, None),
    ("whoever names it", [prison(1, "R", into=9), community(2, "X", "R")], [prison(9, "S")], {1, 2}, None),
    ("whom it names", [community(1, "Y", "P", into=9), prison(2, "P")], [community(9, "X")], {1, 2}, None),
    (
        "whoever names them",
        [prison(1, "R", into=9), community(2, "X", "R W"), community(3, "W")],
        [prison(9, "S")],
        {1, 2, 3},
        None,
    ),
    (
        "what was merged into it",
        [prison(1, "R", into=9), prison(2, "Q", into=1), prison(3, "O", into=2)],
        [prison(9, "S")],
        {1, 2, 3},
        None,
    ),
    ("nobody that shares no number", [prison(1, "R", into=9), community(2, "X")], [prison(9, "S")], {1}, None),
    (
        "not a second living prisoner",
        [community(1, "Y", "P", into=9), prison(2, "P")],
        [community(9, "X", "Q"), prison(8, "Q")],
        {1},
        Doubt.TWO_PRISON_NUMBERS,
    ),
    (
        "a prisoner who was merged away is no second one",
        [community(1, "Y", "P", into=9), prison(2, "P", into=8)],
        [community(9, "X", "Q"), prison(8, "Q")],
        {1, 2},
        None,
    ),
]


@pytest.mark.parametrize(("who", "members", "survivors", "goes", "why"), FOLLOWING, ids=[row[0] for row in FOLLOWING])
def test_who_goes_along(
    who: str, members: list[Member], survivors: list[Member], goes: set[int], why: Doubt | None
) -> None:
    following = follow(1, members, survivors)
    assert (set(following.records), following.doubt) == (goes, why)


# removed, survivor, and who was merged into whom before.
CIRCLES = [
    (1, 2, {2: None}, False),
    (1, 2, {2: 3, 3: None}, False),
    (1, 2, {2: 1, 1: None}, True),
    (1, 2, {2: 3, 3: 1, 1: None}, True),
    (1, 1, {1: None}, True),
]


@pytest.mark.parametrize(("removed", "survivor", "story", "circular"), CIRCLES)
def test_nobody_is_merged_into_who_was_merged_into_them(
    removed: int, survivor: int, story: dict[int, int | None], circular: bool
) -> None:
    if not circular:
        refuse_circle(removed, survivor, story)
        return
    with pytest.raises(Rejected, match="CircularMerge"):
        refuse_circle(removed, survivor, story)


def test_what_was_merged_away_goes_back_to_the_first() -> None:
    members = [community(1, "A", into=2), community(2, "B", into=3), community(3, "C"), community(4, "D")]
    assert merged_away(3, members) == {1, 2, 3}
    assert merged_away(1, members) == {1}

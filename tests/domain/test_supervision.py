"""Who supervised when: the prison's word and the decisions of people in one chain."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from hub.domain.supervision import Supervision, chain, standing

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def told(staff: int, minutes: int) -> Supervision:
    return Supervision(staff, NOON + timedelta(minutes=minutes), told=True)


def decided(staff: int, minutes: int) -> Supervision:
    return Supervision(staff, NOON + timedelta(minutes=minutes), id=minutes)


# (decisions in the hub, what the records tell) -> (staff, from, to) of each link
CHAINS = [
    ("nobody", [], [], []),
    ("the records alone", [], [told(1, 0)], [(1, 0, None)]),
    ("one after another", [], [told(1, 0), told(2, 5)], [(1, 0, 5), (2, 5, None)]),
    ("the same again", [], [told(1, 0), told(1, 5)], [(1, 0, None)]),
    ("and back", [], [told(1, 0), told(2, 5), told(1, 9)], [(1, 0, 5), (2, 5, 9), (1, 9, None)]),
    ("a decision after the record", [decided(2, 5)], [told(1, 0)], [(1, 0, 5), (2, 5, None)]),
    ("the record's later word", [decided(2, 5)], [told(1, 9)], [(2, 5, 9), (1, 9, None)]),
    ("the record confirms the decision", [decided(2, 5)], [told(2, 9)], [(2, 5, None)]),
    ("the decision confirms the record", [decided(1, 5)], [told(1, 0)], [(1, 0, 5), (1, 5, None)]),
    ("at the same moment", [decided(2, 5)], [told(1, 5)], [(2, 5, None)]),
    ("two of the record at the same moment", [], [told(2, 5), told(1, 5)], [(2, 5, None)]),
]


@pytest.mark.parametrize(("decisions", "records", "expected"), [row[1:] for row in CHAINS], ids=[r[0] for r in CHAINS])
def test_the_chain(
    decisions: list[Supervision], records: list[Supervision], expected: list[tuple[int, int, int | None]]
) -> None:
    def minute(moment: datetime | None) -> int | None:
        return None if moment is None else round((moment - NOON).total_seconds() / 60)

    for order in permutations(records):
        links = chain(decisions, [*order, *order[:1]])
        assert [(one.staff_id, minute(one.start), minute(one.end)) for one in links] == expected
        assert (standing(links) is None) == (not expected)
        assert {one.id for one in links if not one.told} == {one.id for one in decisions}

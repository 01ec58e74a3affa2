from hypothesis import given
from hypothesis import strategies as st

from hub.domain.allocation.reallocation import CaseToMove, Taker, spread
from hub.domain.tier import Tier
from hub.errors import BrokenRule

NO = (BrokenRule("HighRiskNeedsHigherLevel", "No.", "Name another."),)
FIRST, SECOND, UNKNOWN = Taker("A", 100, 0), Taker("B", 100, 40), Taker("C", None, 0)


def case(number: int, tier: int | None = 2, points: int = 20) -> CaseToMove:
    return CaseToMove(number, 1, Tier(tier) if tier else None, points)


def test_the_higher_tier_is_placed_first_and_the_emptier_takes_it() -> None:
    found = spread([case(1), case(2, 4), case(3, None)], [SECOND, FIRST], {})
    assert [(move.case.case_id, move.to) for move in found.moves] == [(2, "A"), (1, "A"), (3, "A")]
    assert found.used_after == {"A": 60, "B": 40}


def test_full_and_unknown_come_after() -> None:
    found = spread([case(n) for n in range(1, 6)], [UNKNOWN, FIRST, SECOND], {})
    assert [move.to for move in found.moves] == ["A", "A", "A", "B", "A"]


def test_who_may_not_is_named_and_who_is_left_takes_it() -> None:
    found = spread([case(1, 4)], [FIRST, UNKNOWN], {(1, "A"): NO})
    assert (found.moves[0].to, dict(found.moves[0].refused)) == ("C", {"A": NO})
    nobody = spread([case(1, 4)], [FIRST], {(1, "A"): NO})
    assert nobody.moves[0].to is None
    assert nobody.used_after == {"A": 0}


_cases = st.lists(st.builds(case, st.integers(1, 50), st.sampled_from((None, 1, 2, 3, 4)), st.integers(0, 90)))
_takers = st.lists(
    st.builds(Taker, st.sampled_from("ABCDE"), st.none() | st.integers(0, 300), st.integers(0, 300)),
    min_size=1,
    unique_by=lambda taker: taker.code,
)


@given(_cases, _takers)
def test_every_case_is_taken_once_and_the_points_add_up(cases: list[CaseToMove], takers: list[Taker]) -> None:
    found = spread(cases, takers, {})
    assert sorted(move.case.case_id for move in found.moves) == sorted(one.case_id for one in cases)
    assert all(move.to for move in found.moves)
    before = sum(taker.used for taker in takers)
    assert sum(found.used_after.values()) == before + sum(one.points for one in cases)

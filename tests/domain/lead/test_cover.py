from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.lead.cover import ActingReason, Cover, acting, check_cover, covered_by
from hub.errors import BrokenRule
from tests.rule_table import RuleTable

FIRST, DAY = date(2026, 11, 2), date(2026, 11, 23)


def checked(last: date | None, same: bool, reason: str) -> str:
    try:
        check_cover(Cover(1, 1 if same else 2, FIRST, last, reason))
    except BrokenRule as broken:
        assert broken.remedy.endswith(".")
        return broken.code
    return "allowed"


COVERS = RuleTable(
    "Covering for somebody",
    "domain, Offender Manager; the bound of four weeks: hub",
    ("last day", "by themselves", "reason"),
    ("answer",),
    [
        (date(2026, 11, 2), False, "ill", "allowed"),
        (date(2026, 11, 29), False, "on leave", "allowed"),
        (date(2026, 11, 30), False, "on leave", "CoverTooLong"),
        (date(2026, 11, 1), False, "on leave", "CoverEndsBeforeItBegins"),
        (None, False, "on leave", "CoverNeedsEnd"),
        (date(2026, 11, 9), True, "on leave", "CoverByThemselves"),
        (date(2026, 11, 9), False, " ", "CoverNeedsReason"),
    ],
    checked,
    f"The first day is {FIRST}; both days are included. A longer absence is a change of manager.",
)


@pytest.mark.parametrize("row", COVERS.rows, ids=COVERS.names())
def test_covering(row: tuple[object, ...]) -> None:
    COVERS.check(row)


def cover(by: int, first: str, last: str, for_id: int = 1) -> Cover:
    return Cover(for_id, by, date.fromisoformat(first), date.fromisoformat(last), "on leave")


STANDING: dict[str, list[Cover]] = {
    "none": [],
    "by 2, that day the last": [cover(2, "2026-11-16", "2026-11-23")],
    "by 2, that day the first": [cover(2, "2026-11-23", "2026-11-30")],
    "by 2, over the day before": [cover(2, "2026-11-16", "2026-11-22")],
    "by 2, begins the day after": [cover(2, "2026-11-24", "2026-11-30")],
    "by 2, then by 3 as well": [cover(2, "2026-11-16", "2026-11-30"), cover(3, "2026-11-20", "2026-11-30")],
    "by 2, who is covered by 3": [cover(2, "2026-11-16", "2026-11-30"), cover(3, "2026-11-20", "2026-11-30", 2)],
    "by 2, who is covered by 1": [cover(2, "2026-11-16", "2026-11-30"), cover(1, "2026-11-20", "2026-11-30", 2)],
    "of somebody else": [cover(2, "2026-11-16", "2026-11-30", 9)],
}


def acts(covers: str, named: int | None, away: bool) -> tuple[int | None, ActingReason]:
    found = acting(named, STANDING[covers], DAY, away=away)
    return found.staff_id, found.because.reason


WHY = ActingReason
ACTING = RuleTable(
    "Who acts on a day",
    "domain, Offender Manager",
    ("cover", "named", "known to be away"),
    ("acts", "reason"),
    [
        ("none", 1, False, 1, WHY.PRESENT),
        ("none", 1, True, None, WHY.AWAY_WITHOUT_COVER),
        ("none", None, False, None, WHY.NOBODY_NAMED),
        ("by 2, that day the last", 1, True, 2, WHY.COVERED),
        ("by 2, that day the first", 1, False, 2, WHY.COVERED),
        ("by 2, over the day before", 1, False, 1, WHY.PRESENT),
        ("by 2, over the day before", 1, True, None, WHY.AWAY_WITHOUT_COVER),
        ("by 2, begins the day after", 1, False, 1, WHY.PRESENT),
        ("by 2, then by 3 as well", 1, True, 3, WHY.COVERED),
        ("by 2, who is covered by 3", 1, True, 3, WHY.COVERED),
        ("by 2, who is covered by 1", 1, True, 2, WHY.COVERED),
        ("of somebody else", 1, False, 1, WHY.PRESENT),
    ],
    acts,
    f"People are numbers here; the day is {DAY}. Who is accountable does not change by cover.",
)


@pytest.mark.parametrize("row", ACTING.rows, ids=ACTING.names())
def test_who_acts(row: tuple[object, ...]) -> None:
    ACTING.check(row)


DAYS = st.dates(date(2026, 11, 1), date(2026, 12, 10))
COVER = st.builds(Cover, st.integers(1, 3), st.integers(1, 3), DAYS, DAYS, st.just("on leave"))


@given(st.lists(COVER, max_size=6), DAYS)
def test_covers_in_a_circle_come_to_an_end(covers: list[Cover], on: date) -> None:
    found = acting(1, covers, on)
    assert found.staff_id in (1, 2, 3)
    assert (found.staff_id == 1) == (found.because.reason is WHY.PRESENT)


CHAINS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(0, 5), st.integers(0, 5)), max_size=8)


def test_cover_passes_on_to_who_covers_for_the_one_who_covers() -> None:
    covers = [Cover(1, 2, DAY, DAY, "on leave"), Cover(2, 3, DAY, DAY, "ill"), Cover(4, 3, FIRST, FIRST, "over")]
    assert covered_by(3, covers, DAY) == {1, 2}
    assert covered_by(2, covers, DAY) == {1}
    assert covered_by(1, covers, DAY) == set()


@given(CHAINS)
def test_whoever_acts_stands_in_for_the_one_named(parts: list[tuple[int, int, int, int]]) -> None:
    covers = [
        Cover(away, by, DAY - timedelta(days=before), DAY + timedelta(days=after - 2), "made up")
        for away, by, before, after in parts
    ]
    for named in range(1, 6):
        who = acting(named, covers, DAY).staff_id
        assert who is not None
        assert who == named or named in covered_by(who, covers, DAY)

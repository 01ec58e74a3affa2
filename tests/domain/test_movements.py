"""The movements of a record, from its readings and from what was reported: once each, in whatever order they came."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain.custody import RECORD, UNKNOWN_AGENCY, CustodyState, Direction, Movement, MovementKind, MovementReport
from hub.domain.custody_change import BookingStatus, CustodyReading, Whereabouts
from hub.domain.movements import Moved, ReportedMovement, changes, moved, turning_points

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
IN, OUT = Direction.IN, Direction.OUT
K, B, W, S = MovementKind, BookingStatus, Whereabouts, CustodyState
LATE, PROMPT = "prison-offender-events", "prisoner-offender-search"


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def inside(
    minutes: float, kind: MovementKind = K.ADMISSION, booking: str = "200", prison: str = "ZZA"
) -> CustodyReading:
    return CustodyReading(at(minutes), S.IN_PRISON, booking, B.ACTIVE_IN, W.IN, kind, last_code="I", prison_code=prison)


def at_court(minutes: float) -> CustodyReading:
    return CustodyReading(
        at(minutes), S.AT_COURT, "200", B.ACTIVE_OUT, W.OUT, K.COURT, last_code="CRT", prison_code="ZZA"
    )


def gone(minutes: float, code: str = "CR") -> CustodyReading:
    return CustodyReading(at(minutes), S.RELEASED, "200", B.INACTIVE_OUT, W.OUT, K.RELEASE, last_code=code)


def between(minutes: float) -> CustodyReading:
    return CustodyReading(at(minutes), S.BEING_TRANSFERRED, "200", B.INACTIVE_TRANSFER, W.BETWEEN, K.TRANSFER)


def removed(minutes: float) -> CustodyReading:
    return CustodyReading(at(minutes), S.REMOVED)


def told(
    direction: Direction,
    kind: MovementKind,
    minutes: float,
    publisher: str = LATE,
    *,
    agency: str = "ZZA",
    code: str | None = None,
) -> ReportedMovement:
    state = S.IN_PRISON if direction is IN else S.AT_COURT if kind is K.COURT else S.RELEASED
    report = MovementReport(publisher, "WORD", code, state, at(minutes), False, f"topic/0/{publisher}")
    return ReportedMovement(direction, kind, agency, report)


COURT_OUT = (OUT, K.COURT)
COURT_BACK = (IN, K.COURT)


def seen(found: Moved) -> list[tuple[str, str, int, tuple[str, ...]]]:
    """Direction, kind, minute and who told of it."""
    return [
        (one.direction, one.kind, round((one.at - NOON).total_seconds() / 60), tuple(r.publisher for r in one.reports))
        for one in found.movements
    ]


def test_two_readings_tell_of_one_movement_that_happened_between_them() -> None:
    [movement] = moved([inside(0), at_court(5)], ()).movements
    assert movement == Movement(
        OUT,
        K.COURT,
        "ZZA",
        (MovementReport(RECORD, "SENT_TO_COURT", "CRT", S.AT_COURT, at(5), True, RECORD, since=at(0)),),
    )


def test_a_first_reading_and_one_that_says_the_same_tell_nothing() -> None:
    assert moved([inside(0)], ()) == Moved()
    assert moved([inside(0), inside(5), inside(9)], ()) == Moved()


def test_a_record_that_was_removed_begins_anew() -> None:
    assert moved([inside(0), removed(5), gone(9)], ()) == Moved()


def test_what_no_rule_explains_is_listed() -> None:
    found = moved([between(0), gone(5)], ())
    assert found.movements == ()
    [one] = found.unknown
    assert (one.since, one.at, one.was, one.now) == (at(0), at(5), S.BEING_TRANSFERRED, S.RELEASED)


def test_several_readings_of_one_moment_each_count_once() -> None:
    """Each step between two states that no rule explains is listed, however often it is repeated in that moment."""
    found = moved([between(0), gone(5), between(5), gone(5)], ())
    assert [(one.since, one.at, one.was, one.now) for one in found.unknown] == [
        (at(0), at(5), S.BEING_TRANSFERRED, S.RELEASED),
        (at(5), at(5), S.BEING_TRANSFERRED, S.RELEASED),
    ]


def test_a_reading_that_comes_late_explains_it() -> None:
    found = moved([between(0), inside(3), gone(5)], ())
    assert [(one.kind, one.direction) for one in found.movements] == [(K.TRANSFER, IN), (K.RELEASE, OUT)]
    assert found.unknown == ()


def test_administrative_paperwork_moves_nobody() -> None:
    merged = replace(gone(5, "MRG"), state=S.NOT_BOOKED)
    [movement] = moved([inside(0), merged], ()).movements
    assert movement.word.state is None


# (readings, reports) -> movements: (direction, kind, minute, who told of it)
TOGETHER = [
    ("the same minute of both publishers", [], [told(*COURT_OUT, 3), told(*COURT_OUT, 3, PROMPT)],
     [(OUT, K.COURT, 3, (LATE, PROMPT))]),
    ("both publishers, 45 minutes apart", [], [told(*COURT_OUT, 48), told(*COURT_OUT, 3, PROMPT)],
     [(OUT, K.COURT, 3, (PROMPT, LATE))]),
    ("both publishers, an hour apart", [], [told(*COURT_OUT, 63), told(*COURT_OUT, 3, PROMPT)],
     [(OUT, K.COURT, 3, (PROMPT, LATE))]),
    ("both publishers, more than an hour apart", [], [told(*COURT_OUT, 64), told(*COURT_OUT, 3, PROMPT)],
     [(OUT, K.COURT, 3, (PROMPT,)), (OUT, K.COURT, 64, (LATE,))]),
    ("one publisher, another minute: another movement", [], [told(*COURT_OUT, 3), told(*COURT_OUT, 4)],
     [(OUT, K.COURT, 3, (LATE,)), (OUT, K.COURT, 4, (LATE,))]),
    ("back in between: two movements", [], [told(*COURT_OUT, 3, PROMPT), told(*COURT_BACK, 9), told(*COURT_OUT, 20)],
     [(OUT, K.COURT, 3, (PROMPT,)), (IN, K.COURT, 9, (LATE,)), (OUT, K.COURT, 20, (LATE,))]),
    ("another prison", [], [told(*COURT_OUT, 3), told(*COURT_OUT, 3, PROMPT, agency="ZZB")],
     [(OUT, K.COURT, 3, (LATE,)), (OUT, K.COURT, 3, (PROMPT,))]),
    ("a publisher that names no prison", [], [told(*COURT_OUT, 3), told(*COURT_OUT, 3, PROMPT, agency=UNKNOWN_AGENCY)],
     [(OUT, K.COURT, 3, (LATE, PROMPT))]),
    ("another kind", [], [told(*COURT_OUT, 3), told(OUT, K.RELEASE, 3, PROMPT)],
     [(OUT, K.COURT, 3, (LATE,)), (OUT, K.RELEASE, 3, (PROMPT,))]),
    ("the readings and the event between them", [inside(0), at_court(10)], [told(*COURT_OUT, 4)],
     [(OUT, K.COURT, 4, (LATE, RECORD))]),
    ("readings a night apart", [inside(0), at_court(1440)], [told(*COURT_OUT, 300)],
     [(OUT, K.COURT, 300, (LATE, RECORD))]),
    ("the event comes 45 minutes after the reading", [inside(0), at_court(10)], [told(*COURT_OUT, 55)],
     [(OUT, K.COURT, 10, (RECORD, LATE))]),
    ("all three", [inside(0), at_court(10)], [told(*COURT_OUT, 4), told(*COURT_OUT, 11, PROMPT)],
     [(OUT, K.COURT, 4, (LATE, RECORD, PROMPT))]),
    ("the record was written half an hour after the fact", [inside(0), at_court(10)], [told(*COURT_OUT, -30)],
     [(OUT, K.COURT, -30, (LATE, RECORD))]),
    ("the event is of an earlier one", [inside(0), at_court(10)], [told(*COURT_OUT, -70)],
     [(OUT, K.COURT, -70, (LATE,)), (OUT, K.COURT, 10, (RECORD,))]),
    ("out, back and out again within the hour",
     [inside(0), at_court(10), inside(20, K.COURT), at_court(30)],
     [told(*COURT_OUT, 8), told(*COURT_BACK, 15), told(*COURT_OUT, 25)],
     [(OUT, K.COURT, 8, (LATE, RECORD)), (IN, K.COURT, 15, (LATE, RECORD)), (OUT, K.COURT, 25, (LATE, RECORD))]),
    ("two events between the readings: the later one is what they show", [inside(0), at_court(60)],
     [told(*COURT_OUT, 5), told(*COURT_OUT, 50)],
     [(OUT, K.COURT, 5, (LATE,)), (OUT, K.COURT, 50, (LATE, RECORD))]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("readings", "reports", "expected"), [row[1:] for row in TOGETHER], ids=[row[0] for row in TOGETHER]
)
def test_what_tells_of_one_movement(
    readings: list[CustodyReading],
    reports: list[ReportedMovement],
    expected: list[tuple[Direction, MovementKind, int, tuple[str, ...]]],
) -> None:
    found = {str(seen(moved(readings, order))) for order in permutations([*reports, *reports[:1]])}
    assert found == {str(expected)}


def test_the_event_gives_the_word_where_it_has_a_code() -> None:
    [movement] = moved([inside(0), gone(10)], [told(OUT, K.RELEASE, 4, code="HD")]).movements
    assert (movement.word.publisher, movement.word.reason_code, movement.at) == (LATE, "HD", at(4))


KINDS = (inside, at_court, gone, between, removed)
READINGS = st.lists(
    st.builds(lambda make, minute: make(minute), st.sampled_from(KINDS), st.integers(0, 300)), max_size=8
)
REPORTS = st.lists(
    st.builds(
        told,
        st.sampled_from(Direction),
        st.sampled_from([K.COURT, K.RELEASE]),
        st.integers(0, 300),
        st.sampled_from([LATE, PROMPT]),
        agency=st.sampled_from(["ZZA", UNKNOWN_AGENCY]),
    ),
    max_size=8,
)


@given(READINGS, REPORTS, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(
    readings: list[CustodyReading], reports: list[ReportedMovement], chance: object
) -> None:
    by_time = sorted({one.at: one for one in readings}.values(), key=lambda one: one.at)
    expected = moved(by_time, reports)
    again = [*reports, *reports]
    chance.shuffle(again)  # type: ignore[attr-defined]
    assert moved(by_time, again) == expected
    twice = [one for held in by_time for one in (held, held)]
    assert moved(twice, reports) == expected
    assert moved(turning_points(by_time), reports) == expected


@given(READINGS, REPORTS)
def test_nothing_told_is_lost_and_nothing_is_told_twice(
    readings: list[CustodyReading], reports: list[ReportedMovement]
) -> None:
    by_time = sorted({one.at: one for one in readings}.values(), key=lambda one: one.at)
    found = moved(by_time, reports)
    kept = [report for movement in found.movements for report in movement.reports]
    assert {report.at for report in kept if report.publisher != RECORD} == {one.report.at for one in reports}
    assert sum(report.publisher == RECORD for report in kept) == len(changes(by_time)[0])
    identities = [(one.direction, one.kind, one.agency, one.at.replace(second=0)) for one in found.movements]
    assert len(set(identities)) == len(identities)

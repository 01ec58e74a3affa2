"""What two consecutive readings of a prisoner's record mean: every row of the table, and the edges of each."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain.custody import CustodyState, Direction, MovementKind
from hub.domain.custody_change import TABLE, BookingStatus, CustodyReading, Way, Whereabouts, meaning

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
K, B, W = MovementKind, BookingStatus, Whereabouts
MINUTE = timedelta(minutes=1)


def reading(
    booking: str | None,
    status: BookingStatus | None,
    whereabouts: Whereabouts | None,
    kind: MovementKind | None,
    *,
    code: Way | None = None,
    prison: str | None = None,
    merged: datetime | None = None,
    moved: datetime | None = None,
) -> CustodyReading:
    return CustodyReading(
        NOON, CustodyState.IN_PRISON, booking, status, whereabouts, kind, None, code, moved, merged, prison
    )


NOBODY = reading(None, None, None, None)
ADMITTED = reading("200", B.ACTIVE_IN, W.IN, K.ADMISSION, prison="ZZA")
BETWEEN = reading("200", B.INACTIVE_TRANSFER, W.BETWEEN, K.TRANSFER)
ARRIVED = reading("200", B.ACTIVE_IN, W.IN, K.ADMISSION, prison="ZZB")
AT_COURT = reading("200", B.ACTIVE_OUT, W.OUT, K.COURT, prison="ZZA")
FROM_COURT = reading("200", B.ACTIVE_IN, W.IN, K.COURT, prison="ZZA")
BY_COURT = reading("200", B.ACTIVE_IN, W.IN, K.ADMISSION, code=Way.BY_COURT, prison="ZZB")
ABSENT = reading("200", B.ACTIVE_OUT, W.OUT, K.TEMPORARY_ABSENCE, prison="ZZA")
FROM_ABSENCE = reading("200", B.ACTIVE_IN, W.IN, K.TEMPORARY_ABSENCE, prison="ZZA")
BY_ABSENCE = reading("200", B.ACTIVE_IN, W.IN, K.ADMISSION, code=Way.BY_ABSENCE, prison="ZZB")
RELEASED = reading("200", B.INACTIVE_OUT, W.OUT, K.RELEASE)
HOSPITAL = reading("200", B.INACTIVE_OUT, W.OUT, K.RELEASE, code=Way.TO_HOSPITAL)
SECOND = reading("201", B.ACTIVE_IN, W.IN, K.ADMISSION, prison="ZZB")
EARLIER = reading("199", B.ACTIVE_IN, W.IN, K.ADMISSION, prison="ZZB")
SECOND_MERGED = replace(SECOND, merged_at=NOON - 90 * MINUTE)

# (previous, new) -> (row, direction, reason, prison named)
CASES = [
    ("arrived after a transfer", BETWEEN, ARRIVED, 1, "IN", "TRANSFERRED", "ZZB"),
    ("arrived on another booking", BETWEEN, SECOND, 1, "IN", "TRANSFERRED", "ZZB"),
    ("arrived, the last movement being from court", BETWEEN, FROM_COURT, 1, "IN", "TRANSFERRED", "ZZA"),
    ("back from court", AT_COURT, FROM_COURT, 2, "IN", "RETURN_FROM_COURT", "ZZA"),
    ("back from court on another booking", AT_COURT, replace(FROM_COURT, booking_id="201"), 2, "IN",
     "RETURN_FROM_COURT", "ZZA"),
    ("another booking, merged 90 minutes ago", ADMITTED, SECOND_MERGED, 3, "IN", "POST_MERGE_ADMISSION", "ZZB"),
    ("a first booking, merged", NOBODY, SECOND_MERGED, 3, "IN", "POST_MERGE_ADMISSION", "ZZB"),
    ("merged, and out at court", ADMITTED, replace(SECOND_MERGED, status=B.ACTIVE_OUT, whereabouts=W.OUT,
     last_kind=K.COURT), 3, "IN", "POST_MERGE_ADMISSION", "ZZB"),
    ("merged, and out on an absence", ADMITTED, replace(SECOND_MERGED, status=B.ACTIVE_OUT, whereabouts=W.OUT,
     last_kind=K.TEMPORARY_ABSENCE), 3, "IN", "POST_MERGE_ADMISSION", "ZZB"),
    ("merged 91 minutes ago", ADMITTED, replace(SECOND, merged_at=NOON - 91 * MINUTE), 5, "IN", "NEW_ADMISSION",
     "ZZB"),
    ("merged long ago, moved before that", ADMITTED, replace(SECOND, merged_at=NOON - 999 * MINUTE,
     last_moved=NOON - 1000 * MINUTE), 3, "IN", "POST_MERGE_ADMISSION", "ZZB"),
    ("merged 91 minutes before the last movement", ADMITTED, replace(SECOND, merged_at=NOON - 101 * MINUTE,
     last_moved=NOON - 10 * MINUTE), 5, "IN", "NEW_ADMISSION", "ZZB"),
    ("merged on the same booking", RELEASED, replace(ARRIVED, merged_at=NOON), 6, "IN", "READMISSION", "ZZB"),
    ("merged, by a transfer", ADMITTED, replace(SECOND_MERGED, last_kind=K.TRANSFER), 18, None, None, None),
    ("an earlier booking again", RELEASED, EARLIER, 4, "IN", "READMISSION_SWITCH_BOOKING", "ZZB"),
    ("an earlier booking while still inside", ADMITTED, EARLIER, 5, "IN", "NEW_ADMISSION", "ZZB"),
    ("a later booking after release", RELEASED, SECOND, 5, "IN", "NEW_ADMISSION", "ZZB"),
    ("a first booking", NOBODY, ADMITTED, 5, "IN", "NEW_ADMISSION", "ZZA"),
    ("the same booking again", RELEASED, ARRIVED, 6, "IN", "READMISSION", "ZZB"),
    ("from court to another prison", AT_COURT, BY_COURT, 7, "IN", "TRANSFERRED", "ZZB"),
    ("from court, admitted for another reason", AT_COURT, ARRIVED, 17, None, None, None),
    ("back from an absence", ABSENT, FROM_ABSENCE, 8, "IN", "TEMPORARY_ABSENCE_RETURN", "ZZA"),
    ("from an absence to another prison", ABSENT, BY_ABSENCE, 9, "IN", "TRANSFERRED", "ZZB"),
    ("from an absence, by the code for court", ABSENT, BY_COURT, 17, None, None, None),
    ("out to a transfer", ADMITTED, BETWEEN, 10, "OUT", "TRANSFERRED", "ZZA"),
    ("from court into a transfer", AT_COURT, BETWEEN, 18, None, None, None),
    ("out to court", ADMITTED, AT_COURT, 11, "OUT", "SENT_TO_COURT", "ZZA"),
    ("out to an absence", ADMITTED, ABSENT, 12, "OUT", "TEMPORARY_ABSENCE_RELEASE", "ZZA"),
    ("released to hospital", ADMITTED, HOSPITAL, 13, "OUT", "RELEASED_TO_HOSPITAL", "ZZA"),
    ("released to hospital from court", AT_COURT, HOSPITAL, 13, "OUT", "RELEASED_TO_HOSPITAL", "ZZA"),
    ("released", ADMITTED, RELEASED, 14, "OUT", "RELEASED", "ZZA"),
    ("released by the court", AT_COURT, RELEASED, 14, "OUT", "RELEASED", "ZZA"),
    ("a booking moved to somebody without one", NOBODY, FROM_COURT, 15, "IN", "NEW_ADMISSION", "ZZA"),
    ("a booking moved to somebody released", RELEASED, FROM_COURT, 16, "IN", "NEW_ADMISSION", "ZZA"),
    ("released, though never seen inside", NOBODY, RELEASED, 17, None, None, None),
    ("released in the middle of a transfer", BETWEEN, RELEASED, 17, None, None, None),
    ("at court, though between prisons", BETWEEN, AT_COURT, 17, None, None, None),
    ("inactive without a release", ADMITTED, replace(RELEASED, last_kind=K.COURT, status=B.INACTIVE_OUT), 11, "OUT",
     "SENT_TO_COURT", "ZZA"),
    ("inactive, last admitted", ADMITTED, replace(RELEASED, last_kind=K.ADMISSION), 17, None, None, None),
    ("nothing new", ADMITTED, ADMITTED, 18, None, None, None),
    ("another prison, no movement between", ADMITTED, ARRIVED, 18, None, None, None),
    ("between prisons, never seen inside", NOBODY, BETWEEN, 18, None, None, None),
    ("the booking is gone", ADMITTED, NOBODY, 18, None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("was", "now", "row", "direction", "reason", "prison"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_the_table(
    was: CustodyReading, now: CustodyReading, row: int, direction: str | None, reason: str | None, prison: str | None
) -> None:
    found = meaning(was, now)
    assert (found.row, found.direction, found.reason, found.prison_code) == (row, direction, reason, prison)
    assert found.unknown is (row == 17)


def test_every_row_is_tested() -> None:
    assert [row.number for row in TABLE] == list(range(1, 19))
    assert {case[3] for case in CASES} == set(range(1, 19))


@pytest.mark.parametrize(
    ("latest", "booking", "row"),
    [(0, "201", 5), (202, "201", 4), (201, "201", 5), (0, "199", 4), (0, "no number", 5), (0, "-31", 4)],
)
def test_which_booking_is_the_latest_of_several(latest: int, booking: str, row: int) -> None:
    assert meaning(RELEASED, replace(SECOND, booking_id=booking), latest).row == row


def test_a_movement_names_no_pseudo_prison() -> None:
    assert meaning(replace(ADMITTED, prison_code=None), RELEASED).prison_code is None


STATES = [
    NOBODY, ADMITTED, BETWEEN, ARRIVED, AT_COURT, FROM_COURT, BY_COURT, ABSENT, FROM_ABSENCE, BY_ABSENCE, RELEASED,
    HOSPITAL, SECOND, EARLIER, SECOND_MERGED,
]  # fmt: skip


@given(st.sampled_from(STATES), st.sampled_from(STATES))
def test_an_answer_is_one_of_three(was: CustodyReading, now: CustodyReading) -> None:
    found = meaning(was, now)
    assert (found.direction is None) == (found.reason is None) == (found.kind is None)
    assert not (found.unknown and found.direction)
    if found.direction is Direction.IN:
        assert now.status in (B.ACTIVE_IN, B.ACTIVE_OUT)

"""What two consecutive readings of a prisoner's record mean: a movement, no movement, or one that no row explains.

The table is the order of decisions that today's prisoner search follows: the first row that fits decides. What its
authors only log as unknown is an answer here (`Meaning.unknown`), so that a person can look at it. Pure: the same two
readings always mean the same.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from hub.domain.custody import CustodyState, Direction, MovementKind
from hub.domain.value import Value

# An identifier of a merge that was made so long before the last movement still belongs to it.
MERGED_WITHIN = timedelta(minutes=90)


class BookingStatus(StrEnum):
    """The state of the record's booking."""

    ACTIVE_IN = "ACTIVE_IN"
    ACTIVE_OUT = "ACTIVE_OUT"
    INACTIVE_OUT = "INACTIVE_OUT"
    INACTIVE_TRANSFER = "INACTIVE_TRANSFER"


class Whereabouts(StrEnum):
    """Whether the record has the person inside, outside, or between two prisons."""

    IN = "IN"
    OUT = "OUT"
    BETWEEN = "BETWEEN"


class Way(StrEnum):
    """What the code of the last movement adds that the table asks for."""

    BY_COURT = "BY_COURT"
    BY_ABSENCE = "BY_ABSENCE"
    TO_HOSPITAL = "TO_HOSPITAL"


class CustodyReading(Value):
    """What one reading of a prisoner's record says of custody; a record without a booking has only `at` and `state`.

    `at` is when the source read the record, `state` where it has the person. `last_kind`, `last_code` (the prison's own
    code) and `way` are of the last movement, `last_moved` the earliest moment at which that can have been, None where
    the record does not say. `merged_at` is when the newest identifier of a merge was made. `prison_code` is a real
    prison or None.
    """

    at: datetime
    state: CustodyState
    booking_id: str | None = None
    status: BookingStatus | None = None
    whereabouts: Whereabouts | None = None
    last_kind: MovementKind | None = None
    last_code: str | None = None
    way: Way | None = None
    last_moved: datetime | None = None
    merged_at: datetime | None = None
    prison_code: str | None = None
    time_assumed: bool = False

    @property
    def active(self) -> bool:
        """Whether the booking is one that the prison is responsible for now."""
        return self.status in (BookingStatus.ACTIVE_IN, BookingStatus.ACTIVE_OUT)


class Meaning(Value):
    """What happened between two readings, and the row of the table that says so.

    `direction`, `kind` and `reason` are None where nothing moved (`unknown` False) or nothing is known (`unknown`
    True). `prison_code` is the prison received by or released from, None where the record names no real one.
    """

    row: int
    direction: Direction | None = None
    kind: MovementKind | None = None
    reason: str | None = None
    prison_code: str | None = None
    unknown: bool = False


ADMISSION, COURT, TRANSFER = MovementKind.ADMISSION, MovementKind.COURT, MovementKind.TRANSFER
ABSENCE, RELEASE = MovementKind.TEMPORARY_ABSENCE, MovementKind.RELEASE
ACTIVE_IN, INACTIVE_OUT = BookingStatus.ACTIVE_IN, BookingStatus.INACTIVE_OUT
IN, OUT, BETWEEN = Whereabouts.IN, Whereabouts.OUT, Whereabouts.BETWEEN
Reading = CustodyReading


def _other_booking(was: Reading, now: Reading) -> bool:
    return now.booking_id != was.booking_id


def _in_on(now: Reading, kind: MovementKind | None = None) -> bool:
    return now.status is ACTIVE_IN and (kind is None or now.last_kind is kind)


def _back(was: Reading, now: Reading, out_by: MovementKind) -> bool:
    return was.whereabouts is OUT and was.last_kind is out_by and now.whereabouts is IN


def _gone(was: Reading, now: Reading, by: MovementKind) -> bool:
    return was.whereabouts is IN and now.whereabouts is OUT and now.last_kind is by


def _released(was: Reading, now: Reading) -> bool:
    return was.active and now.status is INACTIVE_OUT and now.last_kind is RELEASE


def _merged(now: Reading) -> bool:
    """Whether an identifier of a merge was made within 90 minutes before the last movement, or after it.

    Where the record does not say when that was, the reading stands for it.
    """
    return now.merged_at is not None and now.merged_at >= (now.last_moved or now.at) - MERGED_WITHIN


def _not_the_latest(was: Reading, now: Reading, latest: int) -> bool:
    """Whether the booking is an earlier one than another of the person's; their numbers grow."""
    before, mine = booking_number(was.booking_id), booking_number(now.booking_id)
    return before is not None and mine is not None and mine < max(latest, before)


def booking_number(booking_id: str | None) -> int | None:
    """The booking's number, by which bookings are in order; None for none."""
    digits = (booking_id or "").removeprefix("-")
    return int(booking_id or "") if digits.isascii() and digits.isdigit() else None


class Row(Value):
    """One row: what holds of the previous reading, the new one, and the highest booking number seen before."""

    number: int
    holds: Callable[[Reading, Reading, int], bool]
    direction: Direction | None = None
    kind: MovementKind | None = None
    reason: str | None = None
    unknown: bool = False


RECEIVED, LET_OUT = Direction.IN, Direction.OUT
MERGE_KINDS = (ADMISSION, ABSENCE, COURT)

# First match wins.
TABLE = (
    Row(
        1, lambda was, now, _: was.whereabouts is BETWEEN and now.whereabouts is IN,
        RECEIVED, TRANSFER, "TRANSFERRED",
    ),
    Row(
        2, lambda was, now, _: _back(was, now, COURT) and now.last_kind is COURT,
        RECEIVED, COURT, "RETURN_FROM_COURT",
    ),
    Row(
        3,
        lambda was, now, _: _other_booking(was, now)
        and now.active and now.last_kind in MERGE_KINDS and _merged(now),
        RECEIVED, ADMISSION, "POST_MERGE_ADMISSION",
    ),
    Row(
        4,
        lambda was, now, latest: was.status is INACTIVE_OUT
        and _other_booking(was, now) and _not_the_latest(was, now, latest) and _in_on(now, ADMISSION),
        RECEIVED, ADMISSION, "READMISSION_SWITCH_BOOKING",
    ),
    Row(
        5, lambda was, now, _: _other_booking(was, now) and _in_on(now, ADMISSION),
        RECEIVED, ADMISSION, "NEW_ADMISSION",
    ),
    Row(
        6, lambda was, now, _: was.status is INACTIVE_OUT and not _other_booking(was, now) and _in_on(now, ADMISSION),
        RECEIVED, ADMISSION, "READMISSION",
    ),
    Row(
        7, lambda was, now, _: _back(was, now, COURT) and now.last_kind is ADMISSION and now.way is Way.BY_COURT,
        RECEIVED, TRANSFER, "TRANSFERRED",
    ),
    Row(
        8, lambda was, now, _: _back(was, now, ABSENCE) and now.last_kind is ABSENCE,
        RECEIVED, ABSENCE, "TEMPORARY_ABSENCE_RETURN",
    ),
    Row(
        9, lambda was, now, _: _back(was, now, ABSENCE) and now.last_kind is ADMISSION and now.way is Way.BY_ABSENCE,
        RECEIVED, TRANSFER, "TRANSFERRED",
    ),
    Row(10, lambda was, now, _: was.whereabouts is IN and now.whereabouts is BETWEEN, LET_OUT, TRANSFER, "TRANSFERRED"),
    Row(11, lambda was, now, _: _gone(was, now, COURT), LET_OUT, COURT, "SENT_TO_COURT"),
    Row(12, lambda was, now, _: _gone(was, now, ABSENCE), LET_OUT, ABSENCE, "TEMPORARY_ABSENCE_RELEASE"),
    Row(
        13, lambda was, now, _: _released(was, now) and now.way is Way.TO_HOSPITAL,
        LET_OUT, RELEASE, "RELEASED_TO_HOSPITAL",
    ),
    Row(14, lambda was, now, _: _released(was, now), LET_OUT, RELEASE, "RELEASED"),
    Row(15, lambda was, now, _: was.booking_id is None and _in_on(now), RECEIVED, ADMISSION, "NEW_ADMISSION"),
    Row(16, lambda was, now, _: was.status is INACTIVE_OUT and _in_on(now), RECEIVED, ADMISSION, "NEW_ADMISSION"),
    Row(17, lambda was, now, _: was.status is not now.status and now.whereabouts in (IN, OUT), unknown=True),
    Row(18, lambda *_: True),
)  # fmt: skip


def meaning(was: CustodyReading, now: CustodyReading, latest_booking: int = 0) -> Meaning:
    """What happened between the two readings; `latest_booking` is the highest booking number of earlier readings."""
    row = next(row for row in TABLE if row.holds(was, now, latest_booking))
    prison = None
    if row.direction is not None:
        prison = now.prison_code if row.direction is Direction.IN else was.prison_code
    return Meaning(row.number, row.direction, row.kind, row.reason, prison, row.unknown)

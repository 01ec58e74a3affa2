"""The movements of one prison record, from the readings of the record and from the movements that were reported.

Three sources tell of a movement, each once: the publisher that is late and knows when it happened, the publisher that
tells at once, and two consecutive readings of the record, between which it happened. Nothing here depends on the order
in which they arrived: readings are taken in the order in which the source read the record, reports by their times.

A movement is the same movement where direction, kind, agency and London minute are the same (contract). Where another
source tells another minute, or none, it is recognised by its time: within the hour, nobody moved the other way between.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from msgspec.structs import replace

from hub.domain.custody import (
    EXPLAINS_WITHIN,
    RECORD,
    UNKNOWN_AGENCY,
    CustodyState,
    Direction,
    Movement,
    MovementKind,
    MovementReport,
)
from hub.domain.custody_change import CustodyReading, Meaning, booking_number, meaning
from hub.domain.days import london_minute
from hub.domain.value import Value


class ReportedMovement(Value):
    """A movement as one source tells it."""

    direction: Direction
    kind: MovementKind
    agency: str
    report: MovementReport


class UnknownMovement(Value):
    """Between two readings something moved that no rule explains: a person must look at it."""

    since: datetime
    at: datetime
    was: CustodyState
    now: CustodyState


class Moved(Value):
    """What moved: the movements in the order of their times, each with its reports, and what is not known."""

    movements: tuple[Movement, ...] = ()
    unknown: tuple[UnknownMovement, ...] = ()


def lines_of(movements: Iterable[Movement]) -> Iterator[ReportedMovement]:
    """What was told of these movements, one by one."""
    for one in movements:
        for report in one.reports:
            alone = replace(report, agency=None) if report.agency else report
            yield ReportedMovement(one.direction, one.kind, report.agency or one.agency, alone)


def told_of(movements: Iterable[Movement]) -> Iterator[ReportedMovement]:
    """What others than the record itself told of these movements."""
    return (line for line in lines_of(movements) if line.report.publisher != RECORD)


def in_place_of(
    held: Sequence[Movement], wanted: Sequence[Movement]
) -> tuple[list[tuple[Movement | None, Movement]], list[Movement]]:
    """Which stored movement each of the wanted ones takes the place of, None for a new one; and those that go.

    The one with the same identity, else one that holds a report of it: so a movement that turns out to have been
    earlier stays the movement that it was.
    """
    free = {_identity(one): one for one in held}
    places: dict[int, Movement] = {}
    for position, one in enumerate(wanted):
        if same := free.pop(_identity(one), None):
            places[position] = same
    for position, one in enumerate(wanted):
        if free and position not in places:
            told = {_said(line) for line in lines_of([one])}
            if near := next((each for each in free.values() if _tells(each, told)), None):
                places[position] = free.pop(_identity(near))
    return [(places.get(position), one) for position, one in enumerate(wanted)], list(free.values())


def same_word(one: ReportedMovement, other: ReportedMovement) -> bool:
    """Whether the two say the same, whichever message said it."""
    return _word(one) == _word(other)


def _word(line: ReportedMovement) -> tuple[object, ...]:
    return line.direction, line.kind, line.agency, *_said(line)


def _said(line: ReportedMovement) -> tuple[object, ...]:
    """What the report says of the movement, without which message said it."""
    told = line.report
    return told.publisher, told.reason, told.reason_code, told.state, told.at, told.time_assumed, told.since


def _tells(held: Movement, told: set[tuple[object, ...]]) -> bool:
    return any(_said(line) in told for line in lines_of([held]))


def _identity(one: Movement) -> tuple[Direction, MovementKind, str, datetime]:
    return one.direction, one.kind, one.agency, london_minute(one.at)


def moved(readings: Sequence[CustodyReading], told: Iterable[ReportedMovement]) -> Moved:
    """What follows from the readings, in the order of the source, and from everything that was reported."""
    read, unknown = changes(readings)
    tellings = _by_minute([_Telling((one,)) for one in _distinct(told)])
    together = _together(_in_order([*tellings, *(_Telling((one,)) for one in read)]))
    found = sorted(_by_minute(together), key=lambda one: (one.at, *one.identity[:3]))
    return Moved(tuple(one.movement for one in found), unknown)


def changes(readings: Sequence[CustodyReading]) -> tuple[tuple[ReportedMovement, ...], tuple[UnknownMovement, ...]]:
    """What each pair of consecutive readings means: movements, and what no rule explains.

    A record that was removed in between says nothing: the next reading is a first one.
    """
    found: list[ReportedMovement] = []
    unknown: list[UnknownMovement] = []
    latest = 0
    for was, now in pairwise(readings):
        if CustodyState.REMOVED not in (was.state, now.state):
            meant = meaning(was, now, latest)
            if meant.unknown:
                unknown.append(UnknownMovement(min(was.at, now.at), now.at, was.state, now.state))
            elif meant.direction is not None and meant.kind is not None:
                agency = meant.prison_code or UNKNOWN_AGENCY
                found.append(ReportedMovement(meant.direction, meant.kind, agency, _read(meant, was, now)))
        latest = max(latest, booking_number(was.booking_id) or 0)
    return tuple(found), tuple(dict.fromkeys(unknown))


def turning_points(readings: Sequence[CustodyReading]) -> tuple[CustodyReading, ...]:
    """The readings that anything can follow from: the first and the last of each run that says the same."""
    said = [replace(one, at=datetime.min, time_assumed=False) for one in readings]
    last = len(readings) - 1
    return tuple(
        one
        for place, one in enumerate(readings)
        if place in (0, last) or said[place] != said[place - 1] or said[place] != said[place + 1]
    )


def _read(meant: Meaning, was: CustodyReading, now: CustodyReading) -> MovementReport:
    """The word of two readings: it happened between them, no later than the second was read."""
    return MovementReport(
        publisher=RECORD,
        reason=meant.reason or "",
        reason_code=now.last_code,
        state=None if now.state is CustodyState.NOT_BOOKED else now.state,
        at=now.at,
        time_assumed=True,
        cause=RECORD,
        since=min(was.at, now.at),
    )


def _distinct(told: Iterable[ReportedMovement]) -> list[ReportedMovement]:
    """Each word once, however often it came."""
    found: dict[tuple[object, ...], ReportedMovement] = {}
    for one in told:
        held = found.setdefault(word := _word(one), one)
        if one.report.cause < held.report.cause:
            found[word] = one
    return list(found.values())


class _Telling:
    """Reports that are taken to tell of one movement.

    `at` is the earliest time that any gives; `since` is how far back the movement may lie: to the reading before, where
    readings tell of it.
    """

    __slots__ = ("agency", "at", "identity", "lines", "publishers", "since")

    def __init__(self, lines: tuple[ReportedMovement, ...]) -> None:
        self.lines = lines
        self.agency = min((one.agency for one in lines if one.agency != UNKNOWN_AGENCY), default=UNKNOWN_AGENCY)
        self.at = min(one.report.at for one in lines)
        self.since = min(one.report.since or one.report.at for one in lines)
        self.publishers = frozenset(one.report.publisher for one in lines)
        self.identity = lines[0].direction, lines[0].kind, self.agency, london_minute(self.at)

    @property
    def movement(self) -> Movement:
        direction, kind, agency, _ = self.identity
        own = [one.report if one.agency == agency else replace(one.report, agency=one.agency) for one in self.lines]
        own.sort(key=lambda one: (one.at, one.publisher, one.reason, one.cause))
        return Movement(direction, kind, agency, tuple(own))

    @property
    def place(self) -> tuple[object, ...]:
        """Where it stands among others: the same whatever the order in which they came."""
        word = self.movement.word
        return self.at, *self.identity[:3], sorted(self.publishers), word.reason, word.reason_code or ""


def _in_order(tellings: list[_Telling]) -> list[_Telling]:
    """By their places; most differ in time already."""
    if len({one.at for one in tellings}) == len(tellings):
        return sorted(tellings, key=lambda one: one.at)
    return sorted(tellings, key=lambda one: one.place)


def _by_minute(tellings: Iterable[_Telling]) -> list[_Telling]:
    """One telling for each identity that the contract gives a movement."""
    found: dict[tuple[object, ...], list[_Telling]] = {}
    for one in tellings:
        found.setdefault(one.identity, []).append(one)
    return [_as_one(same) for same in found.values()]


def _as_one(tellings: Sequence[_Telling]) -> _Telling:
    if len(tellings) == 1:
        return tellings[0]
    return _Telling(tuple(line for one in tellings for line in one.lines))


def _together(tellings: Sequence[_Telling]) -> list[_Telling]:
    """Bring together what different sources tell of one movement, the closest in time first."""
    if len(tellings) < 2:
        return list(tellings)
    home = [[place] for place in range(len(tellings))]
    for _, left, right in sorted(_pairs(tellings)):
        ours, theirs = home[left], home[right]
        if ours is not theirs and _may_be_one([tellings[place] for place in (*ours, *theirs)]):
            ours += theirs
            for place in theirs:
                home[place] = ours
    groups = {id(places): places for places in home}.values()
    return [_as_one([tellings[place] for place in places]) for places in groups]


def _may_be_one(tellings: Sequence[_Telling]) -> bool:
    """Whether no source tells twice, and all say one agency, or none."""
    sources = [publisher for one in tellings for publisher in one.publishers]
    agencies = {one.agency for one in tellings} - {UNKNOWN_AGENCY}
    return len(set(sources)) == len(sources) and len(agencies) <= 1


def _pairs(tellings: Sequence[_Telling]) -> Iterator[tuple[tuple[timedelta, timedelta], int, int]]:
    """Pairs near enough in time to be one movement, each with how near: (outside its window by, before its end by)."""
    times = [one.at for one in tellings]
    against = {way: [one.at for one in tellings if one.identity[0] is not way] for way in Direction}
    for right, later in enumerate(tellings):
        start = bisect_left(times, later.since - EXPLAINS_WITHIN)
        stop = bisect_right(times, later.at + EXPLAINS_WITHIN)
        for left in range(start, stop):
            earlier = tellings[left]
            if left == right or earlier.identity[:2] != later.identity[:2] or earlier.since != earlier.at:
                continue
            if later.since == later.at and left > right:
                continue
            near, far = sorted((earlier.at, later.at))
            ways = against[later.identity[0]]
            if bisect_left(ways, far) > bisect_right(ways, near):
                continue
            outside = max(later.since - earlier.at, earlier.at - later.at, timedelta())
            yield (outside, far - near), left, right

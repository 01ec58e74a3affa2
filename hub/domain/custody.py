"""Where a person in custody is, from the prison record and from the movements reported.

The record and the movement reports arrive by different ways, in any order, some twice, some 45 minutes late. Every fact
has its own time, the newest wins, and the answer is the same whatever the order of arrival.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from hub.domain.value import Value

# One publisher tells a release without its reason at once, the other with its reason later: within this time of each
# other, the report with a reason explains the one without.
EXPLAINS_WITHIN = timedelta(hours=1)
# Who tells of a movement that follows from two readings of the record, and the agency where nobody names one.
RECORD = "prisoner-record"
UNKNOWN_AGENCY = "UNKNOWN"


class CustodyState(StrEnum):
    """The custody side's answer in the hub's words (domain: "Phase")."""

    NOT_BOOKED = "NOT_BOOKED"
    IN_PRISON = "IN_PRISON"
    AT_COURT = "AT_COURT"
    TEMPORARILY_ABSENT = "TEMPORARILY_ABSENT"
    BEING_TRANSFERRED = "BEING_TRANSFERRED"
    RESTRICTED_PATIENT = "RESTRICTED_PATIENT"
    RELEASED = "RELEASED"
    UNLAWFULLY_AT_LARGE = "UNLAWFULLY_AT_LARGE"
    DIED = "DIED"
    REMOVED = "REMOVED"


# In custody in the sense of the phases; unlawfully at large is a row of its own there.
HELD = frozenset(
    {
        CustodyState.IN_PRISON,
        CustodyState.AT_COURT,
        CustodyState.TEMPORARILY_ABSENT,
        CustodyState.BEING_TRANSFERRED,
        CustodyState.RESTRICTED_PATIENT,
    }
)
# States in which a prison is responsible for the person, so that its staff see the case.
RESPONSIBLE_PRISON = HELD - {CustodyState.BEING_TRANSFERRED} | {CustodyState.UNLAWFULLY_AT_LARGE}


class Direction(StrEnum):
    """Into prison, or out of it."""

    IN = "IN"
    OUT = "OUT"


class MovementKind(StrEnum):
    """What sort of movement it is."""

    ADMISSION = "ADMISSION"
    RELEASE = "RELEASE"
    TRANSFER = "TRANSFER"
    COURT = "COURT"
    TEMPORARY_ABSENCE = "TEMPORARY_ABSENCE"


class Place(Value):
    """Where somebody is, as one source says: the state, and what goes with it; `at` is when that was so."""

    state: CustodyState
    at: datetime
    time_assumed: bool = False
    status_text: str | None = None
    prison_code: str | None = None
    prison_name: str | None = None
    location: str | None = None
    movement_type: str | None = None
    movement_reason: str | None = None


class MovementReport(Value):
    """One publisher's word on a movement; `state` is where it leaves the person, None for paperwork that moves nobody.

    `reason_code` is the prison's own code, where the publisher gives one. Where two readings of the record tell of the
    movement, it happened after `since` and not after `at`. `agency` is what the report says where that is not the
    movement's.
    """

    publisher: str
    reason: str
    reason_code: str | None
    state: CustodyState | None
    at: datetime
    time_assumed: bool
    cause: str
    since: datetime | None = None
    agency: str | None = None


class Movement(Value):
    """One movement with every report of it; the same movement is the same direction, kind, agency and London minute.

    `id` is the stored row's, None for one that is not stored yet; it makes no difference to what the movement is.
    """

    direction: Direction
    kind: MovementKind
    agency: str
    reports: tuple[MovementReport, ...]
    id: int | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Movement) and self._told == other._told

    def __hash__(self) -> int:
        return hash(self._told)

    @property
    def _told(self) -> tuple[object, ...]:
        return self.direction, self.kind, self.agency, self.reports

    @property
    def word(self) -> MovementReport:
        """The report that counts: one with a reason code; of those an event's before the record's; then the latest."""
        return max(
            self.reports,
            key=lambda r: (r.reason_code is not None, r.publisher != RECORD, r.at, r.reason_code or "", r.reason),
        )

    @property
    def at(self) -> datetime:
        """When it happened: the earliest time that any report gives."""
        return min(report.at for report in self.reports)


class PatientReport(Value):
    """Word that somebody is a restricted patient, in a secure hospital and still in custody, or is none any more."""

    is_patient: bool
    at: datetime
    time_assumed: bool = False


Reports = Iterable[PatientReport]


def standing(told: Place | None, movements: Iterable[Movement], patient: Reports = ()) -> Place | None:
    """Where the person is: what the record told, the movement after it, or the reports on a patient after that.

    A patient who is none any more is released, unless they are somewhere else already.
    """
    moved = place = _moved(told, movements)
    for report in sorted(patient, key=lambda one: (one.at, not one.is_patient)):
        if moved is None or report.at > moved.at:
            place = _as_patient(place, report)
    return place


def _as_patient(place: Place | None, report: PatientReport) -> Place | None:
    state = place.state if place else None
    if report.is_patient and state not in BEYOND:
        prison = (place.prison_code, place.prison_name) if place else (None, None)
        return Place(CustodyState.RESTRICTED_PATIENT, report.at, report.time_assumed, None, *prison)
    if not report.is_patient and state is CustodyState.RESTRICTED_PATIENT:
        return Place(CustodyState.RELEASED, report.at, report.time_assumed)
    return place


# What no report on a patient takes back.
BEYOND = frozenset({CustodyState.DIED, CustodyState.REMOVED})


def _moved(told: Place | None, movements: Iterable[Movement]) -> Place | None:
    """What the record told, or the movement after it, whichever is newer.

    A movement that only paperwork made (an administrative merge is no release) moves nobody, and neither does a report
    without a reason that such a movement explains. At the same moment the record wins, for it is the fuller account;
    and what only readings of the record tell is in the newest of them already.
    """
    held = tuple(one for one in movements if any(report.publisher != RECORD for report in one.reports))
    moving = [movement for movement in held if movement.word.state is not None and not _explained(movement, held)]
    last = max(moving, key=lambda m: (m.at, m.direction is Direction.IN, m.kind, m.agency), default=None)
    if last is None or (told is not None and told.at >= last.at):
        return told
    return _after(last, told)


def _explained(movement: Movement, held: tuple[Movement, ...]) -> bool:
    """Whether a report with a reason speaks of the same movement, a few minutes off."""
    if movement.word.reason_code is not None:
        return False
    return any(
        other.word.reason_code is not None
        and (other.direction, other.kind, other.agency) == (movement.direction, movement.kind, movement.agency)
        and abs(other.at - movement.at) <= EXPLAINS_WITHIN
        for other in held
    )


def _after(movement: Movement, told: Place | None) -> Place:
    word = movement.word
    assert word.state is not None
    prison = movement.agency if word.state in RESPONSIBLE_PRISON else None
    same = told is not None and prison is not None and told.prison_code == prison
    return Place(
        state=word.state,
        at=movement.at,
        time_assumed=word.time_assumed,
        prison_code=prison,
        prison_name=told.prison_name if same and told else None,
        movement_type=movement.kind,
        movement_reason=word.reason_code or word.reason,
    )

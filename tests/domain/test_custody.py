from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from hub.domain.custody import (
    CustodyState,
    Direction,
    Movement,
    MovementKind,
    MovementReport,
    PatientReport,
    Place,
    standing,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
S = CustodyState
OUT, IN = Direction.OUT, Direction.IN
RELEASE, ADMISSION = MovementKind.RELEASE, MovementKind.ADMISSION


def told(minutes: int, state: CustodyState = S.IN_PRISON, prison: str | None = "ZZA") -> Place:
    return Place(state, NOON + timedelta(minutes=minutes), prison_code=prison, prison_name="Madeup", location="A-1")


def report(
    minutes: int, state: CustodyState | None, code: str | None = None, publisher: str = "late"
) -> MovementReport:
    return MovementReport(publisher, "WORD", code, state, NOON + timedelta(minutes=minutes), False, "topic/0/1")


def moved(direction: Direction, kind: MovementKind, *reports: MovementReport, agency: str = "ZZA") -> Movement:
    return Movement(direction, kind, agency, reports)


released = moved(OUT, RELEASE, report(10, S.RELEASED, "CR"))
at_once = moved(OUT, RELEASE, report(12, S.RELEASED, None, "prompt"))
merge = moved(OUT, RELEASE, report(10, None, "MRG"))
death = moved(OUT, RELEASE, report(10, S.DIED, "DEC"))
back = moved(IN, ADMISSION, report(30, S.IN_PRISON, "I"))


@pytest.mark.parametrize(
    ("place", "movements", "state"),
    [
        (None, (), None),
        (told(0), (), S.IN_PRISON),
        (None, (released,), S.RELEASED),
        (told(0), (released,), S.RELEASED),  # the movement is newer than the record
        (told(20), (released,), S.IN_PRISON),  # the record is newer
        (told(10), (released,), S.IN_PRISON),  # at the same moment the record is the fuller account
        (told(0), (released, back), S.IN_PRISON),
        (told(0), (back, released), S.IN_PRISON),
        (told(0), (merge,), S.IN_PRISON),  # an administrative merge is no release
        (told(0), (merge, at_once), S.IN_PRISON),  # it explains the report without a reason, minutes off
        (told(0), (death, at_once), S.DIED),  # the report without a reason is of the death
        (told(0), (at_once,), S.RELEASED),
        (None, (merge,), None),
    ],
)
def test_where_the_person_is(place: Place | None, movements: tuple[Movement, ...], state: CustodyState | None) -> None:
    for order in permutations(movements):
        found = standing(place, order)
        assert (found.state if found else None) is state


def test_a_report_without_reason_stands_when_the_other_is_hours_away() -> None:
    later = moved(OUT, RELEASE, report(10 + 61, S.RELEASED, None, "prompt"))
    found = standing(told(0), (merge, later))
    assert found is not None
    assert found.state is S.RELEASED


def test_of_two_reports_of_one_movement_the_one_with_a_reason_counts() -> None:
    both = moved(OUT, RELEASE, report(10, S.DIED, "DEC"), report(10, S.RELEASED, None, "prompt"))
    found = standing(told(0), (both,))
    assert found is not None
    assert (found.state, found.movement_reason) == (S.DIED, "DEC")


@pytest.mark.parametrize(
    ("state", "prison"),
    [
        (S.IN_PRISON, "ZZB"),
        (S.AT_COURT, "ZZB"),
        (S.TEMPORARILY_ABSENT, "ZZB"),
        (S.RESTRICTED_PATIENT, "ZZB"),
        (S.UNLAWFULLY_AT_LARGE, "ZZB"),
        (S.BEING_TRANSFERRED, None),
        (S.RELEASED, None),
        (S.DIED, None),
    ],
)
def test_the_responsible_prison_after_a_movement(state: CustodyState, prison: str | None) -> None:
    found = standing(told(0), (moved(OUT, RELEASE, report(5, state, "X"), agency="ZZB"),))
    assert found is not None
    assert (found.prison_code, found.location) == (prison, None)


def test_the_prisons_name_stays_while_the_prison_does() -> None:
    found = standing(told(0), (moved(IN, ADMISSION, report(5, S.IN_PRISON, "I"), agency="ZZA"),))
    assert found is not None
    assert found.prison_name == "Madeup"


def patient(minutes: int, *, ceased: bool = False) -> PatientReport:
    return PatientReport(not ceased, NOON + timedelta(minutes=minutes))


to_hospital = moved(OUT, RELEASE, report(10, S.RESTRICTED_PATIENT, "HP"))


@pytest.mark.parametrize(
    ("place", "movements", "said", "state", "prison"),
    [
        # nothing else is known of them
        (None, (), patient(20), S.RESTRICTED_PATIENT, None),
        (None, (), patient(20, ceased=True), None, None),
        # the discharge is told only later: out of the prison that had them
        (told(0), (), patient(20), S.RESTRICTED_PATIENT, "ZZA"),
        (told(0), (to_hospital,), patient(20), S.RESTRICTED_PATIENT, "ZZA"),
        # released once, and made a patient afterwards: still in custody
        (told(0), (released,), patient(20), S.RESTRICTED_PATIENT, None),
        # what is newer counts: the record, a movement
        (told(30), (), patient(20), S.IN_PRISON, "ZZA"),
        (told(20), (), patient(20), S.IN_PRISON, "ZZA"),
        (told(0), (back,), patient(20), S.IN_PRISON, "ZZA"),
        (told(0), (death,), patient(20), S.DIED, None),
        (told(0, S.REMOVED, None), (), patient(20), S.REMOVED, None),
        # a patient no more: released, unless back inside already
        (told(0, S.RESTRICTED_PATIENT), (), patient(20, ceased=True), S.RELEASED, None),
        (told(0), (to_hospital,), patient(20, ceased=True), S.RELEASED, None),
        (told(0), (to_hospital, back), patient(40, ceased=True), S.IN_PRISON, "ZZA"),
        (told(0), (to_hospital,), patient(5, ceased=True), S.RESTRICTED_PATIENT, "ZZA"),
    ],
)
def test_a_restricted_patient_is_in_custody_in_a_hospital(
    place: Place | None,
    movements: tuple[Movement, ...],
    said: PatientReport,
    state: CustodyState | None,
    prison: str | None,
) -> None:
    found = standing(place, movements, (said,))
    assert (found.state if found else None, found.prison_code if found else None) == (state, prison)


def test_two_reports_count_in_their_order() -> None:
    for reports in permutations((patient(20), patient(30, ceased=True))):
        ended = standing(told(0), (), reports)
        assert ended and (ended.state, ended.at) == (S.RELEASED, NOON + timedelta(minutes=30))
        inside = standing(told(0), (moved(IN, ADMISSION, report(25, S.IN_PRISON, "I")),), reports)
        assert inside and inside.state is S.IN_PRISON
    for reports in permutations((patient(20, ceased=True), patient(30))):
        again = standing(told(0), (), reports)
        assert again and again.state is S.RESTRICTED_PATIENT
    for reports in permutations((patient(20, ceased=True), patient(20))):
        of_one_moment = standing(told(0), (), reports)
        assert of_one_moment and of_one_moment.state is S.RELEASED

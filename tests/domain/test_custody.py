from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from hub.domain.custody import CustodyState, Direction, Movement, MovementKind, MovementReport, Place, standing

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

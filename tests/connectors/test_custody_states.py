"""Every ordered pair of the state records of one prisoner, against a matrix written out by hand from the table.

Our own records are in tests/samples/custody/state-*.json; those of HUB_SAMPLES of the same kinds
(custody-state-*-1.json) must mean the same.
"""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from hub.connectors.custody.translate import decode_prisoner
from hub.domain.custody import Direction, MovementKind
from hub.domain.custody_change import CustodyReading, Meaning, meaning
from hub.domain.records import PrisonerRecord
from tests.connectors.messages import message

OURS = Path(__file__).parents[1] / "samples" / "custody"
TOPIC = "custody.prisoner.snapshot.v1"

# Previous record (left) -> new record (above): the row of the table that decides.
#   1 transferred in   5 new admission  6 readmission   2 back from court
#  10 transferred out 11 to court      12 on an absence 14 released
#  15, 16 admitted by a moved booking  17 unknown       18 no movement
MATRIX = """
                    new-prisoner first-new-booking moved-booking second-new-booking transfer-in transfer-out court-out tap-out released
new-prisoner        18           5                 15            5                  5           18           17        17      17
first-new-booking   18           18                18            5                  18          10           11        12      14
moved-booking       18           18                18            5                  18          10           11        12      14
second-new-booking  18           5                 18            18                 5           10           11        12      14
transfer-in         18           18                18            5                  18          10           11        12      14
transfer-out        18           1                 1             1                  1           18           17        17      17
court-out           18           17                2             5                  17          18           18        18      14
tap-out             18           17                17            5                  17          18           18        18      14
released            18           6                 16            5                  6           18           17        17      18
"""  # noqa: E501 - a table

K = MovementKind
REASONS = {
    1: (Direction.IN, K.TRANSFER, "TRANSFERRED"),
    2: (Direction.IN, K.COURT, "RETURN_FROM_COURT"),
    5: (Direction.IN, K.ADMISSION, "NEW_ADMISSION"),
    6: (Direction.IN, K.ADMISSION, "READMISSION"),
    10: (Direction.OUT, K.TRANSFER, "TRANSFERRED"),
    11: (Direction.OUT, K.COURT, "SENT_TO_COURT"),
    12: (Direction.OUT, K.TEMPORARY_ABSENCE, "TEMPORARY_ABSENCE_RELEASE"),
    14: (Direction.OUT, K.RELEASE, "RELEASED"),
    15: (Direction.IN, K.ADMISSION, "NEW_ADMISSION"),
    16: (Direction.IN, K.ADMISSION, "NEW_ADMISSION"),
    17: (None, None, None),
    18: (None, None, None),
}


def rows() -> list[tuple[str, str, int]]:
    names, *lines = [line.split() for line in MATRIX.strip().splitlines()]
    return [(was, now, int(row)) for was, *row_of in lines for now, row in zip(names, row_of, strict=True)]


def read(path: Path, minutes: int) -> tuple[CustodyReading, str | None]:
    """The reading of a record read then, and the prison that its file names."""
    body = path.read_bytes()
    record, _ = decode_prisoner(message(TOPIC, None, body, hub_source_time=f"2026-11-23T12:{minutes:02}:00Z"))
    assert isinstance(record, PrisonerRecord) and record.reading
    return record.reading, json.loads(body).get("prisonId")


def check(folder: Path, names: str, was: str, now: str, row: int) -> None:
    before, left = read(folder / names.format(was), 0)
    after, reached = read(folder / names.format(now), 5)
    assert after.at - before.at == timedelta(minutes=5)
    direction, kind, reason = REASONS[row]
    prison = {Direction.IN: reached, Direction.OUT: left, None: None}[direction]
    assert meaning(before, after) == Meaning(row, direction, kind, reason, prison, unknown=row == 17)


@pytest.mark.parametrize(("was", "now", "row"), rows())
def test_our_own_states(was: str, now: str, row: int) -> None:
    check(OURS, "state-{}.json", was, now, row)


def test_the_matrix_holds_every_ordered_pair_of_our_states() -> None:
    names = {path.stem.removeprefix("state-") for path in OURS.glob("state-*.json")}
    assert len(names) == 9
    assert {(was, now) for was, now, _ in rows()} == {(was, now) for was in names for now in names}


@pytest.mark.samples
@pytest.mark.skipif("HUB_SAMPLES" not in os.environ, reason="Set HUB_SAMPLES to a folder that holds custody-state-*.")
@pytest.mark.parametrize(("was", "now", "row"), rows())
def test_the_given_states(was: str, now: str, row: int) -> None:
    check(Path(os.environ["HUB_SAMPLES"]), "custody-state-{}-1.json", was, now, row)


@pytest.mark.samples
@pytest.mark.skipif("HUB_SAMPLES" not in os.environ, reason="Set HUB_SAMPLES to a folder that holds custody-state-*.")
def test_every_given_state_is_compared_with_every_other() -> None:
    """States that the matrix does not hold, too, have one of the table's answers."""
    readings = [read(path, 0)[0] for path in sorted(Path(os.environ["HUB_SAMPLES"]).glob("custody-state-*.json"))]
    assert readings
    assert all(1 <= meaning(was, now).row <= 18 for was in readings for now in readings)

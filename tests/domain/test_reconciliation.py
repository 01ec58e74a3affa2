"""A fresh set of records against what is held: a table of what counts as a difference."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.domain.reconciliation import HeldReading, Standing, standing

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SAID = {"crn": "Z123456", "place": {"state": "IN_PRISON", "at": "2026-11-23T12:00:00Z", "time_assumed": False}}

# what is held (None: nothing), what the set says, read when -> the standing
ROWS: list[tuple[str, dict[str, Any] | None, dict[str, Any], timedelta, Standing]] = [
    ("nothing is held", None, SAID, -HOUR, Standing.MISSING),
    ("the same, read at the same time", SAID, SAID, 0 * HOUR, Standing.AGREES),
    ("the same, read later", SAID, {**SAID, "place": {**SAID["place"], "at": "later"}}, HOUR, Standing.AGREES),  # type: ignore[dict-item]
    ("the same, read earlier", SAID, SAID, -HOUR, Standing.AGREES),
    ("a field that older readings lack, empty", SAID, {**SAID, "aliases": [], "note": None}, HOUR, Standing.AGREES),
    ("another fact, read later", SAID, {**SAID, "place": {"state": "RELEASED"}}, HOUR, Standing.BEHIND),
    ("another fact, read earlier", SAID, {**SAID, "place": {"state": "RELEASED"}}, -HOUR, Standing.AHEAD),
    ("another fact, read at the same time", SAID, {**SAID, "note": "made up"}, 0 * HOUR, Standing.AHEAD),
    ("a list in another order", {"names": ["a", "b"]}, {"names": ["b", "a"]}, HOUR, Standing.BEHIND),
]


@pytest.mark.parametrize(("held", "said", "after", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_standing_of_a_record(
    held: dict[str, Any] | None, said: dict[str, Any], after: timedelta, expected: Standing
) -> None:
    reading = HeldReading(1, "PrisonerRecord", NOON, held) if held is not None else None
    assert standing(reading, "PrisonerRecord", NOON + after, said) is expected


def test_a_removal_of_what_is_not_held_agrees() -> None:
    assert standing(None, "PrisonerRemoved", NOON, {"prison_number": "Z1234ZY"}) is Standing.AGREES


def test_a_removal_is_another_word_than_a_record() -> None:
    reading = HeldReading(1, "PrisonerRecord", NOON, {"prison_number": "Z1234ZY"})
    assert standing(reading, "PrisonerRemoved", NOON + HOUR, {"prison_number": "Z1234ZY"}) is Standing.BEHIND

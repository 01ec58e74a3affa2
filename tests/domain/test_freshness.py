from datetime import UTC, datetime, timedelta

import pytest

from hub.domain.freshness import Reading, Verdict, compare

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NEWER, OLDER, DUPLICATE = Verdict.NEWER, Verdict.OLDER, Verdict.DUPLICATE


def reading(version: int | None, minutes: int, content: bytes = b"same", offset: int | None = None) -> Reading:
    return Reading(version, NOON + timedelta(minutes=minutes), False, content, offset)


@pytest.mark.parametrize(
    ("held", "incoming", "verdict"),
    [
        (None, reading(None, 0), NEWER),
        (reading(7, 0), reading(8, -60, b"other"), NEWER),  # versions win over times
        (reading(7, 0), reading(6, 60, b"other"), OLDER),
        (reading(7, 0), reading(7, 0), DUPLICATE),
        (reading(7, 0), reading(7, 5, b"other"), NEWER),  # the same version twice: the times decide
        (reading(7, 0), reading(None, -1, b"other"), OLDER),  # only one has a version: the times decide
        (reading(None, 0), reading(8, 1), NEWER),
        (reading(None, 0), reading(None, -1, b"other"), OLDER),
        (reading(None, 0), reading(None, 1), NEWER),  # the same content read later is a newer reading
        (reading(None, 0), reading(None, 0), DUPLICATE),
        (reading(None, 0), reading(None, 0, b"other"), NEWER),  # what comes later in the topic
        (reading(None, 0, offset=5), reading(None, 0, b"other", offset=6), NEWER),
        (reading(None, 0, offset=5), reading(None, 0, b"other", offset=4), OLDER),  # wherever it arrived
        (reading(None, 0, offset=5), reading(None, 0, offset=6), DUPLICATE),
        (reading(None, 0, offset=5), reading(None, 1, b"other", offset=4), NEWER),  # the times differ: they decide
    ],
)
def test_which_reading_is_newer(held: Reading | None, incoming: Reading, verdict: Verdict) -> None:
    assert compare(held, incoming) is verdict


def test_a_reading_without_a_version_lets_the_times_decide_again() -> None:
    held = reading(7, 0)
    for incoming in (reading(None, 2, b"other"), reading(6, 3, b"third")):  # as docs/decisions.md, "Messages", says
        assert compare(held, incoming) is NEWER
        held = incoming
    assert held.version == 6

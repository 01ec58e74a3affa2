import pytest

from hub.domain.principles.figure import FigureState, count, share
from tests.rule_table import RuleTable

KNOWN, NOT_YET, NOTHING = FigureState


def shared(part: int | None, whole: int | None) -> tuple[FigureState, int | None]:
    found = share(part, whole)
    return found.state, found.value


SHARES = RuleTable(
    "A figure, and what is not yet known",
    "domain, The four principles; hub",
    ("part", "whole"),
    ("state", "per cent"),
    [
        (1, 2, KNOWN, 50),
        (2, 3, KNOWN, 66),
        (0, 3, KNOWN, 0),
        (3, 3, KNOWN, 100),
        (0, 0, NOTHING, None),
        (None, 3, NOT_YET, None),
        (1, None, NOT_YET, None),
        (None, None, NOT_YET, None),
    ],
    shared,
    "What nobody counts yet is not yet known, and never nought.",
)


@pytest.mark.parametrize("row", SHARES.rows, ids=SHARES.names())
def test_a_share(row: tuple[object, ...]) -> None:
    SHARES.check(row)


def test_a_count() -> None:
    assert (count(0).state, count(0).value) == (KNOWN, 0)
    assert (count(None).state, count(None).value) == (NOT_YET, None)

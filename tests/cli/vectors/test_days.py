from datetime import date

import pytest

from hub.cli.vectors.days import day, offset

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (None, None),
        ("2024-02-29", date(2024, 2, 29)),
        ("today", TODAY),
        ("today.minusDays(1)", date(2026, 3, 30)),
        ("today.minusMonths(1)", date(2026, 2, 28)),
        ("today.plusWeeks(2)", date(2026, 4, 14)),
        ("today.minusYears(5)", date(2021, 3, 31)),
    ],
)
def test_a_day(text: str | None, meant: date | None) -> None:
    assert day(text, TODAY) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("-3 months +1 day", date(2026, 1, 1)),
        ("-3 months", date(2025, 12, 31)),
        ("+1 day", date(2026, 4, 1)),
        ("today", TODAY),
    ],
)
def test_an_offset(text: str, meant: date) -> None:
    assert offset(text, TODAY) == meant


def test_another_form_is_an_error() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        day("some day", TODAY)
    with pytest.raises(ValueError, match="is no offset"):
        offset("soon", TODAY)

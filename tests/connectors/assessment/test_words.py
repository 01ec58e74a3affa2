from datetime import UTC, datetime
from typing import Any

import pytest

from hub.connectors.assessment.words import band, level, moment, per_cent, whole
from hub.domain.assessment import Band, RiskLevel


@pytest.mark.parametrize(
    ("value", "found"),
    [("H", RiskLevel.HIGH), ("very high", RiskLevel.VERY_HIGH), ("Very-High", RiskLevel.VERY_HIGH), ("NA", None)],
)
def test_levels(value: str, found: RiskLevel | None) -> None:
    assert level(value) is found


@pytest.mark.parametrize(
    ("value", "found"), [("V", Band.VERY_HIGH), ("N/A", Band.NOT_APPLICABLE), ("", None), ("X", None), (None, None)]
)
def test_bands(value: str | None, found: Band | None) -> None:
    assert band(value) is found


@pytest.mark.parametrize(
    ("value", "found"),
    [(45.33, 45.33), ("4", 4.0), (0, 0.0), (-1, None), (100.1, None), ("high", None), ("nan", None), (None, None)],
)
def test_per_cents(value: Any, found: float | None) -> None:
    assert per_cent(value) == found


@pytest.mark.parametrize(
    ("value", "found"), [(8, 8), ("7.0", 7), (7.5, None), (-1, None), (10**12, None), ("inf", None), ("x", None)]
)
def test_whole_numbers(value: Any, found: int | None) -> None:
    assert whole(value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2026-01-15T08:00:00", datetime(2026, 1, 15, 8, tzinfo=UTC)),
        ("2026-07-15", datetime(2026, 7, 14, 23, tzinfo=UTC)),
        ("0001-01-01T00:00:00", None),
        ("soon", None),
        (20260715, None),
    ],
)
def test_moments(value: Any, found: datetime | None) -> None:
    assert moment(value) == found

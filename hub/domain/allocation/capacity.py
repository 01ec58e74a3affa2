"""Capacity in points: what somebody has, and what their cases take.

Points for the grade x (own hours - hours of reductions) / hours of full time, rounded down; the share is taken to
fifteen decimal places, halves up, as today's workload system takes it (ministryofjustice/hmpps-workload,
`CapacityCalculator`). The points of grades and cases are settings: they differ by area and year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from hub.domain.tier import Tier

# Fifteen decimal places.
SHARE = Decimal("1e-15")


@dataclass(frozen=True)
class Workload:
    """The points of somebody's cases against the points that they have; `percent` None where they have none."""

    used: int
    available: int

    @property
    def percent(self) -> int | None:
        """How much is used, in whole per cent, rounded down."""
        return self.used * 100 // self.available if self.available else None

    @property
    def free(self) -> int:
        """The points that are left; below nought where there is too much."""
        return self.available - self.used


def available_points(
    points_for_grade: Decimal, *, hours: Decimal, reduction_hours: Decimal, full_time_hours: Decimal
) -> int:
    """The points that somebody has in a week; none where the reductions take all their hours.

    Raises ValueError where full time has no hours.
    """
    if full_time_hours <= 0:
        raise ValueError(f"full time has {full_time_hours} hours: it needs more than none")
    share = (max(hours - reduction_hours, Decimal(0)) / full_time_hours).quantize(SHARE, ROUND_HALF_UP)
    return int((points_for_grade * share).to_integral_value(ROUND_DOWN))


def points_of_cases(tiers: Iterable[Tier | None], points: Mapping[Tier | None, int]) -> int:
    """What cases take together, by their tiers; None is a case that awaits its tier."""
    return sum(points[tier] for tier in tiers)


def case_points(table: Mapping[str, int]) -> dict[Tier | None, int]:
    """The table of points by the name of the tier (`1` to `4`, `none`) as the rule reads it."""
    return {None if name == "none" else Tier(int(name)): points for name, points in table.items()}

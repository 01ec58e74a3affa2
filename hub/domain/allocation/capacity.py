"""Capacity in points: what somebody has, and what their cases take.

Points for the grade x (own hours - hours of reductions) / hours of full time, rounded down; the share is taken to
fifteen decimal places, halves up, as today's workload system takes it (ministryofjustice/hmpps-workload,
`CapacityCalculator`). The points of grades and cases are settings: they differ by area and year.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from hub.domain.grade import Grade
from hub.domain.phase import Phase
from hub.domain.tier import Tier
from hub.domain.value import Value

# Fifteen decimal places.
SHARE = Decimal("1e-15")


class Workload(Value):
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


class PointTable(Value):
    """The settings that points follow from: of cases by tier (None: awaiting one), of grades, and full time's hours."""

    of_cases: Mapping[Tier | None, int]
    of_grades: Mapping[Grade, int]
    full_time_hours: Decimal


class Hours(Value):
    """The hours of somebody on a day; `assumed`: nobody has decided them, and full time is taken."""

    contracted: Decimal
    reduced_by: Decimal
    assumed: bool


class HeldCases(Value):
    """How many cases of one tier and phase somebody holds, and the points that these take together."""

    tier: Tier | None
    phase: Phase | None
    count: int
    points: int


class Capacity(Value):
    """What somebody has and what their cases take. `available` None: the settings give the grade no points."""

    hours: Hours
    available: int | None
    held: tuple[HeldCases, ...]

    @property
    def used(self) -> int:
        """The points of all cases that they hold."""
        return sum(one.points for one in self.held)

    @property
    def workload(self) -> Workload | None:
        """The points used against those available; None where the grade has none."""
        return Workload(self.used, self.available) if self.available is not None else None


def capacity(
    grade: Grade | None,
    contracted: Decimal | None,
    reduced_by: Decimal,
    counts: Mapping[tuple[Tier | None, Phase | None], int],
    table: PointTable,
) -> Capacity:
    """The capacity of somebody: `contracted` None where nobody decided their hours; `counts` are their cases."""
    hours = Hours(table.full_time_hours if contracted is None else contracted, reduced_by, contracted is None)
    points = table.of_grades.get(grade) if grade is not None else None
    available = None
    if points is not None:
        available = available_points(
            Decimal(points),
            hours=hours.contracted,
            reduction_hours=hours.reduced_by,
            full_time_hours=table.full_time_hours,
        )
    held = [HeldCases(tier, phase, count, table.of_cases[tier] * count) for (tier, phase), count in counts.items()]
    in_order = sorted(held, key=lambda one: (-(one.tier.value if one.tier else 0), one.phase or ""))
    return Capacity(hours, available, tuple(in_order))


def points_of_cases(tiers: Iterable[Tier | None], points: Mapping[Tier | None, int]) -> int:
    """What cases take together, by their tiers; None is a case that awaits its tier."""
    return sum(points[tier] for tier in tiers)


def case_points(table: Mapping[str, int]) -> dict[Tier | None, int]:
    """The table of points by the name of the tier (`1` to `4`, `none`) as the rule reads it."""
    return {None if name == "none" else Tier(int(name)): points for name, points in table.items()}

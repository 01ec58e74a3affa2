"""The two national role profiles: their duties, and the points that the job evaluation gave them.

Source: profiles (September 2006), 54 and 55. Where a factor was scored in two ways, both figures stand.
"""

from collections.abc import Iterable

from hub.domain.grade import PROFILES, Grade
from hub.domain.value import Value

FACTORS = (
    "job knowledge",
    "mental skills",
    "interpersonal and communication skills",
    "physical skills",
    "initiative and independence",
    "responsibility for people",
    "responsibility for supervision",
    "responsibility for financial resources",
    "responsibility for physical resources",
    "mental demands",
    "emotional demands",
    "physical demands",
    "working conditions",
)


class RoleProfile(Value):
    """One profile: the lowest and the highest points of each factor, in the order of `FACTORS`, and the pay band."""

    number: int
    lowest: tuple[int, ...]
    highest: tuple[int, ...]
    pay_band: int

    @property
    def points(self) -> tuple[int, int]:
        """The lowest and the highest total."""
        return total(self.lowest), total(self.highest)


OFFENDER_MANAGER = RoleProfile(
    PROFILES[Grade.OFFENDER_MANAGER],
    (80, 39, 52, 39, 39, 52, 13, 13, 26, 30, 30, 10, 20),
    (80, 52, 52, 39, 52, 52, 13, 13, 26, 30, 30, 10, 20),
    3,
)
HIGHER_LEVEL = RoleProfile(
    PROFILES[Grade.OFFENDER_MANAGER_HIGHER],
    (100, 52, 65, 39, 52, 65, 13, 13, 26, 40, 30, 10, 20),
    (100, 52, 65, 39, 52, 65, 26, 13, 26, 40, 40, 10, 20),
    4,
)
ROLE_PROFILES = (OFFENDER_MANAGER, HIGHER_LEVEL)


def total(points: Iterable[int]) -> int:
    """The points of all factors together."""
    return sum(points)


def pay_band(points: int) -> int | None:
    """The pay band in whose profile the total lies, None where it lies in none."""
    return next((one.pay_band for one in ROLE_PROFILES if one.points[0] <= points <= one.points[1]), None)

import pytest

from hub.domain.role_profile import FACTORS, HIGHER_LEVEL, OFFENDER_MANAGER, ROLE_PROFILES, RoleProfile, pay_band, total
from tests.rule_table import RuleTable

PROFILES = RuleTable(
    "The two role profiles",
    "profiles, 54 and 55",
    ("profile",),
    ("lowest points", "highest points", "pay band"),
    [(54, 443, 469, 3), (55, 525, 548, 4)],
    lambda number: next((*one.points, one.pay_band) for one in ROLE_PROFILES if one.number == number),
)

BANDS = RuleTable(
    "The pay band of a total",
    "profiles, paragraph 4",
    ("points",),
    ("pay band",),
    [(442, None), (443, 3), (469, 3), (470, None), (524, None), (525, 4), (548, 4), (549, None)],
    pay_band,
)


@pytest.mark.parametrize("row", PROFILES.rows, ids=PROFILES.names())
def test_the_profiles(row: tuple[object, ...]) -> None:
    PROFILES.check(row)


@pytest.mark.parametrize("row", BANDS.rows, ids=BANDS.names())
def test_the_pay_band(row: tuple[object, ...]) -> None:
    BANDS.check(row)


@pytest.mark.parametrize("profile", [OFFENDER_MANAGER, HIGHER_LEVEL], ids=lambda profile: str(profile.number))
def test_every_factor_is_scored_once_or_as_a_range(profile: RoleProfile) -> None:
    assert len(profile.lowest) == len(profile.highest) == len(FACTORS) == 13
    assert all(low <= high for low, high in zip(profile.lowest, profile.highest, strict=True))
    assert total(profile.lowest) == profile.points[0]

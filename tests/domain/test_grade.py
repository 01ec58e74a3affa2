import pytest

from hub.domain.grade import Grade, profile


@pytest.mark.parametrize(
    ("grade", "number"),
    [
        (Grade.OFFENDER_MANAGER, 54),
        (Grade.OFFENDER_MANAGER_HIGHER, 55),
        (Grade.TEAM_MANAGER, None),
        (Grade.PRISON_OFFICER, None),
        (Grade.PRISON_CUSTODY_OFFICER, None),
        (Grade.NOBODY, None),
        (None, None),
    ],
)
def test_which_role_profile_describes_a_grade(grade: Grade | None, number: int | None) -> None:
    assert profile(grade) == number

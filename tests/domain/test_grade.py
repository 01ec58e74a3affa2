import pytest

from hub.domain.grade import Grade, profile, stands_for_somebody


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


@pytest.mark.parametrize(
    "grade", [None, "A_TITLE_THAT_NOBODY_MAPPED", *(grade for grade in Grade if grade is not Grade.NOBODY)]
)
def test_somebody_stands_behind_every_grade_and_behind_none(grade: str | None) -> None:
    assert stands_for_somebody(grade)


def test_nobody_stands_behind_a_stand_in() -> None:
    assert not stands_for_somebody("NOBODY")

"""What a member of staff may do by their grade, in the words of the role profiles.

Today's titles are never shown: connectors map them to these duties (profiles; the mapping: hub). A title that nobody
has mapped is no grade: an allocation is allowed then, and somebody has to find out.
"""

from enum import StrEnum


class Grade(StrEnum):
    """The duties of a grade; `NOBODY` is a stand-in in the records of a service, behind which no person stands."""

    OFFENDER_MANAGER = "OFFENDER_MANAGER"
    OFFENDER_MANAGER_HIGHER = "OFFENDER_MANAGER_HIGHER"
    TEAM_MANAGER = "TEAM_MANAGER"
    PRISON_OFFICER = "PRISON_OFFICER"
    PRISON_CUSTODY_OFFICER = "PRISON_CUSTODY_OFFICER"
    NOBODY = "NOBODY"


# The national role profile that describes the duties; the other grades have none.
PROFILES = {Grade.OFFENDER_MANAGER: 54, Grade.OFFENDER_MANAGER_HIGHER: 55}


def stands_for_somebody(grade: str | None) -> bool:
    """Whether a person stands behind a member of staff of that grade; of no grade somebody does, until told otherwise.

    Source: practice (codes.md: "DMY (no grade)", "unallocated manager").
    """
    return grade != Grade.NOBODY


def profile(grade: Grade | None) -> int | None:
    """The number of the national role profile, None where none describes the grade, or the grade is not known."""
    return PROFILES.get(grade) if grade is not None else None

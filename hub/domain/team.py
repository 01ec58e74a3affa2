"""The Offender Management Team around one offender."""

from enum import StrEnum


class TeamRole(StrEnum):
    """What a member of the team does (guide, "Offender Management Team")."""

    OFFENDER_MANAGER = "OFFENDER_MANAGER"
    OFFENDER_SUPERVISOR = "OFFENDER_SUPERVISOR"
    CASE_ADMINISTRATOR = "CASE_ADMINISTRATOR"
    KEY_WORKER = "KEY_WORKER"

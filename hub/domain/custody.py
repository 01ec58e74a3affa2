"""Where a person in custody is, from what the prison record says."""

from enum import StrEnum


class CustodyState(StrEnum):
    """The custody side's answer in the hub's words (domain: "Phase")."""

    NOT_BOOKED = "NOT_BOOKED"
    IN_PRISON = "IN_PRISON"
    AT_COURT = "AT_COURT"
    TEMPORARILY_ABSENT = "TEMPORARILY_ABSENT"
    BEING_TRANSFERRED = "BEING_TRANSFERRED"
    RESTRICTED_PATIENT = "RESTRICTED_PATIENT"
    RELEASED = "RELEASED"
    UNLAWFULLY_AT_LARGE = "UNLAWFULLY_AT_LARGE"
    DIED = "DIED"
    REMOVED = "REMOVED"

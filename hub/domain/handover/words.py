"""The closed lists of handover."""

from enum import StrEnum


class Responsibility(StrEnum):
    """Which side is responsible. In the middle one custody is, and the community already supports."""

    CUSTODY = "CUSTODY"
    CUSTODY_WITH_COMMUNITY = "CUSTODY_WITH_COMMUNITY"
    COMMUNITY = "COMMUNITY"


class HandoverReason(StrEnum):
    """Why. The rows of the table in their order, then the reasons of the dates."""

    OVERRIDDEN = "OVERRIDDEN"
    ADDITIONAL_INDETERMINATE = "ADDITIONAL_INDETERMINATE"
    RECALLED_AND_HEARING_FAR = "RECALLED_AND_HEARING_FAR"
    NOT_RELEASED_AND_MAPPA = "NOT_RELEASED_AND_MAPPA"
    NOT_RELEASED_AND_HEARING_FAR = "NOT_RELEASED_AND_HEARING_FAR"
    RECALLED = "RECALLED"
    IMMIGRATION_CASE = "IMMIGRATION_CASE"
    RELEASE_DATE_UNKNOWN = "RELEASE_DATE_UNKNOWN"
    EARLY_ALLOCATION = "EARLY_ALLOCATION"
    INDETERMINATE = "INDETERMINATE"
    INDETERMINATE_OPEN = "INDETERMINATE_OPEN"
    DETERMINATE_SHORT = "DETERMINATE_SHORT"
    DETERMINATE_PAROLE = "DETERMINATE_PAROLE"
    DETERMINATE = "DETERMINATE"


class ParoleOutcome(StrEnum):
    """What the last completed parole review decided; an outcome that nobody wrote down is not known, never a no."""

    RELEASE = "RELEASE"
    NOT_RELEASE = "NOT_RELEASE"
    NOT_KNOWN = "NOT_KNOWN"


class ReleaseDate(StrEnum):
    """The dates of which one is the earliest release."""

    TARIFF_EXPIRY = "TARIFF_EXPIRY"
    TARGET_HEARING = "TARGET_HEARING"
    PAROLE_ELIGIBILITY = "PAROLE_ELIGIBILITY"
    AUTOMATIC_RELEASE = "AUTOMATIC_RELEASE"
    CONDITIONAL_RELEASE = "CONDITIONAL_RELEASE"


class HandoverFlag(StrEnum):
    """What a person should look at."""

    PAROLE_OUTCOME_NOT_KNOWN = "PAROLE_OUTCOME_NOT_KNOWN"
    SENTENCE_START_NOT_KNOWN = "SENTENCE_START_NOT_KNOWN"
    OVERRIDE_DIFFERS_FROM_RULES = "OVERRIDE_DIFFERS_FROM_RULES"

"""The closed lists of eligibility."""

from enum import StrEnum


class SentenceKind(StrEnum):
    """How a sentence is served. Licence and post-sentence supervision are the part of a custodial one after release."""

    COMMUNITY_ORDER = "COMMUNITY_ORDER"
    SUSPENDED_SENTENCE_ORDER = "SUSPENDED_SENTENCE_ORDER"
    LICENCE = "LICENCE"
    POST_SENTENCE_SUPERVISION = "POST_SENTENCE_SUPERVISION"
    DETERMINATE = "DETERMINATE"
    LIFE = "LIFE"
    IPP = "IPP"


IN_THE_COMMUNITY = (
    SentenceKind.COMMUNITY_ORDER,
    SentenceKind.SUSPENDED_SENTENCE_ORDER,
    SentenceKind.LICENCE,
    SentenceKind.POST_SENTENCE_SUPERVISION,
)
INDETERMINATE = (SentenceKind.LIFE, SentenceKind.IPP)


class Eligibility(StrEnum):
    """Whether the person has an Offender Manager; outside the model the question is not asked."""

    YES = "YES"
    NO = "NO"
    OUTSIDE = "OUTSIDE"
    NOT_KNOWN = "NOT_KNOWN"


class SupervisorDue(StrEnum):
    """Whether there is an Offender Supervisor: in the community the manager is it, or a separate one."""

    THE_MANAGER_OR_ANOTHER = "THE_MANAGER_OR_ANOTHER"
    IN_THE_PRISON = "IN_THE_PRISON"
    NONE = "NONE"


class EligibilityReason(StrEnum):
    """Which exclusion or row decides, in the order in which they are asked; then what people and records decide."""

    SCOTLAND = "SCOTLAND"
    UNDER_18 = "UNDER_18"
    REMAND_ONLY = "REMAND_ONLY"
    NO_SENTENCE = "NO_SENTENCE"
    IN_THE_COMMUNITY = "IN_THE_COMMUNITY"
    DETERMINATE_12_MONTHS = "DETERMINATE_12_MONTHS"
    INDETERMINATE = "INDETERMINATE"
    YOUNG_ADULT_OVER_4_WEEKS = "YOUNG_ADULT_OVER_4_WEEKS"
    YOUNG_ADULT_4_WEEKS_OR_LESS = "YOUNG_ADULT_4_WEEKS_OR_LESS"
    ADULT_UNDER_12_MONTHS = "ADULT_UNDER_12_MONTHS"
    SENTENCE_TYPE_SWITCHED_OFF = "SENTENCE_TYPE_SWITCHED_OFF"
    LENGTH_NOT_KNOWN = "LENGTH_NOT_KNOWN"
    AGE_NOT_KNOWN = "AGE_NOT_KNOWN"
    TIME_LEFT_NOT_KNOWN = "TIME_LEFT_NOT_KNOWN"
    GIVEN_BY_DECISION = "GIVEN_BY_DECISION"
    NAMED_BY_COMMUNITY_RECORD = "NAMED_BY_COMMUNITY_RECORD"
    HELD_TO_TERMINATION = "HELD_TO_TERMINATION"


class EligibilityFlag(StrEnum):
    """What a person should look at."""

    AGE_NOT_KNOWN = "AGE_NOT_KNOWN"
    NAMED_WHERE_THE_TABLE_SAYS_NO = "NAMED_WHERE_THE_TABLE_SAYS_NO"
    FACTS_SAY_OTHERWISE_NOW = "FACTS_SAY_OTHERWISE_NOW"


class NoticeChannel(StrEnum):
    """How the offender was told."""

    IN_PERSON = "IN_PERSON"
    BY_LETTER = "BY_LETTER"
    BY_TELEPHONE = "BY_TELEPHONE"
    BY_VIDEO = "BY_VIDEO"
    THROUGH_THE_SUPERVISOR = "THROUGH_THE_SUPERVISOR"

"""The closed lists of Integrated Case Management."""

from enum import StrEnum


class IcmRoute(StrEnum):
    """The two routes; the offender is told which."""

    STANDARD = "STANDARD"
    ENHANCED = "ENHANCED"


class IcmRouteReason(StrEnum):
    """Why that route."""

    STATUTORY_SUPERVISION = "STATUTORY_SUPERVISION"
    INDETERMINATE = "INDETERMINATE"
    FOUR_YEARS_OR_MORE = "FOUR_YEARS_OR_MORE"
    UNDER_FOUR_YEARS = "UNDER_FOUR_YEARS"
    LENGTH_NOT_KNOWN = "LENGTH_NOT_KNOWN"


class CoreScreenNeed(StrEnum):
    """What the core screen interview asks about; more can come up."""

    DRUGS = "DRUGS"
    HOUSING = "HOUSING"
    TRAINING_OR_EDUCATION = "TRAINING_OR_EDUCATION"
    MENTAL_ILLNESS = "MENTAL_ILLNESS"
    OTHER = "OTHER"


class CoreScreenState(StrEnum):
    """How the core screen stands."""

    HELD = "HELD"
    DECLINED = "DECLINED"
    DUE = "DUE"
    OVERDUE = "OVERDUE"


class ParticipationAnswer(StrEnum):
    """Whether the offender takes part."""

    TAKES_PART = "TAKES_PART"
    DECLINED = "DECLINED"
    NOT_ASKED = "NOT_ASKED"


class ConferenceKind(StrEnum):
    """Which conference is due."""

    FIRST = "FIRST"
    YEARLY = "YEARLY"
    BEFORE_RELEASE = "BEFORE_RELEASE"
    AFTER_RECALL = "AFTER_RECALL"


class Attendee(StrEnum):
    """Who attends a case conference."""

    CASE_COORDINATOR = "CASE_COORDINATOR"
    PRISONER = "PRISONER"
    FAMILY_OR_FRIEND = "FAMILY_OR_FRIEND"
    SOCIAL_WORKER = "SOCIAL_WORKER"
    PERSONAL_OFFICER = "PERSONAL_OFFICER"

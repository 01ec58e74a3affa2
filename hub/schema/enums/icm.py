"""The closed lists of Integrated Case Management, in Scotland."""

from hub.domain.icm import (
    Attendee,
    ConferenceKind,
    CoreScreenNeed,
    CoreScreenState,
    IcmRoute,
    IcmRouteReason,
    ParticipationAnswer,
)
from hub.schema.enums.described import Described

ENUMS: Described = {
    IcmRoute: (
        "The two routes of Integrated Case Management.",
        {
            "STANDARD": "Under four years, without statutory supervision after release.",
            "ENHANCED": "Four years or more, or statutory supervision after release.",
        },
    ),
    IcmRouteReason: (
        "Why that route.",
        {
            "STATUTORY_SUPERVISION": "Supervision after release is statutory.",
            "INDETERMINATE": "The custody has no last day.",
            "FOUR_YEARS_OR_MORE": "The custody is four years or more.",
            "UNDER_FOUR_YEARS": "The custody is under four years.",
            "LENGTH_NOT_KNOWN": "No record says how long the custody is.",
        },
    ),
    CoreScreenNeed: (
        "What a core screen interview asks about.",
        {
            "DRUGS": "Drugs.",
            "HOUSING": "Housing.",
            "TRAINING_OR_EDUCATION": "Training or education.",
            "MENTAL_ILLNESS": "Mental illness.",
            "OTHER": "Something else.",
        },
    ),
    CoreScreenState: (
        "How the core screen stands.",
        {
            "HELD": "It was held since the reception.",
            "DECLINED": "It was declined since the reception.",
            "DUE": "It is due.",
            "OVERDUE": "It was due before today.",
        },
    ),
    ParticipationAnswer: (
        "Whether the offender takes part; it is voluntary.",
        {
            "TAKES_PART": "They take part.",
            "DECLINED": "They do not; that is no breach.",
            "NOT_ASKED": "They were not asked yet.",
        },
    ),
    ConferenceKind: (
        "Which case conference is due.",
        {
            "FIRST": "The first, within six months of reception.",
            "YEARLY": "One a year.",
            "BEFORE_RELEASE": "The last, about three months before release.",
            "AFTER_RECALL": "One within six weeks of a recall.",
        },
    ),
    Attendee: (
        "Who attends a case conference.",
        {
            "CASE_COORDINATOR": "The case coordinator.",
            "PRISONER": "The prisoner, who may stay away.",
            "FAMILY_OR_FRIEND": "A family member or close friend.",
            "SOCIAL_WORKER": "The social worker.",
            "PERSONAL_OFFICER": "The personal or supervising officer.",
        },
    ),
}

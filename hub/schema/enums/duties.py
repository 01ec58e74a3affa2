"""The closed lists of what a grade may do, and of contributions to cases of high risk."""

from hub.domain.allocation.contributing import ContributionEnd, ContributionFlag
from hub.domain.allocation.duties import DecidedBy, DutyFlag
from hub.schema.enums.described import Described

ENUMS: Described = {
    DutyFlag: (
        "What a person should look at though it was allowed.",
        {
            "GRADE_NOT_KNOWN": "Nobody knows the grade; somebody has to find out.",
            "HARM_NOT_ASSESSED": "The risk of harm is not assessed.",
            "LISTED_FOR_HIGHER_LEVEL_ONLY": "The profiles list it for the higher level alone.",
        },
    ),
    DecidedBy: (
        "Who decided that somebody of profile 54 contributes to a case of high risk.",
        {"TEAM_MANAGER": "A team manager, by name.", "MAPPA": "A MAPPA meeting."},
    ),
    ContributionFlag: (
        "What about a contribution needs a person's look.",
        {
            "GRADE_NOT_KNOWN": "Nobody knows the grade of who contributes; somebody has to find out.",
            "NOT_ON_THE_REGISTER_OF_MAPPA": "MAPPA decided it, and the register has no MAPPA level of the person.",
        },
    ),
    ContributionEnd: (
        "How a contribution ended.",
        {
            "ENDED": "It was over.",
            "WITHDRAWN": "The decision was taken back.",
            "CASE_TERMINATED": "Every sentence of the case has ended.",
        },
    ),
}

"""The closed lists of what a grade may do, and of contributions to cases of high risk."""

from hub.domain.allocation.contributing import ContributionEnd, ContributionFlag
from hub.domain.allocation.duties import Act, DecidedBy, DutyFlag, DutyReason
from hub.schema.enums.described import Described

ENUMS: Described = {
    Act: (
        "What somebody is to do in a case.",
        {
            "LEAD": "Lead the case as Offender Manager.",
            "CONTRIBUTE": "Contribute to aspects of the case.",
            "ASSESS": "Assess risk and needs.",
            "FAST_DELIVERY_REPORT": "Write a fast delivery report, an oral one too.",
            "STANDARD_DELIVERY_REPORT": "Write a standard delivery report.",
            "OTHER_REPORT": "Write another report.",
            "ALLOCATE_WORK": "Allocate a case, or work in it, to another Offender Manager or Supervisor.",
        },
    ),
    DutyReason: (
        "Why somebody may do something in a case, or not.",
        {
            "WITHIN_THE_PROFILE": "The role profile covers it.",
            "NO_RULE_AGAINST_IT": "No rule speaks against it.",
            "DECIDED_BY_TEAM_MANAGER_OR_MAPPA": "A team manager or MAPPA decided it.",
            "OVERRIDDEN": "A team manager set the rule on grades aside.",
            "NOBODY": "The code names nobody.",
            "NOT_IN_SERVICE": "They do not serve on that day.",
            "NOT_PROBATION_STAFF": "It is work of probation staff.",
            "CASE_ADMINISTRATION_ONLY": "They are case administrator, and no grade is known.",
            "TEAM_MANAGER_LEADS_NO_CASE": "A team manager leads no case.",
            "HIGH_RISK_NEEDS_HIGHER_LEVEL": "High and very high risk need the higher level.",
            "CONTRIBUTION_NEEDS_DECISION": "Profile 54 contributes to a case of high risk only by decision.",
            "REPORT_ON_LOW_RISK_ONLY": "Profile 54 writes fast delivery reports on low risk only.",
            "NEEDS_HIGHER_LEVEL": "It needs the higher level.",
        },
    ),
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

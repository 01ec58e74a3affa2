"""The closed lists of who leads, who acts, and how the offender reaches them."""

from hub.domain.eligibility import NoticeChannel
from hub.domain.eligibility.notice import NoticeReason
from hub.domain.lead.cover import ActingReason
from hub.domain.lead.covering import CoverFlag
from hub.domain.lead.day_to_day import LeadFlag, LeadReason, Place
from hub.domain.lead.reach import ContactThrough, ContactWay, ReachReason
from hub.domain.lead.role_duties import Duty, TeamPart
from hub.domain.lead.urgent import TurnTo, UrgentReason
from hub.domain.team import TeamRole
from hub.schema.enums.described import Described

ENUMS: Described = {
    Place: (
        "Where somebody serves their sentence now.",
        {"CUSTODY": "In custody; unlawfully at large counts as that.", "COMMUNITY": "In the community."},
    ),
    LeadReason: (
        "Why somebody leads day to day, or nobody.",
        {
            "SUPERVISOR_IN_CUSTODY": "In custody the Offender Supervisor.",
            "NO_SUPERVISOR_IN_CUSTODY": "In custody, and none is named.",
            "MANAGER_IN_THE_COMMUNITY": "In the community the Offender Manager.",
            "SEPARATE_SUPERVISOR": "In the community a separate Offender Supervisor.",
            "NOBODY_NAMED": "In the community, and nobody is named.",
        },
    ),
    LeadFlag: (
        "What about who leads needs a person's look.",
        {
            "UNALLOCATED": "No Offender Manager is named.",
            "PRISON_SUPERVISOR_STILL_NAMED": "The person is out, and a supervisor of the prison is still named.",
        },
    ),
    ContactWay: (
        "By what an offender reaches their manager.",
        {
            "GENERAL_WING_APPLICATION": "The application form of the wing.",
            "THROUGH_THE_HOSPITAL": "Through the hospital's staff.",
            "USUAL_PROBATION_WORKER": "Through the usual probation worker.",
            "LOCAL_PROBATION_OFFICE": "Through the local probation office.",
            "CASE_COORDINATOR": "Through the case coordinator, in Scotland.",
        },
    ),
    ContactThrough: (
        "Through whom an offender reaches their manager.",
        {
            "OFFENDER_SUPERVISOR": "The Offender Supervisor.",
            "OFFENDER_MANAGEMENT_UNIT": "The prison's Offender Management Unit.",
            "OFFENDER_MANAGER": "The Offender Manager themselves.",
            "DUTY_WORKER": "The duty worker of the office.",
            "ICM_CASE_COORDINATOR": "The coordinator of Integrated Case Management.",
        },
    ),
    ReachReason: (
        "Why that way.",
        {
            "SCOTLAND": "The person is Scotland's.",
            "NO_MANAGER_DUE": "No sentence runs.",
            "IN_HOSPITAL": "A restricted patient in a hospital.",
            "UNLAWFULLY_AT_LARGE": "Unlawfully at large.",
            "IN_CUSTODY": "In custody, with an Offender Supervisor.",
            "IN_CUSTODY_NO_SUPERVISOR": "In custody, and none is named.",
            "IN_THE_COMMUNITY": "In the community, with an Offender Manager.",
            "NOBODY_NAMED_YET": "In the community, and nobody is named yet.",
        },
    ),
    TurnTo: (
        "Whom to turn to when it cannot wait.",
        {
            "WHO_ACTS": "Who acts for the case: the manager, or who covers.",
            "TEAM_DUTY": "The duty of the community team.",
            "OUT_OF_HOURS_DUTY": "The community's duty outside office hours.",
            "PRISON_DUTY": "The prison's duty, at every hour.",
            "WAIT_UNTIL_OPEN": "It waits until the offices open.",
        },
    ),
    UrgentReason: (
        "Why that route.",
        {
            "SOMEBODY_ACTS": "The offices are open and somebody acts.",
            "NOBODY_ACTS": "The offices are open and nobody acts.",
            "OUTSIDE_HOURS": "It is urgent and the offices are closed.",
            "NOT_URGENT": "It is not urgent and the offices are closed.",
        },
    ),
    NoticeChannel: (
        "How an offender was told.",
        {
            "IN_PERSON": "In person.",
            "BY_LETTER": "By letter.",
            "BY_TELEPHONE": "By telephone.",
            "BY_VIDEO": "By video.",
            "THROUGH_THE_SUPERVISOR": "Through the Offender Supervisor.",
        },
    ),
    NoticeReason: (
        "Why an offender is to be told of their manager.",
        {
            "NEVER_TOLD": "They were never told.",
            "ANSWER_CHANGED": "Whether they have one has changed.",
            "MANAGER_NAMED": "Somebody was named.",
            "MANAGER_CHANGED": "It is somebody else.",
            "NOBODY_MANAGES_NOW": "Nobody is named any more.",
        },
    ),
    TeamPart: (
        "Who takes part in the management of an offender.",
        {
            "OFFENDER_MANAGER": "The Offender Manager, who is the Responsible Officer too.",
            "OFFENDER_SUPERVISOR": "The Offender Supervisor.",
            "CASE_ADMINISTRATOR": "The case administrator.",
            "KEY_WORKER": "A key worker.",
            "TEAM_MANAGER": "The team manager.",
            "OFFENDER": "The offender.",
            "OTHER_INTERESTED_PARTY": "Family, or somebody else by decision.",
        },
    ),
    Duty: (
        "One thing that somebody does in the management of an offender.",
        {
            "ASSESS": "Assesses risks and needs.",
            "PRODUCE_PLAN": "Produces the sentence plan.",
            "DECIDE_OBJECTIVES": "Decides the objectives.",
            "DECIDE_INTERVENTIONS": "Decides the interventions.",
            "DECIDE_ORDER_WHO_AND_WHEN": "Decides their order, who and when.",
            "REVIEW_AND_ADJUST": "Reviews and adjusts.",
            "LEAD_TEAM": "Leads the team around the offender.",
            "ARRANGE_REQUIREMENTS": "Makes arrangements for the requirements; Responsible Officer.",
            "PROMOTE_COMPLIANCE": "Promotes compliance; Responsible Officer.",
            "TAKE_ENFORCEMENT_ACTION": "Takes enforcement action; Responsible Officer.",
            "IMPLEMENT_DAY_TO_DAY": "Implements the plan day by day.",
            "LINK_INTERVENTIONS": "Links interventions together.",
            "CONSOLIDATE_LEARNING": "Consolidates learning.",
            "MONITOR_PROGRESS": "Monitors progress.",
            "TELL_MANAGER_OF_PROGRESS": "Tells the manager of progress and difficulties.",
            "HOLD_FORMAL_REVIEW": "Holds formal reviews, supervisor with manager.",
            "PROPOSE_CHANGE": "Proposes changes of the plan.",
            "ARRANGE_PARTS_OF_DELIVERY": "Arranges parts of the delivery.",
            "DELIVER_INTERVENTION": "Delivers an intervention.",
            "RECORD_DELIVERY": "Records delivery.",
            "ARRANGE_APPOINTMENTS": "Arranges appointments and meetings.",
            "CARRY_INFORMATION": "Carries information to and from partners.",
            "DECIDE_TRANSFER": "Decides whether a case moves.",
            "OVERRIDE": "Decides beside the rules, with a reason.",
            "DECIDE_CONTRIBUTION": "Decides that somebody contributes to a high-risk case.",
        },
    ),
    TeamRole: (
        "What a member of the team does.",
        {
            "OFFENDER_MANAGER": "Responsible for the whole sentence.",
            "OFFENDER_SUPERVISOR": "Implements the plan day by day.",
            "CASE_ADMINISTRATOR": "Appointments, meetings, the flow of information.",
            "KEY_WORKER": "Delivers an intervention.",
        },
    ),
    CoverFlag: (
        "What about a cover needs the team manager's look; it stands all the same.",
        {
            "GRADE_BELOW_RISK": "A case of high or very high risk is among those covered, and profile 54 covers it.",
            "GRADE_NOT_KNOWN": "A case of high or very high risk is among them, and nobody knows the grade of who "
            "covers.",
        },
    ),
    ActingReason: (
        "Why somebody acts today in a role of the team, or nobody.",
        {
            "PRESENT": "The person named acts.",
            "COVERED": "Somebody covers for a short absence.",
            "AWAY_WITHOUT_COVER": "The person named is away, and nobody covers.",
            "NOBODY_NAMED": "Nobody is named.",
        },
    ),
}

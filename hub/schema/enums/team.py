"""The closed lists of a case's phase and its team."""

from hub.domain.allocation.offender_manager_allocation import EndCause
from hub.domain.grade import Grade
from hub.domain.lead.supervisor_kind import SupervisorKind
from hub.domain.phase import Phase, PhaseFlag
from hub.domain.staffing import ReductionReason
from hub.domain.team import HolderFlag
from hub.domain.team_member import MemberRole
from hub.schema.enums.described import Described

ENUMS: Described = {
    Phase: (
        "In which phase of the sentence a case is; follows from both services' records together.",
        {
            "PRE_SENTENCE": "A report is asked for; nobody is sentenced yet.",
            "CUSTODY": "In prison, or recalled and not yet received.",
            "PRE_RELEASE": "In prison, and release is near enough to prepare for.",
            "COMMUNITY": "On a sentence, licence or supervision outside prison.",
            "TERMINATED": "Every sentence has ended.",
        },
    ),
    PhaseFlag: (
        "What about a phase needs a person's look.",
        {
            "UNLAWFULLY_AT_LARGE": "The person is unlawfully at large.",
            "COMMUNITY_SAYS_TERMINATED": "The community record has ended every sentence; the prison holds the person.",
            "COMMUNITY_SAYS_RELEASED": "The community record says released; the prison holds the person.",
            "COMMUNITY_SAYS_IN_CUSTODY": "The community record says in custody; the prison has released.",
            "DIED": "The prison record says that the person died.",
            "SPANS_IN_DOUBT": "Plans stand in the way of the spans that the sentences form.",
        },
    ),
    Grade: (
        "What a member of staff may do by their grade, in the words of the national role profiles.",
        {
            "OFFENDER_MANAGER": "Offender Manager, profile 54.",
            "OFFENDER_MANAGER_HIGHER": "Offender Manager, higher level, profile 55.",
            "TEAM_MANAGER": "Team manager.",
            "PRISON_OFFICER": "Prison officer.",
            "PRISON_CUSTODY_OFFICER": "Prison custody officer.",
            "NOBODY": "A stand-in in the records of a service; no person stands behind it.",
        },
    ),
    SupervisorKind: (
        "What sort of Offender Supervisor somebody is, or would be.",
        {
            "PRISON_OFFICER": "A prison officer.",
            "PRISON_CUSTODY_OFFICER": "A prison custody officer.",
            "SECONDED_PROBATION_STAFF": "Probation staff who work in a prison, and act for it.",
            "PROBATION_STAFF_IN_THE_COMMUNITY": "Probation staff in the community.",
            "OTHER_STAFF_OF_THE_PRISON": "Somebody else of the prison who has the skills.",
        },
    ),
    MemberRole: (
        "What a member of the team does, besides the Offender Manager and the Offender Supervisor.",
        {
            "CASE_ADMINISTRATOR": "Appointments, meetings, flow of information.",
            "KEY_WORKER": "Delivers interventions.",
            "INTERESTED_PARTY": "Family first of all; is told only what the offender consents to.",
        },
    ),
    ReductionReason: (
        "Why somebody has fewer hours for cases than their contract says.",
        {
            "OTHER_DUTIES": "Other duties.",
            "TRAINING": "Training.",
            "STAFF_REPRESENTATION": "Representing staff.",
            "ABSENCE": "Absent; why is not asked.",
            "ADJUSTMENT": "An adjustment that was agreed.",
        },
    ),
    EndCause: (
        "Why an Offender Manager can't go on; a short absence is cover, and none of these.",
        {
            "RESIGNATION": "They resigned.",
            "DEATH": "They died.",
            "LONG_ILLNESS": "They are ill for long.",
        },
    ),
    HolderFlag: (
        "What about a holder needs a person's look.",
        {
            "UNPLANNED_HANDOVER": "The Offender Manager changed without a planned handover.",
            "NOT_CONFIRMED": "Decided in the hub; the community record does not say so yet.",
            "GRADE_NOT_KNOWN": "Nobody knows the grade: somebody must find out.",
            "GRADE_OVERRIDDEN": "A team manager set the rule on grades aside, with a reason.",
            "HARM_NOT_ASSESSED": "The risk of harm was not assessed when they were allocated.",
            "BACKDATED": "Written down on a later day than it counts from.",
        },
    ),
}

"""The closed lists of who leads, who acts, and how the offender reaches them."""

from hub.domain.lead.cover import ActingReason
from hub.domain.team import TeamRole
from hub.schema.enums.described import Described

ENUMS: Described = {
    TeamRole: (
        "What a member of the team does.",
        {
            "OFFENDER_MANAGER": "Responsible for the whole sentence.",
            "OFFENDER_SUPERVISOR": "Implements the plan day by day.",
            "CASE_ADMINISTRATOR": "Appointments, meetings, the flow of information.",
            "KEY_WORKER": "Delivers an intervention.",
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

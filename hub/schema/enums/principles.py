"""The closed lists of the principles' figures."""

from hub.domain.principles.figure import FigureState
from hub.domain.principles.measures import Measure, Subject, Unit
from hub.schema.enums.described import Described

ENUMS: Described = {
    Subject: (
        "What a figure is about: one of the four principles, or the agreement of records, which is none of them.",
        {
            "CONTINUITY": "One manager as far as possible, and changes that are planned.",
            "AGREEMENT_OF_RECORDS": "How far the two services' records agree.",
            "CONSISTENCY": "Of messages and treatment, as the offender meets them.",
            "COMMITMENT": "Contacts and reviews held against those due.",
            "CONSOLIDATION": "What was won is recognised and built on.",
        },
    ),
    Measure: (
        "What is measured.",
        {
            "MANAGERS": "How many people have been Offender Manager over the span.",
            "SHARE_WITH_PRESENT_MANAGER": "How much of the span they have had the present one.",
            "GAPS": "How often nobody was named.",
            "GAP_DAYS": "For how many whole days nobody was named, all gaps together.",
            "PLANNED_HANDOVERS": "Changes from one named manager to the next that were planned.",
            "UNPLANNED_HANDOVERS": "Such changes that nobody had planned.",
            "SUPERVISOR_CHANGES": "How often one Offender Supervisor followed another.",
            "KEY_WORKER_CHANGES": "How often one key worker followed another.",
            "BROKEN_OFF": "Interventions or treatment broken off by a move or a release.",
            "HELD_BY_BOTH": "Facts that both services hold.",
            "DIFFERING": "Of these, how many they hold differently.",
            "HELD_BY_ONE": "Facts that one service only holds.",
            "SHARE_ALIKE": "Of the facts that both hold, how many they hold alike.",
            "CONTRADICTORY_DIRECTIONS": "Directions that contradict each other.",
            "CLASHING_APPOINTMENTS": "Appointments at one time.",
            "LIKE_FAILURES_ANSWERED_UNLIKE": "Like failures that were answered unlike.",
            "SHARE_OF_CONTACTS_HELD": "Of the contacts due, how many were held.",
            "SHARE_OF_REVIEWS_HELD": "Of the reviews due, how many were held.",
            "RECOGNISED": "New behaviour that was recognised and rewarded.",
            "ACHIEVED": "Objectives achieved.",
            "BUILT_ON": "Objectives achieved that a later one builds on.",
        },
    ),
    Unit: (
        "What a figure is counted in.",
        {"COUNT": "A number of things.", "DAYS": "Whole days.", "PER_CENT": "Per cent, rounded down."},
    ),
    FigureState: (
        "Whether a figure has a value.",
        {
            "KNOWN": "It has one.",
            "NOT_YET_KNOWN": "Nobody counts it yet.",
            "NOTHING_TO_MEASURE": "There is nothing that could be measured.",
        },
    ),
}

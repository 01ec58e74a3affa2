"""The closed lists of handovers in two hands."""

from hub.domain.handover import HandoverTask
from hub.domain.handover.in_two_hands import HandoverKind, HandoverState, UnplannedCause
from hub.domain.handover.lateness import Lateness
from hub.schema.enums.described import Described

ENUMS: Described = {
    HandoverKind: (
        "What changes hands.",
        {
            "MANAGER": "The case, from one Offender Manager to the next.",
            "SUPERVISOR": "The case, from one Offender Supervisor to the next, as at a transfer between prisons.",
            "CUSTODY_TO_COMMUNITY": "What the prison did for the case, to its Offender Manager.",
        },
    ),
    HandoverState: (
        "How far a handover is.",
        {
            "PLANNED": "It waits for the answer of the one who is to take over.",
            "ACCEPTED": "It was accepted, and waits for its day.",
            "REFUSED": "It was refused, with a reason.",
            "WITHDRAWN": "It was taken back, or overtaken by another change.",
            "COMPLETED": "The case changed hands.",
        },
    ),
    UnplannedCause: (
        "Why nobody planned a handover.",
        {
            "RESIGNATION": "The Offender Manager resigned.",
            "DEATH": "They died.",
            "LONG_ILLNESS": "They are ill for long.",
            "COMMUNITY_RECORD": "The community record named somebody else.",
        },
    ),
    Lateness: (
        "Why somebody must act on a handover.",
        {
            "NOT_ANSWERED": "Not answered within five working days, or by its day.",
            "NOT_COMPLETED": "Accepted, and not completed on its day.",
            "NOT_FOLLOWED_UP": "Nobody planned or accepted it, and it was not followed up in time.",
        },
    ),
    HandoverTask: (
        "A task of the checklist before a handover from custody to community.",
        {
            "REVIEWED_OASYS": "The assessment was reviewed.",
            "CONTACTED_OFFENDER_MANAGER": "The Offender Manager was contacted.",
            "ATTENDED_HANDOVER_MEETING": "The meeting was attended.",
            "SENT_HANDOVER_REPORT": "The report was sent.",
        },
    ),
}

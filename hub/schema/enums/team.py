"""The closed lists of a case's phase and its team."""

from hub.domain.phase import Phase, PhaseFlag
from hub.domain.team import HolderFlag
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
    HolderFlag: (
        "What about a holder needs a person's look.",
        {"UNPLANNED_HANDOVER": "The Offender Manager changed without a planned handover."},
    ),
}

"""Scotland: Integrated Case Management, in the place of the table of eligibility (what, planning).

words          the closed lists
route          standard or enhanced
core_screen    the first interview, soon after reception
participation  voluntary: declining is recorded and is no breach; what HDC and the family may see
recording      what is recorded, and what is refused
conference     when the next case conference is due, and who attends
"""

from hub.domain.icm.conference import (
    Attendance,
    ConferenceDue,
    ConferenceFacts,
    attends,
    conference_due,
    conferences_apply,
)
from hub.domain.icm.core_screen import CoreScreen, core_screen
from hub.domain.icm.participation import Participant, Participation, asked, told_route
from hub.domain.icm.route import IcmRouteAnswer, icm_route
from hub.domain.icm.words import (
    Attendee,
    ConferenceKind,
    CoreScreenNeed,
    CoreScreenState,
    IcmRoute,
    IcmRouteReason,
    ParticipationAnswer,
)

__all__ = [
    "Attendance",
    "Attendee",
    "ConferenceDue",
    "ConferenceFacts",
    "ConferenceKind",
    "CoreScreen",
    "CoreScreenNeed",
    "CoreScreenState",
    "IcmRoute",
    "IcmRouteAnswer",
    "IcmRouteReason",
    "Participant",
    "Participation",
    "ParticipationAnswer",
    "asked",
    "attends",
    "conference_due",
    "conferences_apply",
    "core_screen",
    "icm_route",
    "told_route",
]

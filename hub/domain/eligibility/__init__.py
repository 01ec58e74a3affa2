"""Who has an Offender Manager, and an Offender Supervisor.

words      the closed lists
facts      what is given of a person and of each sentence
table      the exclusions, then the rows: the first that says yes decides
switching  who switches a type of sentence off and on, and when
hold       a yes holds to termination; a decision that gives a manager; a manager whom the community record names
notice     the offender is told whether they have a manager, and who
"""

from hub.domain.eligibility.facts import (
    EligibilityDecision,
    EligibilityFacts,
    SentenceServed,
    SwitchedOff,
    type_key,
)
from hub.domain.eligibility.hold import GivenByDecision, check_given, standing
from hub.domain.eligibility.notice import NoticeReason, NoticeTold, check_told, notice_due
from hub.domain.eligibility.table import decide_eligibility
from hub.domain.eligibility.words import (
    Eligibility,
    EligibilityFlag,
    EligibilityReason,
    NoticeChannel,
    SentenceKind,
    SupervisorDue,
)

__all__ = [
    "Eligibility",
    "EligibilityDecision",
    "EligibilityFacts",
    "EligibilityFlag",
    "EligibilityReason",
    "GivenByDecision",
    "NoticeChannel",
    "NoticeReason",
    "NoticeTold",
    "SentenceKind",
    "SentenceServed",
    "SupervisorDue",
    "SwitchedOff",
    "check_given",
    "check_told",
    "decide_eligibility",
    "notice_due",
    "standing",
    "type_key",
]

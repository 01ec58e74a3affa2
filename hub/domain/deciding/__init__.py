"""What a named person may decide about a case beside the rules.

commands   what is decided, and why
checks     whether they may, and what is kept of it
"""

from hub.domain.deciding.checks import (
    LONGEST_REASON,
    Decided,
    Subject,
    check,
    check_actor,
    check_withdrawal,
    nothing_to_withdraw,
)
from hub.domain.deciding.commands import (
    ConfirmSkills,
    Decide,
    GiveOffenderManager,
    HandOverEarly,
    JoinSpans,
    MarkPriority,
    MoveTier,
    OverrideResponsibility,
    RecordParole,
    RecordScotland,
    WithdrawDecision,
)

__all__ = [
    "LONGEST_REASON",
    "ConfirmSkills",
    "Decide",
    "Decided",
    "GiveOffenderManager",
    "HandOverEarly",
    "JoinSpans",
    "MarkPriority",
    "MoveTier",
    "OverrideResponsibility",
    "RecordParole",
    "RecordScotland",
    "Subject",
    "WithdrawDecision",
    "check",
    "check_actor",
    "check_withdrawal",
    "nothing_to_withdraw",
]

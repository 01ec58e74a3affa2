"""A responsibility that people decide otherwise than the rules: it beats everything, with its reason on record.

Source: rules, (d), step 0.
"""

from datetime import date
from enum import StrEnum

from hub.domain.handover.words import Responsibility
from hub.domain.value import Value
from hub.errors import BrokenRule

LONGEST_TEXT = 1000


class OverrideReason(StrEnum):
    """Why somebody decides otherwise; the last one says it in words."""

    LESS_THAN_TEN_MONTHS_TO_SERVE = "LESS_THAN_TEN_MONTHS_TO_SERVE"
    COMMUNITY_TEAM_TO_WORK_WITH_OFFENDER = "COMMUNITY_TEAM_TO_WORK_WITH_OFFENDER"
    RECALLED = "RECALLED"
    MOVED_TO_OPEN_PRISON = "MOVED_TO_OPEN_PRISON"
    OTHER = "OTHER"


class HandoverOverride(Value):
    """What was decided, by whom and why; it stands until somebody takes it back."""

    responsibility: Responsibility
    reason: OverrideReason
    by: str
    made_on: date
    text: str | None = None


def check_override(override: HandoverOverride) -> HandoverOverride:
    """The override, allowed. Raises BrokenRule: OverrideNeedsName, OverrideNeedsText, OverrideTextTooLong."""
    text = (override.text or "").strip()
    if not override.by.strip():
        raise BrokenRule("OverrideNeedsName", "An override is decided by somebody with a name.", "Send who.", "by")
    if override.reason is OverrideReason.OTHER and not text:
        raise BrokenRule("OverrideNeedsText", "The reason OTHER needs words.", "Say why in a sentence.", "text")
    if len(text) > LONGEST_TEXT:
        raise BrokenRule(
            "OverrideTextTooLong", f"The words have at most {LONGEST_TEXT} characters.", "Shorten them.", "text"
        )
    return override

"""The tier that the tier system publishes beside the one that the hub computes: differences are shown, none is mended.

A published tier is always (version, value): version 3 has one axis from A to G and is comparable, version 2 has two
(protect A to D, change 0 to 3) and is not.
"""

from enum import StrEnum

from hub.domain.tier.today import TodayTierDecision
from hub.domain.tier.words import LADDER, TodayTier, higher
from hub.domain.value import Value

COMPARABLE_VERSION = 3


class PublishedTier(Value):
    """A tier as published; `value` None while its detail has not come, `provisional` None where not told."""

    version: int | None
    value: str | None
    provisional: bool | None = None


class TierComparison(StrEnum):
    """How the published tier stands to the computed one."""

    SAME = "SAME"
    SAME_BUT_FOR_PROVISIONAL = "SAME_BUT_FOR_PROVISIONAL"
    PUBLISHED_HIGHER = "PUBLISHED_HIGHER"
    PUBLISHED_LOWER = "PUBLISHED_LOWER"
    DIFFERENT_WORDS = "DIFFERENT_WORDS"
    OTHER_VERSION = "OTHER_VERSION"
    AWAITING_DETAIL = "AWAITING_DETAIL"
    NOT_PUBLISHED = "NOT_PUBLISHED"
    NOT_COMPUTED = "NOT_COMPUTED"


def compare(computed: TodayTierDecision | None, published: PublishedTier | None) -> TierComparison:
    """How the two stand. Values that are no tier of the ladder (not supervised, missing) are the same or different."""
    if published is None:
        return TierComparison.NOT_PUBLISHED
    if published.value is None or published.version is None:
        return TierComparison.AWAITING_DETAIL
    if published.version != COMPARABLE_VERSION:
        return TierComparison.OTHER_VERSION
    if computed is None or computed.tier is None:
        return TierComparison.NOT_COMPUTED
    if published.value != computed.tier:
        return _different(computed.tier, published.value)
    if published.provisional is not None and published.provisional != computed.provisional:
        return TierComparison.SAME_BUT_FOR_PROVISIONAL
    return TierComparison.SAME


def _different(computed: TodayTier, value: str) -> TierComparison:
    if computed not in LADDER or value not in LADDER:
        return TierComparison.DIFFERENT_WORDS
    said_higher = higher(TodayTier(value), computed)
    return TierComparison.PUBLISHED_HIGHER if said_higher else TierComparison.PUBLISHED_LOWER

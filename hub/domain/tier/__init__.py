"""Tiers: resources follow risk.

Two answers stand beside each other and are never mixed: the hub's own tier from 1 to 4 (guide), and today's tier from
A to G, which a tier system of the probation service publishes and the hub computes to compare.

words          the closed lists
four_tiers     the tier from 1 to 4, by the first that holds
move           a tier that people decide otherwise, and which one is in force
needs          which needs count, and which of them a plan works on
today          the tier from A to G: the highest of its steps
reoffending    the table of the two predictors, the first of those steps
provisional    whether the tier from A to G may still rise
published      the published tier beside the computed one
"""

from hub.domain.tier.four_tiers import TierDecision, TierFacts, decide_tier
from hub.domain.tier.move import TierMove, TierMover, check_move, in_force
from hub.domain.tier.needs import sections_in_need, sections_worked_on
from hub.domain.tier.provisional import may_rise
from hub.domain.tier.published import PublishedTier, TierComparison, compare
from hub.domain.tier.reoffending import reoffending_tier
from hub.domain.tier.today import (
    SINCE_RELEASE,
    Score,
    SexualPredictor,
    StepTier,
    TodayTierDecision,
    TodayTierFacts,
    today_tier,
)
from hub.domain.tier.words import Approach, Step, Tier, TierReason, TodayTier

__all__ = [
    "SINCE_RELEASE",
    "Approach",
    "PublishedTier",
    "Score",
    "SexualPredictor",
    "Step",
    "StepTier",
    "Tier",
    "TierComparison",
    "TierDecision",
    "TierFacts",
    "TierMove",
    "TierMover",
    "TierReason",
    "TodayTier",
    "TodayTierDecision",
    "TodayTierFacts",
    "check_move",
    "compare",
    "decide_tier",
    "in_force",
    "may_rise",
    "reoffending_tier",
    "sections_in_need",
    "sections_worked_on",
    "today_tier",
]

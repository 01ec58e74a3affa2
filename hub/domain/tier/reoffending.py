"""The table of the two predictors of reoffending: thirty cells.

Source: today's tier (ministryofjustice/hmpps-tier, `TierCalculator`); lower bounds belong to their cell.
"""

from hub.domain.tier.words import TodayTier

# In per cent, the highest first.
ALL_REOFFENDING = (90.0, 75.0, 50.0, 25.0, 15.0, 0.0)
COMBINED_SERIOUS = (6.9, 3.0, 1.0, 0.5, 0.0)
# A row for each bound of serious reoffending, a letter for each bound of all reoffending.
CELLS = ("AABBBB", "ABCCCC", "BCDEEE", "CDEEFF", "DDEFFG")


def reoffending_tier(all_reoffending: float, combined_serious: float) -> TodayTier:
    """The cell of two scores in per cent; a score below nought counts as nought."""
    row = _at(combined_serious, COMBINED_SERIOUS)
    return TodayTier(CELLS[row][_at(all_reoffending, ALL_REOFFENDING)])


def highest_for_serious(combined_serious: float) -> TodayTier:
    """The highest tier that any score of all reoffending could give beside this one."""
    return reoffending_tier(ALL_REOFFENDING[0], combined_serious)


def highest_for_all(all_reoffending: float) -> TodayTier:
    """The highest tier that any score of serious reoffending could give beside this one."""
    return reoffending_tier(all_reoffending, COMBINED_SERIOUS[0])


def _at(score: float, bounds: tuple[float, ...]) -> int:
    return next((place for place, bound in enumerate(bounds) if score >= bound), len(bounds) - 1)

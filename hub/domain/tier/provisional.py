"""Whether today's tier may still rise: a score from records alone, or a risk of harm that nobody registered.

Source: today's practice (ministryofjustice/hmpps-tier, `ProvisionalStatusCalculator`).
"""

from collections.abc import Iterable, Mapping

from hub.domain.assessment import PredictorMethod
from hub.domain.tier.reoffending import highest_for_all, highest_for_serious
from hub.domain.tier.words import LADDER, Step, TodayTier, higher

ScoreBy = tuple[float, PredictorMethod | None]
STATIC, DYNAMIC = PredictorMethod.STATIC, PredictorMethod.DYNAMIC


def may_rise(
    steps: Mapping[Step, TodayTier],
    *,
    all_reoffending: ScoreBy,
    combined_serious: ScoreBy,
    mappa: bool,
    harm_known: bool,
) -> bool:
    """Whether the tier is provisional: a better score or a registered risk of harm could make it higher."""
    by_scores = _static_scores(steps, all_reoffending, combined_serious)
    return by_scores or (not harm_known and _harm_missing(steps, all_reoffending[1], combined_serious[1], mappa))


def _static_scores(steps: Mapping[Step, TodayTier], all_reoffending: ScoreBy, combined_serious: ScoreBy) -> bool:
    """Static scores leave it open, unless another step reaches the highest that an interview could bring."""
    others = _highest(tier for step, tier in steps.items() if step is not Step.REOFFENDING)
    (all_score, all_method), (serious_score, serious_method) = all_reoffending, combined_serious
    if all_method is STATIC and serious_method is STATIC:
        return others is not TodayTier.A
    if all_method is STATIC:
        return higher(highest_for_serious(serious_score), others)
    if serious_method is STATIC:
        return higher(highest_for_all(all_score), others)
    return False


def _harm_missing(
    steps: Mapping[Step, TodayTier],
    all_method: PredictorMethod | None,
    serious_method: PredictorMethod | None,
    mappa: bool,
) -> bool:
    """A missing risk of harm leaves it open, unless the other steps give A (MAPPA) or C (no MAPPA) without it.

    The table of the predictors counts among them only where both scores are dynamic.
    """
    dynamic = all_method is DYNAMIC and serious_method is DYNAMIC
    left_out = {Step.MAPPA_AND_HARM} | (set() if dynamic else {Step.REOFFENDING})
    others = _highest(tier for step, tier in steps.items() if step not in left_out)
    return higher(TodayTier.A if mappa else TodayTier.C, others)


def _highest(tiers: Iterable[TodayTier]) -> TodayTier:
    return min(tiers, key=LADDER.index, default=TodayTier.G)

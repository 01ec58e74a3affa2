"""Today's tier, one axis from A to G: the highest of its steps.

The hub computes it to show it beside the one that the tier system publishes. Source: today's practice
(ministryofjustice/hmpps-tier, `TierCalculator`, 17 August 2026).
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from hub.domain.assessment import Band, PredictorMethod, RiskLevel
from hub.domain.because import Because, because
from hub.domain.days import before
from hub.domain.tier.provisional import may_rise
from hub.domain.tier.reoffending import reoffending_tier
from hub.domain.tier.words import LADDER, Step, TodayTier
from hub.domain.value import Value

# Score of a medium band -> tier: the scale without a reduction of risk, then the one with; the first that fits.
MEDIUM_DIRECT_CONTACT = ((3.36, TodayTier.C), (2.11, TodayTier.D), (1.12, TodayTier.C), (0.60, TodayTier.D))
DIRECT_CONTACT = {Band.VERY_HIGH: TodayTier.A, Band.HIGH: TodayTier.B, Band.LOW: TodayTier.E}
WITH_MAPPA = {RiskLevel.VERY_HIGH: TodayTier.A, RiskLevel.HIGH: TodayTier.C, RiskLevel.MEDIUM: TodayTier.D}
WITHOUT_MAPPA = {RiskLevel.VERY_HIGH: TodayTier.C, RiskLevel.HIGH: TodayTier.D}
# Somebody with a life sentence or IPP: released within so many months -> tier.
SINCE_RELEASE = ((12, TodayTier.B), (60, TodayTier.D))


class Score(Value):
    """A predictor's score in per cent, and whether it comes from records alone (static) or an interview too."""

    value: float
    method: PredictorMethod | None = None


class SexualPredictor(Value):
    """The direct contact predictor: its score in per cent and its band."""

    score: float
    band: Band | None

    @property
    def says(self) -> bool:
        """Whether it says anything: a score above nought with a band that is known and applies."""
        return self.score > 0 and self.band not in (None, Band.NOT_APPLICABLE)

    @property
    def fits(self) -> bool:
        """Whether score and band can belong together: a medium band has a least score."""
        return not (self.says and self.band is Band.MEDIUM and self.score < MEDIUM_DIRECT_CONTACT[-1][0])


class TodayTierFacts(Value):
    """What decides. `mappa`: a MAPPA category is registered. `released_on`: the latest release, None: none."""

    active_event: bool = True
    all_reoffending: Score | None = None
    combined_serious: Score | None = None
    direct_contact: SexualPredictor | None = None
    mappa: bool = False
    harm: RiskLevel | None = None
    life_or_ipp: bool = False
    released_on: date | None = None
    domestic_abuse: bool = False
    stalking: bool = False
    child_protection: bool = False
    ever_sexual_offence: bool = False


class TodayTierReason(StrEnum):
    """Why the tier is what it is."""

    NO_ACTIVE_EVENT = "NO_ACTIVE_EVENT"
    SCORE_MISSING = "SCORE_MISSING"
    SCORE_AND_BAND_DISAGREE = "SCORE_AND_BAND_DISAGREE"
    HIGHEST_STEP = "HIGHEST_STEP"


class StepTier(Value):
    """What one step gives."""

    step: Step
    tier: TodayTier


class TodayTierDecision(Value):
    """The tier (None where facts contradict each other), whether it may still rise, and each step that gave one."""

    tier: TodayTier | None
    because: Because[TodayTierReason]
    provisional: bool = False
    steps: tuple[StepTier, ...] = ()


def today_tier(facts: TodayTierFacts, today: date) -> TodayTierDecision:
    """The tier on that day, and whether it is provisional."""
    all_reoffending, serious, direct = facts.all_reoffending, facts.combined_serious, facts.direct_contact
    if not facts.active_event:
        why = "No sentence of the person is active, so nobody supervises them."
        return TodayTierDecision(TodayTier.NOT_SUPERVISED, because(TodayTierReason.NO_ACTIVE_EVENT, why))
    if all_reoffending is None or serious is None:
        why = "The score of all reoffending or that of serious reoffending is missing."
        return TodayTierDecision(TodayTier.MISSING, because(TodayTierReason.SCORE_MISSING, why))
    if direct is not None and not direct.fits:
        why = "The direct contact predictor has a medium band with a score below every medium band: ask for it again."
        used = {"direct_contact_score": direct.score, "direct_contact_band": direct.band}
        return TodayTierDecision(None, because(TodayTierReason.SCORE_AND_BAND_DISAGREE, why, **used))
    steps = (
        StepTier(Step.REOFFENDING, reoffending_tier(all_reoffending.value, serious.value)),
        *_other_steps(facts, today),
    )
    decisive = min(steps, key=lambda one: LADDER.index(one.tier))
    highest = because(
        TodayTierReason.HIGHEST_STEP,
        "The highest of the steps decides.",
        **{one.step.lower(): one.tier for one in steps},
        decided_by=decisive.step,
    )
    provisional = may_rise(
        {one.step: one.tier for one in steps},
        all_reoffending=(all_reoffending.value, all_reoffending.method),
        combined_serious=(serious.value, serious.method),
        mappa=facts.mappa,
        harm_known=facts.harm is not None,
    )
    return TodayTierDecision(decisive.tier, highest, provisional, steps)


def _other_steps(facts: TodayTierFacts, today: date) -> Iterator[StepTier]:
    """Every step but the table of the predictors that gives a tier."""
    found = (
        (Step.DIRECT_CONTACT_SEXUAL, _direct_contact(facts.direct_contact)),
        (Step.MAPPA_AND_HARM, _mappa_and_harm(facts.mappa, facts.harm)),
        (Step.LIFE_OR_IPP, _since_release(facts.released_on, today) if facts.life_or_ipp else None),
        (Step.DOMESTIC_ABUSE, TodayTier.E if facts.domestic_abuse else None),
        (Step.STALKING, TodayTier.F if facts.stalking else None),
        (Step.CHILD_PROTECTION, TodayTier.F if facts.child_protection else None),
        (Step.SEXUAL_OFFENCE, TodayTier.E if facts.ever_sexual_offence else None),
    )
    return (StepTier(step, tier) for step, tier in found if tier is not None)


def _direct_contact(predictor: SexualPredictor | None) -> TodayTier | None:
    if predictor is None or not predictor.says or predictor.band is None:
        return None
    if predictor.band is Band.MEDIUM:
        return next(tier for bound, tier in MEDIUM_DIRECT_CONTACT if predictor.score >= bound)
    return DIRECT_CONTACT[predictor.band]


def _mappa_and_harm(mappa: bool, harm: RiskLevel | None) -> TodayTier | None:
    if mappa:
        return WITH_MAPPA.get(harm, TodayTier.E) if harm else TodayTier.E
    return WITHOUT_MAPPA.get(harm) if harm else None


def _since_release(released_on: date | None, today: date) -> TodayTier | None:
    if released_on is None:
        return None
    return next((tier for months, tier in SINCE_RELEASE if released_on >= before(today, months=months)), TodayTier.E)

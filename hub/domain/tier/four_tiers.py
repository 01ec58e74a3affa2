"""The tier of a case from 1 to 4, by the first that holds.

The guide's bands overlap; the order in which they are asked is the hub's (domain: "Tiers").
"""

from datetime import date

from hub.domain.assessment import Band, RiskLevel, Section
from hub.domain.because import Because, because
from hub.domain.tier.needs import PRACTICAL
from hub.domain.tier.words import Tier, TierReason
from hub.domain.value import Value

ABOVE_LOW = frozenset({Band.MEDIUM, Band.HIGH, Band.VERY_HIGH})


class TierFacts(Value):
    """What decides the tier; None where nobody assessed it.

    `prolific_or_priority`: of high local or national priority, usually prolific. `in_need` are the sections with a
    need that counts, `worked_on` those that the plan works on (`needs.py`).
    """

    harm: RiskLevel | None = None
    likelihood: Band | None = None
    prolific_or_priority: bool = False
    rehabilitative_requirement: bool = False
    in_need: frozenset[Section] = frozenset()
    worked_on: frozenset[Section] = frozenset()

    @property
    def needs_of_the_plan(self) -> frozenset[Section]:
        """The needs that the plan works on."""
        return self.in_need & self.worked_on

    @property
    def practical_needs(self) -> frozenset[Section]:
        """The needs whose answer is practical help."""
        return self.in_need & PRACTICAL


class TierDecision(Value):
    """The tier, None while it awaits an assessment, which is then due on `assessment_due_on` where that is known."""

    tier: Tier | None
    because: Because[TierReason]
    assessment_due_on: date | None = None


def decide_tier(facts: TierFacts, *, assessment_due_on: date | None = None) -> TierDecision:
    """The tier by the first that holds; none, named as awaiting assessment, where nobody assessed the risk."""
    if facts.prolific_or_priority:
        why = "The person is prolific or of high local or national priority."
        return _tier(Tier.FOUR, because(TierReason.PROLIFIC_OR_PRIORITY, why, prolific_or_priority=True))
    if facts.harm is None:
        why = "The risk of harm is not assessed, so the case has no tier yet."
        return TierDecision(None, because(TierReason.AWAITING_ASSESSMENT, why, harm=None), assessment_due_on)
    if facts.harm in (RiskLevel.VERY_HIGH, RiskLevel.HIGH):
        why = "The risk of harm is high or very high."
        return _tier(Tier.FOUR, because(TierReason.HIGH_HARM, why, harm=facts.harm))
    if facts.harm is RiskLevel.MEDIUM:
        return _medium(facts)
    return _low(facts, assessment_due_on)


def _medium(facts: TierFacts) -> TierDecision:
    used = {
        "harm": facts.harm,
        "rehabilitative_requirement": facts.rehabilitative_requirement,
        "needs_of_the_plan": _listed(facts.needs_of_the_plan),
    }
    if facts.rehabilitative_requirement or facts.needs_of_the_plan:
        why = (
            "The risk of harm is medium, and a rehabilitative requirement or a need that the plan works on asks change."
        )
        return _tier(Tier.THREE, because(TierReason.MEDIUM_HARM_AND_CHANGE, why, **used))
    why = "The risk of harm is medium, and neither a requirement nor a need that the plan works on asks for change."
    return _tier(Tier.TWO, because(TierReason.MEDIUM_HARM, why, **used))


def _low(facts: TierFacts, assessment_due_on: date | None) -> TierDecision:
    harm, likelihood = facts.harm, facts.likelihood
    if likelihood in ABOVE_LOW:
        why = "The risk of harm is low, the likelihood of reoffending above low."
        reason = TierReason.LOW_HARM_AND_LIKELIHOOD_ABOVE_LOW
        return _tier(Tier.TWO, because(reason, why, harm=harm, likelihood=likelihood))
    if facts.practical_needs:
        why = (
            "The risk of harm is low, and there is a need for practical help: accommodation, work or training, finance."
        )
        used = {"harm": harm, "practical_needs": _listed(facts.practical_needs)}
        return _tier(Tier.TWO, because(TierReason.LOW_HARM_AND_PRACTICAL_NEED, why, **used))
    if likelihood is Band.LOW:
        why = "The risk of harm and the likelihood of reoffending are low, and no practical need is known."
        reason = TierReason.LOW_HARM_AND_LOW_LIKELIHOOD
        return _tier(Tier.ONE, because(reason, why, harm=harm, likelihood=likelihood))
    why = "The risk of harm is low, and the likelihood of reoffending is not assessed, so the case has no tier yet."
    waiting = because(TierReason.LIKELIHOOD_AWAITING_ASSESSMENT, why, harm=harm, likelihood=likelihood)
    return TierDecision(None, waiting, assessment_due_on)


def _tier(tier: Tier, why: Because[TierReason]) -> TierDecision:
    return TierDecision(tier, why)


def _listed(sections: frozenset[Section]) -> str:
    return ", ".join(sorted(sections))

"""The grade that is recommended for a case inside a prison: advice, never a ban.

Source: rules, (c), peer analogue (ministryofjustice/offender-management-allocation-manager). Today's prisons read the
higher grade as a probation officer and the lower as a prison officer.
"""

from enum import StrEnum

from hub.domain.assessment import RiskLevel
from hub.domain.because import Because, because
from hub.domain.tier import TodayTier
from hub.domain.value import Value


class RecommendedGrade(StrEnum):
    """The two grades between which is chosen."""

    HIGHER = "HIGHER"
    LOWER = "LOWER"


class Basis(StrEnum):
    """By what: risk of harm with tier A, or the tier alone; both are in use."""

    RISK_OF_HARM = "RISK_OF_HARM"
    TIER = "TIER"


class RecommendationReason(StrEnum):
    """Why that grade; asked in this order."""

    IMMIGRATION_CASE = "IMMIGRATION_CASE"
    PRISON_ONLY_SUPPORTS = "PRISON_ONLY_SUPPORTS"
    HIGH_TIER = "HIGH_TIER"
    LOWER_TIER = "LOWER_TIER"
    HIGH_HARM = "HIGH_HARM"
    HARM_NOT_ASSESSED = "HARM_NOT_ASSESSED"
    LOWER_HARM = "LOWER_HARM"


class Recommendation(Value):
    """The grade, None for none, and why."""

    grade: RecommendedGrade | None
    because: Because[RecommendationReason]


HIGH_TIERS = {Basis.RISK_OF_HARM: (TodayTier.A,), Basis.TIER: (TodayTier.A, TodayTier.B)}
SENTENCES = {
    RecommendationReason.IMMIGRATION_CASE: "An immigration case takes the lower grade.",
    RecommendationReason.PRISON_ONLY_SUPPORTS: "The prison only supports, so the lower grade does.",
    RecommendationReason.HIGH_TIER: "The tier asks for the higher grade.",
    RecommendationReason.LOWER_TIER: "The tier does not ask for the higher grade.",
    RecommendationReason.HIGH_HARM: "The risk of harm is high or very high.",
    RecommendationReason.HARM_NOT_ASSESSED: "The risk of harm is not assessed, so nothing is recommended.",
    RecommendationReason.LOWER_HARM: "The risk of harm is low or medium.",
}


def recommend(
    tier: TodayTier | None,
    harm: RiskLevel | None,
    *,
    immigration_case: bool,
    prison_responsible: bool,
    basis: Basis = Basis.RISK_OF_HARM,
) -> Recommendation:
    """The recommended grade. `prison_responsible`: custody is responsible, alone or with the community's support."""
    facts = {
        "tier": tier,
        "harm": harm,
        "immigration_case": immigration_case,
        "prison_responsible": prison_responsible,
        "basis": basis,
    }
    grade, reason = _decided(tier, harm, immigration_case, prison_responsible, basis)
    return Recommendation(grade, because(reason, SENTENCES[reason], **facts))


def _decided(
    tier: TodayTier | None, harm: RiskLevel | None, immigration_case: bool, prison_responsible: bool, basis: Basis
) -> tuple[RecommendedGrade | None, RecommendationReason]:
    if immigration_case:
        return RecommendedGrade.LOWER, RecommendationReason.IMMIGRATION_CASE
    if not prison_responsible:
        return RecommendedGrade.LOWER, RecommendationReason.PRISON_ONLY_SUPPORTS
    if tier in HIGH_TIERS[basis]:
        return RecommendedGrade.HIGHER, RecommendationReason.HIGH_TIER
    if basis is Basis.TIER:
        return RecommendedGrade.LOWER, RecommendationReason.LOWER_TIER
    if harm is None:
        return None, RecommendationReason.HARM_NOT_ASSESSED
    if harm in (RiskLevel.HIGH, RiskLevel.VERY_HIGH):
        return RecommendedGrade.HIGHER, RecommendationReason.HIGH_HARM
    return RecommendedGrade.LOWER, RecommendationReason.LOWER_HARM

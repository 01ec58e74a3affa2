"""Vectors of grades against risk, transfer, the recommended grade, capacity and the role profiles."""

from datetime import date
from decimal import Decimal

from hub.cli.vectors.case import Adapter, Answer, Given
from hub.domain.allocation.capacity import available_points
from hub.domain.allocation.duties import Act, Contribution, DecidedBy, may
from hub.domain.allocation.recommendation import Basis, RecommendedGrade, recommend
from hub.domain.allocation.transfer import TransferOutcome, on_change
from hub.domain.assessment import RiskLevel
from hub.domain.grade import PROFILES
from hub.domain.role_profile import pay_band, total
from hub.domain.tier import TodayTier

GRADES = {number: grade for grade, number in PROFILES.items()}
# The vectors' words -> ours.
ACTS = {
    "sdr": Act.STANDARD_DELIVERY_REPORT,
    "fdr": Act.FAST_DELIVERY_REPORT,
    "fast_delivery": Act.FAST_DELIVERY_REPORT,
    "oral_report": Act.FAST_DELIVERY_REPORT,
    "allocate_intervention": Act.ALLOCATE_WORK,
}
RECOMMENDED = {RecommendedGrade.HIGHER: "probation", RecommendedGrade.LOWER: "prison"}
BASES = {"rosh": Basis.RISK_OF_HARM, "tier": Basis.TIER}


def grade_against_risk(given: Given) -> Answer:
    """Whether a profile may do it."""
    decided = given.get("decided_by")
    contribution = Contribution(DecidedBy(decided.upper()), "A. Name", date(2026, 1, 1)) if decided else None
    act = ACTS[given["act"]] if given["act"] in ACTS else Act(given["act"].upper())
    found = may(act, GRADES[given["profile"]], _level(given), contribution)
    return {"allowed": found.allowed, "reason": str(found.because.reason)}


def transfer(given: Given) -> Answer:
    """What follows when the risk rises or falls; the skills are the higher level's."""
    before, now = (RiskLevel.HIGH, RiskLevel.LOW) if given["change"] == "decrease" else (RiskLevel.LOW, RiskLevel.HIGH)
    found = on_change(before, now, GRADES[55 if given.get("has_skills") else 54])
    keeps = found.outcome is TransferOutcome.KEEPS
    return {
        "retain": True if keeps else "may",
        "transfer": False if keeps else "may, to a more experienced manager",
        "time": "may fall" if found.time_may_fall else None,
    }


def recommended(given: Given) -> Answer:
    """The grade recommended inside a prison."""
    found = recommend(
        TodayTier(given["tier"]) if given["tier"] else None,
        _level(given),
        immigration_case=given["immigration_case"],
        prison_responsible=given["pom_responsible"],
        basis=BASES[given["strategy"]],
    )
    return {"recommended_pom_type": RECOMMENDED[found.grade] if found.grade else None}


def capacity(given: Given) -> Answer:
    """The points that somebody has."""
    points = available_points(
        Decimal(str(given["points_for_grade"])),
        hours=Decimal(str(given["hours"])),
        reduction_hours=Decimal(str(given["reduction_hours"])),
        full_time_hours=Decimal(str(given["contracted_hours"])),
    )
    return {"available_points": points}


def job_profiles(given: Given) -> Answer:
    """The total of a profile's points, and the pay band that it lies in."""
    points = total(given["points"])
    return {"points_total": points, "pay_band": pay_band(points), "band": pay_band(points)}


def _level(given: Given) -> RiskLevel | None:
    return RiskLevel(given["rosh"]) if given.get("rosh") else None


ADAPTERS: dict[str, Adapter] = {
    "grade_vs_risk": grade_against_risk,
    "transfer": transfer,
    "recommended_pom_type_rosh": recommended,
    "recommended_pom_type_tier": recommended,
    "available_points": capacity,
    "job_profiles": job_profiles,
}

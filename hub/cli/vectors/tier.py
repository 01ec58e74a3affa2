"""Vectors of both tiers: from 1 to 4, and today's from A to G. What a vector leaves out is as low as can be."""

from datetime import date

from hub.cli.vectors.case import Adapter, Answer, Given
from hub.cli.vectors.days import day
from hub.domain.assessment import Band, PredictorMethod, RiskLevel, Section
from hub.domain.tier import Score, SexualPredictor, TierFacts, TodayTierFacts, decide_tier, today_tier

DRUGS, HOUSING = frozenset({Section.DRUG_MISUSE}), frozenset({Section.ACCOMMODATION})
CHANGE = ("change", "rehabilitation", "personal_change", "rehabilitation_and_personal_change")


def four_tiers(given: Given) -> Answer:
    """The tier from 1 to 4; the emphasis stands for a need that the plan works on, or for none."""
    change = given.get("emphasis") in CHANGE
    practical = bool(given.get("practical_need")) or given.get("emphasis") in ("practical_help", "practical")
    needs = (DRUGS if change else frozenset()) | (HOUSING if practical else frozenset())
    found = decide_tier(
        TierFacts(
            harm=_level(given.get("rosh")),
            likelihood=Band(given["likelihood"]) if given.get("likelihood") else None,
            prolific_or_priority=bool(given.get("prolific_priority")),
            in_need=needs,
            worked_on=needs & DRUGS,
        )
    )
    approach = found.tier.approach.capitalize() if found.tier else None
    return {"tier": found.tier, "approach": approach, "reason": str(found.because.reason)}


def today_from_a_to_g(given: Given) -> Answer:
    """Today's tier, and whether it is provisional."""
    found = today_tier(_facts(given), date.today())
    tier = str(found.tier) if found.tier else None
    return {"tier": tier, "provisional": found.provisional, "error": found.tier is None}


def _facts(given: Given) -> TodayTierFacts:
    direct = given.get("dc_srp_score")
    band = given.get("dc_srp_band")
    return TodayTierFacts(
        active_event=given.get("active_event", True),
        all_reoffending=_score(given, "arp"),
        combined_serious=_score(given, "csrp"),
        direct_contact=SexualPredictor(direct, Band(band) if band else None) if direct is not None else None,
        mappa=bool(given.get("mappa")),
        harm=_level(given.get("rosh")),
        life_or_ipp=bool(given.get("lifer_ipp")),
        released_on=day(given.get("latest_release_date"), date.today()),
        domestic_abuse=bool(given.get("domestic_abuse")),
        stalking=bool(given.get("stalking")),
        child_protection=bool(given.get("child_protection")),
        ever_sexual_offence=bool(given.get("ever_sexual_offence")),
    )


def _score(given: Given, name: str) -> Score | None:
    value = given.get(name, 0.0)
    return None if value is None else Score(value, PredictorMethod(given.get(f"{name}_type", "DYNAMIC")))


def _level(text: str | None) -> RiskLevel | None:
    return RiskLevel(text) if text else None


ADAPTERS: dict[str, Adapter] = {
    "tier": four_tiers,
    "arp_csrp_matrix": today_from_a_to_g,
    "direct_contact_sexual": today_from_a_to_g,
    "mappa_rosh": today_from_a_to_g,
    "lifer_ipp": today_from_a_to_g,
    "registrations": today_from_a_to_g,
    "provisional": today_from_a_to_g,
    "single": today_from_a_to_g,
}

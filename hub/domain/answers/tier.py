"""The tier from 1 to 4, with what a person decided, and today's tier from A to G beside it (domain: "Tiers")."""

from datetime import date

from hub.domain.answers.answer import Answer, answer
from hub.domain.answers.assessed import Scored
from hub.domain.answers.decision_made import DecisionKind, standing
from hub.domain.answers.situation import Situation
from hub.domain.assessment import Band, PredictorKind
from hub.domain.days import after, london_day, working_day_after
from hub.domain.tier import (
    SINCE_RELEASE,
    Score,
    SexualPredictor,
    Tier,
    TierDecision,
    TierFacts,
    TierMove,
    TodayTier,
    TodayTierFacts,
    decide_tier,
    in_force,
    today_tier,
)

# Codes of the register (practice: codes, "register types").
PRIORITY = "IIOM"
DOMESTIC_ABUSE = frozenset({"ADVP", "REG30"})
STALKING = "SPO"
CHILD_PROTECTION = "RCPR"
SEXUAL_OFFENCE = "DASO"
# The likelihood of reoffending is the band of the first of these that is known: the newer generation before the older.
LIKELIHOOD = (PredictorKind.ALL_REOFFENDING, PredictorKind.GENERAL_REOFFENDING, PredictorKind.GROUP_RECONVICTION)
# The first assessment is due so many working days after the sentence (hub).
ASSESSED_WITHIN = 15


def ask(case: Situation, held: Answer | None) -> Answer | None:
    """The tier in force; None where no sentence is in force."""
    if not case.sentences:
        return None
    decided = computed(case)
    move = moved(case)
    standing_tier = in_force(decided.tier, move, case.today)
    due = decided.assessment_due_on if decided.tier is None else None
    return answer(
        standing_tier.tier.value if standing_tier.tier else None,
        decided.because,
        held=held,
        now=case.now,
        again_on=move.review_on if move and move.review_on and move.review_on > case.today else None,
        more={
            "computed": decided.tier.value if decided.tier else None,
            "in_force": standing_tier.because.reason,
            "in_force_because": standing_tier.because.sentence,
            "assessment_due_on": due,
        },
    )


def tier_of(case: Situation) -> Tier | None:
    """The tier in force."""
    return in_force(computed(case).tier, moved(case), case.today).tier if case.sentences else None


def computed(case: Situation) -> TierDecision:
    """The tier by the rules alone."""
    facts = TierFacts(
        harm=case.harm,
        likelihood=_likelihood(case),
        prolific_or_priority=PRIORITY in case.registered.codes
        or standing(case.decided, DecisionKind.PRIORITY) is not None,
        rehabilitative_requirement=case.rehabilitative_requirement,
        in_need=frozenset(case.assessed.in_need),
        worked_on=case.worked_on,
    )
    return decide_tier(facts, assessment_due_on=_assessment_due(case))


def moved(case: Situation) -> TierMove | None:
    """What a person decided otherwise, where somebody did."""
    made = standing(case.decided, DecisionKind.TIER_MOVED)
    if made is None:
        return None
    against, review_on = made.terms.get("made_against"), made.terms.get("review_on")
    return TierMove(
        tier=Tier(made.terms["tier"]),
        by=made.by,
        reason=made.reason,
        made_on=london_day(made.at),
        made_against=Tier(against) if against is not None else None,
        override=bool(made.terms["override"]),
        review_on=date.fromisoformat(review_on) if review_on else None,
    )


def ask_today(case: Situation, held: Answer | None) -> Answer | None:
    """Today's tier, computed in full; None before any sentence."""
    if not case.sentences and held is None:
        return None
    scores = case.assessed.scores
    facts = TodayTierFacts(
        active_event=bool(case.sentences),
        all_reoffending=_score(scores.get(PredictorKind.ALL_REOFFENDING)),
        combined_serious=_score(scores.get(PredictorKind.COMBINED_SERIOUS_REOFFENDING)),
        direct_contact=_sexual(scores.get(PredictorKind.DIRECT_CONTACT_SEXUAL_REOFFENDING)),
        mappa=case.registered.mappa_category is not None,
        harm=case.registered.harm,
        life_or_ipp=case.indeterminate,
        released_on=case.released_on,
        domestic_abuse=not DOMESTIC_ABUSE.isdisjoint(case.registered.codes),
        stalking=STALKING in case.registered.codes,
        child_protection=CHILD_PROTECTION in case.registered.codes,
        ever_sexual_offence=SEXUAL_OFFENCE in case.registered.codes,
    )
    decided = today_tier(facts, case.today)
    again_on = _since_release_changes(case) if facts.life_or_ipp and decided.tier not in NO_STEPS else None
    return answer(
        decided.tier,
        decided.because,
        held=held,
        now=case.now,
        again_on=again_on,
        more={"provisional": decided.provisional},
    )


NO_STEPS = (TodayTier.NOT_SUPERVISED, TodayTier.MISSING, None)


def _likelihood(case: Situation) -> Band | None:
    bands = (case.assessed.scores[kind].band for kind in LIKELIHOOD if kind in case.assessed.scores)
    return next((band for band in bands if band not in (None, Band.NOT_APPLICABLE)), None)


def _assessment_due(case: Situation) -> date | None:
    first = min((one.given.imposed_on for one in case.sentences if one.given.imposed_on), default=None)
    return working_day_after(first, ASSESSED_WITHIN) if first else None


def _score(one: Scored | None) -> Score | None:
    return Score(one.score, one.method) if one is not None and one.score is not None else None


def _sexual(one: Scored | None) -> SexualPredictor | None:
    return SexualPredictor(one.score, one.band) if one is not None and one.score is not None else None


def _since_release_changes(case: Situation) -> date | None:
    """The next day on which the time since the release counts otherwise."""
    if case.released_on is None:
        return None
    days = (after(case.released_on, months=months, days=1) for months, _ in SINCE_RELEASE)
    return min((day for day in days if day > case.today), default=None)

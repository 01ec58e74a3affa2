"""Who is handed over early: 15 months before release. Source: rules, (d), "Early allocation"."""

from datetime import date
from enum import StrEnum

from hub.domain.because import Because, because
from hub.domain.days import after, before
from hub.domain.value import Value

WINDOW_MONTHS = 18
RECENT_MONTHS = 3
# The flags of the first kind decide by themselves, those of the second leave it to the community.
AUTOMATIC = ("terrorism_conviction", "high_profile", "serious_crime_prevention_order", "mappa_3", "cppc")
DISCRETIONARY = ("extremism_separation", "high_harm", "mappa_2", "pathfinder", "other_reason")


class EarlyAllocationFacts(Value):
    """The answers of an assessment. `cppc`: critical public protection case.

    `release_within_24_months` is asked where extremism separation is, None: nobody answered.
    """

    terrorism_conviction: bool = False
    high_profile: bool = False
    serious_crime_prevention_order: bool = False
    mappa_3: bool = False
    cppc: bool = False
    extremism_separation: bool = False
    release_within_24_months: bool | None = None
    high_harm: bool = False
    mappa_2: bool = False
    pathfinder: bool = False
    other_reason: bool = False


class EarlyAllocationOutcome(StrEnum):
    """What the assessment comes to."""

    ELIGIBLE = "ELIGIBLE"
    COMMUNITY_DECIDES = "COMMUNITY_DECIDES"
    INELIGIBLE = "INELIGIBLE"


class EarlyAllocationReason(StrEnum):
    """Why."""

    AUTOMATIC = "AUTOMATIC"
    EXTREMISM_SEPARATION_RELEASE_FAR = "EXTREMISM_SEPARATION_RELEASE_FAR"
    DISCRETIONARY = "DISCRETIONARY"
    NOTHING_APPLIES = "NOTHING_APPLIES"


class EarlyAllocationAnswer(Value):
    """The outcome and why."""

    outcome: EarlyAllocationOutcome
    because: Because[EarlyAllocationReason]


def assess_early_allocation(facts: EarlyAllocationFacts) -> EarlyAllocationAnswer:
    """What the answers come to; a release that nobody dated leaves extremism separation to the community (hub)."""
    automatic = [name for name in AUTOMATIC if getattr(facts, name)]
    discretionary = [name for name in DISCRETIONARY if getattr(facts, name)]
    if automatic:
        why = "One of the five that decide by themselves applies."
        reason = because(EarlyAllocationReason.AUTOMATIC, why, applies=", ".join(automatic))
        return EarlyAllocationAnswer(EarlyAllocationOutcome.ELIGIBLE, reason)
    if facts.extremism_separation and facts.release_within_24_months is False:
        why = "Extremism separation applies, and the release lies 24 months ahead or more."
        reason = because(EarlyAllocationReason.EXTREMISM_SEPARATION_RELEASE_FAR, why, release_within_24_months=False)
        return EarlyAllocationAnswer(EarlyAllocationOutcome.INELIGIBLE, reason)
    if discretionary:
        why = "Nothing that decides by itself applies; the community decides."
        reason = because(EarlyAllocationReason.DISCRETIONARY, why, applies=", ".join(discretionary))
        return EarlyAllocationAnswer(EarlyAllocationOutcome.COMMUNITY_DECIDES, reason)
    nothing = because(EarlyAllocationReason.NOTHING_APPLIES, "Nothing applies that would bring the handover forward.")
    return EarlyAllocationAnswer(EarlyAllocationOutcome.INELIGIBLE, nothing)


def may_be_referred(earliest_release_on: date | None, today: date) -> bool:
    """Whether the earliest release lies within 18 months, so that an assessment may be sent to the community."""
    return earliest_release_on is not None and earliest_release_on <= after(today, months=WINDOW_MONTHS)


def risk_assessment_recent(assessed_on: date, today: date) -> bool:
    """Whether the risk assessment that it rests on is less than three months old, and not of tomorrow."""
    return before(today, months=RECENT_MONTHS) < assessed_on <= today


def assessment_counts(outcome: EarlyAllocationOutcome, assessed_on: date, sentence_started_on: date | None) -> bool:
    """Whether the assessment can bring a handover forward: of the current sentence, and not ineligible."""
    current = sentence_started_on is None or assessed_on >= sentence_started_on
    return current and outcome is not EarlyAllocationOutcome.INELIGIBLE


def handed_over_early(
    outcome: EarlyAllocationOutcome,
    community_said: bool | None,
    assessed_on: date,
    *,
    sentence_started_on: date | None,
    earliest_release_on: date | None,
) -> bool:
    """Whether the handover comes early: eligible or so decided, by an assessment made within the window before release.

    `community_said` is the community's decision, None: not yet.
    """
    decided = outcome is EarlyAllocationOutcome.ELIGIBLE or (
        outcome is EarlyAllocationOutcome.COMMUNITY_DECIDES and community_said is True
    )
    counts = assessment_counts(outcome, assessed_on, sentence_started_on)
    return decided and counts and may_be_referred(earliest_release_on, assessed_on)

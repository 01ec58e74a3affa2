"""The closed lists of tiers."""

from enum import IntEnum, StrEnum


class Tier(IntEnum):
    """The tiers of the guide; resources rise with the number."""

    ONE = 1
    TWO = 2
    THREE = 3
    FOUR = 4

    @property
    def approach(self) -> "Approach":
        """The word that the guide has for the tier."""
        return list(Approach)[self - 1]


class Approach(StrEnum):
    """What the work in a tier is mostly about (guide, "The four tiers"), from tier 1 up."""

    PUNISH = "PUNISH"
    HELP = "HELP"
    CHANGE = "CHANGE"
    CONTROL = "CONTROL"


class TierReason(StrEnum):
    """Why a case is in its tier, or in none; `decide_tier` asks in this order."""

    PROLIFIC_OR_PRIORITY = "PROLIFIC_OR_PRIORITY"
    HIGH_HARM = "HIGH_HARM"
    MEDIUM_HARM_AND_CHANGE = "MEDIUM_HARM_AND_CHANGE"
    MEDIUM_HARM = "MEDIUM_HARM"
    LOW_HARM_AND_LIKELIHOOD_ABOVE_LOW = "LOW_HARM_AND_LIKELIHOOD_ABOVE_LOW"
    LOW_HARM_AND_PRACTICAL_NEED = "LOW_HARM_AND_PRACTICAL_NEED"
    LOW_HARM_AND_LOW_LIKELIHOOD = "LOW_HARM_AND_LOW_LIKELIHOOD"
    LIKELIHOOD_AWAITING_ASSESSMENT = "LIKELIHOOD_AWAITING_ASSESSMENT"
    AWAITING_ASSESSMENT = "AWAITING_ASSESSMENT"


class TodayTier(StrEnum):
    """Today's single-axis tiers, the highest first, and the two words for none."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    G = "G"
    NOT_SUPERVISED = "NOT_SUPERVISED"
    MISSING = "MISSING"


# The tiers themselves, the highest first.
LADDER = (TodayTier.A, TodayTier.B, TodayTier.C, TodayTier.D, TodayTier.E, TodayTier.F, TodayTier.G)


def higher(one: TodayTier, other: TodayTier) -> bool:
    """Whether the one is the higher tier of two in the ladder."""
    return LADDER.index(one) < LADDER.index(other)


class Step(StrEnum):
    """What can give a tier from A to G; the highest of the steps is the tier."""

    REOFFENDING = "REOFFENDING"
    DIRECT_CONTACT_SEXUAL = "DIRECT_CONTACT_SEXUAL"
    MAPPA_AND_HARM = "MAPPA_AND_HARM"
    LIFE_OR_IPP = "LIFE_OR_IPP"
    DOMESTIC_ABUSE = "DOMESTIC_ABUSE"
    STALKING = "STALKING"
    CHILD_PROTECTION = "CHILD_PROTECTION"
    SEXUAL_OFFENCE = "SEXUAL_OFFENCE"

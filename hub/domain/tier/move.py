"""A tier that people decide otherwise than computed: who may, what they must say, and how long it stands.

Inside an overlap of the guide's bands a move needs a name and a reason; any other is an override, for a team manager,
with a reason and a date for its review (domain: "Tiers"). A move downwards gives way when the computed tier rises above
the one that it was made against, so that no old decision hides a risk that grew (hub).
"""

from datetime import date
from enum import StrEnum

from hub.domain.access import Role
from hub.domain.assessment import RiskLevel
from hub.domain.because import Because, because
from hub.domain.days import after
from hub.domain.tier.words import Tier
from hub.domain.value import Value
from hub.errors import BrokenRule

LONGEST_REASON = 1000
# A day of review further ahead would be none (hub); in months.
REVIEWED_WITHIN = 12

# Harm -> the tiers in whose bands the guide has it: inside these, a move is no override.
OVERLAP: dict[RiskLevel | None, frozenset[Tier]] = {
    RiskLevel.VERY_HIGH: frozenset({Tier.FOUR}),
    RiskLevel.HIGH: frozenset({Tier.FOUR, Tier.THREE}),
    RiskLevel.MEDIUM: frozenset({Tier.THREE, Tier.TWO}),
    RiskLevel.LOW: frozenset({Tier.TWO, Tier.ONE}),
    None: frozenset(),
}


class TierMover(Value):
    """Who moves it: their name as the record has it, and their roles."""

    name: str
    roles: frozenset[Role]


class TierMove(Value):
    """A tier decided by a person. `made_against` is the tier that was computed then; None: none was.

    `review_on` is the day on which it is looked at again: an override has one always, a move inside an overlap may.
    """

    tier: Tier
    by: str
    reason: str
    made_on: date
    made_against: Tier | None
    override: bool
    review_on: date | None = None


class InForce(StrEnum):
    """Which tier stands."""

    COMPUTED = "COMPUTED"
    MOVED = "MOVED"
    MOVED_AND_REVIEW_DUE = "MOVED_AND_REVIEW_DUE"
    RISK_ROSE_ABOVE_THE_MOVE = "RISK_ROSE_ABOVE_THE_MOVE"


class TierInForce(Value):
    """The tier that stands, and why that one."""

    tier: Tier | None
    because: Because[InForce]


def check_move(
    wanted: Tier,
    computed: Tier | None,
    harm: RiskLevel | None,
    *,
    by: TierMover,
    reason: str,
    today: date,
    review_on: date | None = None,
) -> TierMove:
    """The move, allowed.

    Raises BrokenRule: TierUnchanged, TierMoveNeedsName, TierMoveNeedsReason, TierMoveReasonTooLong,
    TierOverrideNotYours, TierOverrideNeedsReviewDate, TierReviewDateNotAhead, TierReviewTooFar.
    """
    if wanted == computed:
        raise _broken("TierUnchanged", "tier")
    if not by.name.strip():
        raise _broken("TierMoveNeedsName", "by")
    if not reason.strip():
        raise _broken("TierMoveNeedsReason", "reason")
    if len(reason.strip()) > LONGEST_REASON:
        raise _broken("TierMoveReasonTooLong", "reason")
    override = not {wanted, computed} <= OVERLAP[harm]
    if override and Role.TEAM_MANAGER not in by.roles:
        raise _broken("TierOverrideNotYours", None)
    if override and review_on is None:
        raise _broken("TierOverrideNeedsReviewDate", "reviewOn")
    if review_on is not None and review_on <= today:
        raise _broken("TierReviewDateNotAhead", "reviewOn")
    if review_on is not None and review_on > after(today, months=REVIEWED_WITHIN):
        raise _broken("TierReviewTooFar", "reviewOn")
    return TierMove(wanted, by.name.strip(), reason.strip(), today, computed, override, review_on)


def in_force(computed: Tier | None, move: TierMove | None, today: date) -> TierInForce:
    """The tier that stands today: the move, unless there is none or the risk rose above it."""
    if move is None:
        return TierInForce(computed, because(InForce.COMPUTED, "The computed tier stands.", computed=computed))
    facts = {"computed": computed, "made_against": move.made_against, "moved_to": move.tier}
    if computed is not None and computed > max(move.tier, move.made_against or Tier.ONE):
        why = "The computed tier rose above the one that was decided against; it stands, and the decision is history."
        return TierInForce(computed, because(InForce.RISK_ROSE_ABOVE_THE_MOVE, why, **facts))
    if move.review_on is not None and today >= move.review_on:
        why = f"The tier decided by a person stands; its review was due on {move.review_on}."
        return TierInForce(move.tier, because(InForce.MOVED_AND_REVIEW_DUE, why, **facts, review_on=move.review_on))
    return TierInForce(move.tier, because(InForce.MOVED, "The tier decided by a person stands.", **facts))


RULES: dict[str, tuple[str, str]] = {
    "TierUnchanged": ("The case is computed to be in that tier already.", "Nothing is to be done."),
    "TierMoveNeedsName": ("A tier is moved by somebody with a name.", "Send who decides."),
    "TierMoveNeedsReason": ("A move of a tier needs a reason.", "Send the reason."),
    "TierMoveReasonTooLong": (f"A reason has at most {LONGEST_REASON} characters.", "Shorten the reason."),
    "TierOverrideNotYours": (
        "The risk of harm does not lie in an overlap with that tier, and only a team manager overrides a tier.",
        "Ask a team manager to decide it.",
    ),
    "TierOverrideNeedsReviewDate": (
        "An override of a tier needs a date for its review.",
        "Send the day on which it is looked at again.",
    ),
    "TierReviewDateNotAhead": ("The date of the review does not lie ahead.", "Send a day after today."),
    "TierReviewTooFar": (
        f"A tier that somebody moved is looked at again within {REVIEWED_WITHIN} months.",
        "Send an earlier day.",
    ),
}


def _broken(code: str, field: str | None) -> BrokenRule:
    message, remedy = RULES[code]
    return BrokenRule(code, message, remedy, field)

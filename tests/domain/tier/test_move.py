from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.access import Role
from hub.domain.assessment import RiskLevel
from hub.domain.tier import Tier, TierMove, TierMover, check_move, in_force
from hub.domain.tier.move import InForce
from hub.errors import BrokenRule
from tests.rule_table import RuleTable

TODAY, AHEAD = date(2026, 11, 23), date(2027, 2, 23)
IN_A_YEAR, LATER = date(2027, 11, 23), date(2027, 11, 24)
R, MANAGER, OM = RiskLevel, Role.TEAM_MANAGER, Role.OFFENDER_MANAGER
ONE, TWO, THREE, FOUR = Tier
ALLOWED = "allowed"


def checked(
    harm: RiskLevel | None, computed: Tier | None, wanted: Tier, role: Role, name: str, reason: str, review: date | None
) -> tuple[str, bool | None]:
    by = TierMover(name, frozenset({role}))
    try:
        move = check_move(wanted, computed, harm, by=by, reason=reason, today=TODAY, review_on=review)
    except BrokenRule as broken:
        assert broken.remedy.endswith(".")
        return broken.code, None
    assert (move.made_on, move.made_against, move.review_on) == (TODAY, computed, review)
    return ALLOWED, move.override


MOVES = RuleTable(
    "Moving a tier by hand",
    "domain, Tiers",
    ("risk of harm", "computed", "wanted", "by", "name", "reason", "review on"),
    ("answer", "override"),
    [
        (R.HIGH, FOUR, THREE, OM, "A. Name", "settled for two years", None, ALLOWED, False),
        (R.LOW, ONE, TWO, OM, "A. Name", "needs help with housing", None, ALLOWED, False),
        (R.LOW, TWO, ONE, OM, "A. Name", "helped by others", None, ALLOWED, False),
        (R.MEDIUM, TWO, THREE, OM, "A. Name", "ready to change", None, ALLOWED, False),
        (R.MEDIUM, THREE, TWO, OM, "A. Name", "help first", AHEAD, ALLOWED, False),
        (R.MEDIUM, THREE, TWO, OM, "", "help first", None, "TierMoveNeedsName", None),
        (R.MEDIUM, THREE, TWO, OM, "A. Name", " ", None, "TierMoveNeedsReason", None),
        (R.MEDIUM, THREE, THREE, OM, "A. Name", "help first", None, "TierUnchanged", None),
        (R.VERY_HIGH, FOUR, THREE, OM, "A. Name", "settled", AHEAD, "TierOverrideNotYours", None),
        (R.VERY_HIGH, FOUR, THREE, MANAGER, "A. Name", "settled", None, "TierOverrideNeedsReviewDate", None),
        (R.VERY_HIGH, FOUR, THREE, MANAGER, "A. Name", "settled", TODAY, "TierReviewDateNotAhead", None),
        (R.VERY_HIGH, FOUR, THREE, MANAGER, "A. Name", "settled", AHEAD, ALLOWED, True),
        (R.VERY_HIGH, FOUR, THREE, MANAGER, "A. Name", "settled", IN_A_YEAR, ALLOWED, True),
        (R.VERY_HIGH, FOUR, THREE, MANAGER, "A. Name", "settled", LATER, "TierReviewTooFar", None),
        (R.MEDIUM, TWO, FOUR, MANAGER, "A. Name", "local priority to come", AHEAD, ALLOWED, True),
        (R.MEDIUM, FOUR, THREE, OM, "A. Name", "no longer prolific", AHEAD, "TierOverrideNotYours", None),
        (R.LOW, ONE, THREE, OM, "A. Name", "a change is near", AHEAD, "TierOverrideNotYours", None),
        (None, None, THREE, OM, "A. Name", "known from before", AHEAD, "TierOverrideNotYours", None),
        (None, None, THREE, MANAGER, "A. Name", "known from before", AHEAD, ALLOWED, True),
    ],
    checked,
    "Inside an overlap of the guide's bands (harm high: 4 and 3; medium: 3 and 2; low: 2 and 1) a move needs a name "
    f"and a reason. Any other is an override: for a team manager, with a reason and a day of review. Today is {TODAY}.",
)  # fmt: skip


def stands(
    computed: Tier | None, made_against: Tier | None, moved_to: Tier | None, review: date | None
) -> tuple[Tier | None, InForce]:
    move = None
    if moved_to is not None:
        move = TierMove(moved_to, "A. Name", "said", date(2026, 1, 1), made_against, True, review)
    found = in_force(computed, move, TODAY)
    return found.tier, found.because.reason


STANDS = RuleTable(
    "Which tier is in force after a move",
    "domain, Tiers; that a risk which grew ends a move: hub",
    ("computed now", "computed at the move", "moved to", "review on"),
    ("tier", "reason"),
    [
        (THREE, None, None, None, THREE, InForce.COMPUTED),
        (None, None, None, None, None, InForce.COMPUTED),
        (FOUR, FOUR, THREE, AHEAD, THREE, InForce.MOVED),
        (FOUR, FOUR, THREE, TODAY, THREE, InForce.MOVED_AND_REVIEW_DUE),
        (TWO, ONE, THREE, None, THREE, InForce.MOVED),
        (THREE, TWO, THREE, None, THREE, InForce.MOVED),
        (FOUR, TWO, THREE, None, FOUR, InForce.RISK_ROSE_ABOVE_THE_MOVE),
        (THREE, TWO, ONE, AHEAD, THREE, InForce.RISK_ROSE_ABOVE_THE_MOVE),
        (TWO, THREE, ONE, AHEAD, ONE, InForce.MOVED),
        (ONE, None, TWO, AHEAD, TWO, InForce.MOVED),
        (FOUR, None, TWO, AHEAD, FOUR, InForce.RISK_ROSE_ABOVE_THE_MOVE),
        (None, FOUR, THREE, AHEAD, THREE, InForce.MOVED),
    ],
    stands,
)


@pytest.mark.parametrize("row", MOVES.rows, ids=MOVES.names())
def test_moving_a_tier(row: tuple[object, ...]) -> None:
    MOVES.check(row)


@pytest.mark.parametrize("row", STANDS.rows, ids=STANDS.names())
def test_which_tier_stands(row: tuple[object, ...]) -> None:
    STANDS.check(row)


def test_a_reason_has_a_length() -> None:
    assert checked(R.MEDIUM, THREE, TWO, OM, "A. Name", "x" * 1000, None) == (ALLOWED, False)
    assert checked(R.MEDIUM, THREE, TWO, OM, "A. Name", "x" * 1001, None) == ("TierMoveReasonTooLong", None)


@given(st.sampled_from(Tier), st.sampled_from(Tier), st.sampled_from(Tier), st.none() | st.just(TODAY))
def test_a_tier_in_force_is_never_below_a_risk_that_grew(
    computed: Tier, made_against: Tier, moved_to: Tier, review: date | None
) -> None:
    tier, _ = stands(computed, made_against, moved_to, review)
    assert tier is not None
    assert tier >= computed or computed <= made_against

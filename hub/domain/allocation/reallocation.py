"""Many cases of one Offender Manager given to others: who would take which, before anything is done (hub).

The higher the tier, the earlier a case is placed. Of those whom no rule speaks against, the one takes it who would
have the smallest share of their points in use; somebody whose points nobody knows comes after those.
"""

from collections.abc import Mapping, Sequence

from hub.domain.tier import Tier
from hub.domain.value import Value
from hub.errors import BrokenRule

MOST = 200  # cases of one preview, moves of one request


class CaseToMove(Value):
    """A case with its version, its tier (None: awaiting one), and the points that it takes."""

    case_id: int
    version: int
    tier: Tier | None
    points: int


class Taker(Value):
    """Somebody who may take cases: their points (None: nobody knows), and what is in use before."""

    code: str
    available: int | None
    used: int


class ProposedMove(Value):
    """Who would take the case (None: nobody may), and by taker the rules that speak against them."""

    case: CaseToMove
    to: str | None
    refused: Mapping[str, tuple[BrokenRule, ...]]


class Proposal(Value):
    """The moves in the order in which they were placed, and what each taker would have in use after them."""

    moves: tuple[ProposedMove, ...]
    used_after: Mapping[str, int]


def spread(
    cases: Sequence[CaseToMove],
    takers: Sequence[Taker],
    broken: Mapping[tuple[int, str], tuple[BrokenRule, ...]],
) -> Proposal:
    """Every case with whoever would take it; `broken` are the rules against a taker, by case and code."""
    used = {taker.code: taker.used for taker in takers}
    moves = []
    for case in sorted(cases, key=lambda one: (-(one.tier or 0), one.case_id)):
        refused = {taker.code: broken.get((case.case_id, taker.code), ()) for taker in takers}
        able = [taker for taker in takers if not refused[taker.code]]
        taken = min(able, key=lambda taker: _filled(taker, used[taker.code] + case.points), default=None)
        if taken is not None:
            used[taken.code] += case.points
        moves.append(
            ProposedMove(case, taken.code if taken else None, {code: rules for code, rules in refused.items() if rules})
        )
    return Proposal(tuple(moves), used)


def _filled(taker: Taker, used: int) -> tuple[bool, float, str]:
    """How full somebody would be, for the order in which they are asked."""
    known = taker.available is not None and taker.available > 0
    return not known, used / taker.available if taker.available else float(used), taker.code

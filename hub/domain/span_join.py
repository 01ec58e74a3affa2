"""Spans that are not consecutive, joined by decision: for cases that are complex and risky both (guide, "End-to-end").

The decision names who and why. It names sentences, not spans, for spans change as records do.
"""

from collections.abc import Iterable
from datetime import date

from hub.domain.access import Role
from hub.domain.value import Value
from hub.errors import BrokenRule


class SpanJoin(Value):
    """The decision that the spans of these sentences are one; `sentences` are the records' own names for them."""

    sentences: frozenset[str]
    by: str
    reason: str
    on: date


def check_join(join: SpanJoin, *, is_complex: bool, is_risky: bool, roles: frozenset[Role]) -> SpanJoin:
    """The decision, allowed.

    Raises BrokenRule: JoinNeedsTwoSentences, JoinNotYours, JoinNeedsReason, NotComplexAndRisky.
    """
    if len(join.sentences) < 2:
        raise BrokenRule(
            "JoinNeedsTwoSentences", "Spans are joined by a sentence of each.", "Name two sentences.", "sentences"
        )
    if Role.TEAM_MANAGER not in roles or not join.by.strip():
        raise BrokenRule("JoinNotYours", "A team manager with a name joins spans.", "Ask a team manager to decide it.")
    if not join.reason.strip():
        raise BrokenRule("JoinNeedsReason", "A join of spans needs a reason.", "Send the reason.", "reason")
    if not (is_complex and is_risky):
        raise BrokenRule(
            "NotComplexAndRisky",
            "Sentences that are not consecutive are one span only in a case that is complex and risky.",
            "Leave the spans apart, or say what makes the case complex and risky.",
        )
    return join


def positions(joins: Iterable[SpanJoin], references: list[str]) -> list[frozenset[int]]:
    """The joins by the positions of their sentences in a list; a sentence that is not in it is left out."""
    return [frozenset(place for place, name in enumerate(references) if name in join.sentences) for join in joins]

"""What a named person decided about a case, which beats a rule until it is withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from hub.domain.span_join import SpanJoin
from hub.domain.value import Value


class DecisionKind(StrEnum):
    """What may be decided; of each kind at most one stands."""

    TIER_MOVED = "TIER_MOVED"
    RESPONSIBILITY_OVERRIDDEN = "RESPONSIBILITY_OVERRIDDEN"
    HANDED_OVER_EARLY = "HANDED_OVER_EARLY"
    MANAGER_GIVEN = "MANAGER_GIVEN"
    SKILLS_CONFIRMED = "SKILLS_CONFIRMED"
    PRIORITY = "PRIORITY"
    SPANS_JOINED = "SPANS_JOINED"
    IN_SCOTLAND = "IN_SCOTLAND"
    PAROLE_REVIEWED = "PAROLE_REVIEWED"


class DecisionMade(Value):
    """One decision that stands: by whom (staff code), in which role, why, when; `terms` are its own fields."""

    kind: DecisionKind
    by: str
    role: str
    reason: str
    at: datetime
    terms: Mapping[str, Any]


def standing(made: Sequence[DecisionMade], kind: DecisionKind) -> DecisionMade | None:
    """The decision of that kind that stands, None where nobody decided."""
    return next((one for one in made if one.kind is kind), None)


def joins(made: Sequence[DecisionMade]) -> list[SpanJoin]:
    """The spans that are one by decision."""
    joined = (one for one in made if one.kind is DecisionKind.SPANS_JOINED)
    return [SpanJoin(frozenset(one.terms["sentences"]), one.by, one.reason, one.at.date()) for one in joined]

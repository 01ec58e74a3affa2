"""Enforcement: breaches and recalls that the probation service raises and concludes, and decisions on recall."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from msgspec.structs import replace

from hub.domain.value import Value


class EnforcementKind(StrEnum):
    """What is enforced: a requirement of the sentence by a breach, a licence by a recall."""

    BREACH = "BREACH"
    RECALL = "RECALL"


class EnforcementStage(StrEnum):
    """What a report tells of it."""

    RAISED = "RAISED"
    CONCLUDED = "CONCLUDED"


class Moment(Value):
    """When something happened; `assumed`: no source gives it, and the time of the message stands in."""

    at: datetime
    assumed: bool


class EnforcementAction(Value):
    """One breach or recall: when it was raised and concluded, None where that was not told; the outcome by its code."""

    raised: Moment | None
    concluded: Moment | None = None
    outcome: str | None = None


class RecallStage(StrEnum):
    """How far a recommendation on recall has come."""

    STARTED = "STARTED"
    CONSIDERATION = "CONSIDERATION"
    MANAGEMENT_OVERSIGHT = "MANAGEMENT_OVERSIGHT"
    DELETED = "DELETED"


class RecallDecision(StrEnum):
    """What was decided."""

    RECALL = "RECALL"
    NO_RECALL = "NO_RECALL"


def with_report(
    actions: Iterable[EnforcementAction], stage: EnforcementStage, at: Moment, outcome: str | None
) -> tuple[EnforcementAction, ...]:
    """The actions of one sentence with one more report: each conclusion ends the last one raised before it.

    A report with the same stage and moment as one held is that report again. The answer is the same whatever order the
    reports arrive in, and never has fewer actions than before.
    """
    told: dict[tuple[datetime, EnforcementStage], tuple[bool, str | None]] = {}
    for action in actions:
        if action.raised:
            told[action.raised.at, EnforcementStage.RAISED] = action.raised.assumed, None
        if action.concluded:
            told[action.concluded.at, EnforcementStage.CONCLUDED] = action.concluded.assumed, action.outcome
    told.setdefault((at.at, stage), (at.assumed, outcome))
    found: list[EnforcementAction] = []
    for (when, what), (assumed, ended) in sorted(told.items(), key=lambda one: (one[0][0], one[0][1] != "RAISED")):
        moment = Moment(when, assumed)
        if what is EnforcementStage.RAISED:
            found.append(EnforcementAction(moment))
        elif found and found[-1].concluded is None:
            found[-1] = replace(found[-1], concluded=moment, outcome=ended)
        else:
            found.append(EnforcementAction(None, moment, ended))
    return tuple(found)

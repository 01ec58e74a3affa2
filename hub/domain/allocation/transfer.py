"""What follows for the Offender Manager when the risk of harm changes (guide, "What happens when risks change").

When it falls, nothing: the manager keeps the case, and may need less time for it. When it rises, the manager keeps it
if they have the skills, by grade or by a team manager's confirmation; else a decision on a transfer is due.
"""

from datetime import date
from enum import StrEnum

from hub.domain.access import Role
from hub.domain.allocation.duties import Act, may
from hub.domain.assessment import RiskLevel
from hub.domain.because import Because, because
from hub.domain.grade import Grade
from hub.domain.value import Value
from hub.errors import BrokenRule

LEVELS = (None, *RiskLevel)


class RiskChange(StrEnum):
    """How a risk of harm moved; one that is assessed for the first time rises from nothing known."""

    ROSE = "ROSE"
    FELL = "FELL"
    SAME = "SAME"
    NO_LONGER_KNOWN = "NO_LONGER_KNOWN"


class TransferOutcome(StrEnum):
    """What follows."""

    KEEPS = "KEEPS"
    DECISION_DUE = "DECISION_DUE"


class TransferReason(StrEnum):
    """Why."""

    RISK_DID_NOT_RISE = "RISK_DID_NOT_RISE"
    SKILLS_BY_GRADE = "SKILLS_BY_GRADE"
    SKILLS_CONFIRMED = "SKILLS_CONFIRMED"
    SKILLS_MISSING = "SKILLS_MISSING"
    GRADE_NOT_KNOWN = "GRADE_NOT_KNOWN"
    NOBODY_HOLDS_THE_CASE = "NOBODY_HOLDS_THE_CASE"


class TransferAnswer(Value):
    """What follows and why; `time_may_fall`: the case may take less time than before."""

    outcome: TransferOutcome
    because: Because[TransferReason]
    time_may_fall: bool = False


class TransferDecision(StrEnum):
    """What a team manager decides where a decision is due."""

    MOVE = "MOVE"
    KEEP = "KEEP"


class TransferDecided(Value):
    """The decision, by whom, when, and why where the case is kept."""

    decision: TransferDecision
    by: str
    on: date
    reason: str | None


def risk_change(before: RiskLevel | None, now: RiskLevel | None) -> RiskChange:
    """How the risk of harm moved."""
    if now is None and before is not None:
        return RiskChange.NO_LONGER_KNOWN
    step = LEVELS.index(now) - LEVELS.index(before)
    return RiskChange.SAME if step == 0 else RiskChange.ROSE if step > 0 else RiskChange.FELL


def on_change(
    before: RiskLevel | None,
    now: RiskLevel | None,
    grade: Grade | None,
    *,
    held: bool = True,
    skills_confirmed: bool = False,
) -> TransferAnswer:
    """What follows. `held`: a named person holds the case. `skills_confirmed`: by a team manager, for this risk."""
    change = risk_change(before, now)
    facts = {"before": before, "now": now, "grade": grade}
    if change is not RiskChange.ROSE:
        why = "The risk of harm did not rise, so the Offender Manager keeps the case."
        fell = change is RiskChange.FELL
        return TransferAnswer(
            TransferOutcome.KEEPS, because(TransferReason.RISK_DID_NOT_RISE, why, **facts), time_may_fall=fell
        )
    if not held:
        why = "Nobody holds the case; whoever is named next must have the skills."
        return TransferAnswer(TransferOutcome.KEEPS, because(TransferReason.NOBODY_HOLDS_THE_CASE, why, **facts))
    moved = _moved(before, now)
    if skills_confirmed:
        why = f"{moved}, and a team manager confirmed the skills."
        return TransferAnswer(TransferOutcome.KEEPS, because(TransferReason.SKILLS_CONFIRMED, why, **facts))
    answer = may(Act.LEAD, grade, now)
    if grade is None and not may(Act.LEAD, Grade.OFFENDER_MANAGER, now).allowed:
        why = f"{moved}, and nobody knows the grade of the Offender Manager: a team manager decides."
        return TransferAnswer(TransferOutcome.DECISION_DUE, because(TransferReason.GRADE_NOT_KNOWN, why, **facts))
    if answer.allowed:
        why = f"{moved}, and the grade of the Offender Manager covers it."
        return TransferAnswer(TransferOutcome.KEEPS, because(TransferReason.SKILLS_BY_GRADE, why, **facts))
    why = f"{moved}, and the grade of the Offender Manager does not cover it: a team manager decides."
    return TransferAnswer(TransferOutcome.DECISION_DUE, because(TransferReason.SKILLS_MISSING, why, **facts))


def _moved(before: RiskLevel | None, now: RiskLevel | None) -> str:
    """Where nobody knows what it was before, it did not rise: it is what it is."""
    if before is None and now is not None:
        return f"The risk of harm is {now.value.lower().replace('_', ' ')}"
    return "The risk of harm rose"


def decide_transfer(
    decision: TransferDecision, *, by: str, roles: frozenset[Role], on: date, reason: str | None = None
) -> TransferDecided:
    """The decision, allowed. Raises BrokenRule: TransferNotYours, TransferNeedsName, KeepingNeedsReason."""
    if Role.TEAM_MANAGER not in roles:
        raise BrokenRule(
            "TransferNotYours", "A team manager decides whether a case moves.", "Ask a team manager to decide it."
        )
    if not by.strip():
        raise BrokenRule("TransferNeedsName", "A transfer is decided by somebody with a name.", "Send who.", "by")
    text = (reason or "").strip()
    if decision is TransferDecision.KEEP and not text:
        raise BrokenRule(
            "KeepingNeedsReason",
            "A case that stays although the skills are missing needs a reason.",
            "Send it.",
            "reason",
        )
    return TransferDecided(decision, by.strip(), on, text or None)

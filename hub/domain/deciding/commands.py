"""What a named person decides about a case beside the rules: one command each, with its reason in words."""

from datetime import date

from hub.domain.answers import DecisionKind
from hub.domain.handover import EarlyAllocationFacts, OverrideReason, ParoleOutcome, Responsibility
from hub.domain.tier import Tier
from hub.domain.value import Value


class MoveTier(Value):
    """Another tier than computed; `review_on`: when it is looked at again."""

    case_id: int
    tier: Tier
    reason: str
    review_on: date | None = None


class OverrideResponsibility(Value):
    """Another side is responsible than the rules say; `reason` in words."""

    case_id: int
    responsibility: Responsibility
    why: OverrideReason
    reason: str


class HandOverEarly(Value):
    """The case is handed over early, on an assessment made on that day. `community_agrees`: None where not asked."""

    case_id: int
    assessed: EarlyAllocationFacts
    assessed_on: date
    community_agrees: bool | None
    reason: str


class GiveOffenderManager(Value):
    """A manager where the table gives none."""

    case_id: int
    reason: str


class ConfirmSkills(Value):
    """The manager has the skills for the risk as it is now, and keeps the case."""

    case_id: int
    reason: str


class MarkPriority(Value):
    """Prolific, or of high local or national priority."""

    case_id: int
    reason: str


class JoinSpans(Value):
    """The spans of these sentences (by the records' own names) are one, for the case is complex and risky both."""

    case_id: int
    sentences: frozenset[str]
    is_complex: bool
    is_risky: bool
    reason: str


class RecordScotland(Value):
    """The person is Scotland's; `conferences`: there are some on the standard route, too (hub/domain/icm)."""

    case_id: int
    reason: str
    statutory_supervision: bool = False
    conferences: bool = False


class RecordParole(Value):
    """How a parole review stands: the hearing that it aims at, and what was decided; None: not yet.

    `opened_on` says to which sentence it belongs.
    """

    case_id: int
    opened_on: date
    hearing_on: date | None
    outcome: ParoleOutcome | None
    reason: str


Decide = (
    MoveTier
    | OverrideResponsibility
    | HandOverEarly
    | GiveOffenderManager
    | ConfirmSkills
    | MarkPriority
    | JoinSpans
    | RecordScotland
    | RecordParole
)


class WithdrawDecision(Value):
    """The decision of that kind that stands is taken back."""

    case_id: int
    kind: DecisionKind
    reason: str

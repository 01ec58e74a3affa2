"""What a named person decides about a case beside the rules: one command each, with its reason in words."""

from dataclasses import dataclass
from datetime import date

from hub.domain.answers import DecisionKind
from hub.domain.handover import EarlyAllocationFacts, OverrideReason, Responsibility
from hub.domain.tier import Tier


@dataclass(frozen=True)
class MoveTier:
    """Another tier than computed; `review_on`: when it is looked at again."""

    case_id: int
    tier: Tier
    reason: str
    review_on: date | None = None


@dataclass(frozen=True)
class OverrideResponsibility:
    """Another side is responsible than the rules say; `reason` in words."""

    case_id: int
    responsibility: Responsibility
    why: OverrideReason
    reason: str


@dataclass(frozen=True)
class HandOverEarly:
    """The case is handed over early, on an assessment made on that day. `community_agrees`: None where not asked."""

    case_id: int
    assessed: EarlyAllocationFacts
    assessed_on: date
    community_agrees: bool | None
    reason: str


@dataclass(frozen=True)
class GiveOffenderManager:
    """A manager where the table gives none."""

    case_id: int
    reason: str


@dataclass(frozen=True)
class ConfirmSkills:
    """The manager has the skills for the risk as it is now, and keeps the case."""

    case_id: int
    reason: str


@dataclass(frozen=True)
class MarkPriority:
    """Prolific, or of high local or national priority."""

    case_id: int
    reason: str


@dataclass(frozen=True)
class JoinSpans:
    """The spans of these sentences (by the records' own names) are one, for the case is complex and risky both."""

    case_id: int
    sentences: frozenset[str]
    is_complex: bool
    is_risky: bool
    reason: str


@dataclass(frozen=True)
class RecordScotland:
    """The person is Scotland's; `conferences`: there are some on the standard route, too (hub/domain/icm)."""

    case_id: int
    reason: str
    statutory_supervision: bool = False
    conferences: bool = False


Decide = (
    MoveTier
    | OverrideResponsibility
    | HandOverEarly
    | GiveOffenderManager
    | ConfirmSkills
    | MarkPriority
    | JoinSpans
    | RecordScotland
)


@dataclass(frozen=True)
class WithdrawDecision:
    """The decision of that kind that stands is taken back."""

    case_id: int
    kind: DecisionKind
    reason: str

"""What the rules answer about a case: who has a manager, the tiers, who is responsible; each with its reason."""

from datetime import date, datetime

import strawberry

from hub.domain.access import Capability
from hub.domain.allocation.recommendation import RecommendationReason, RecommendedGrade
from hub.domain.allocation.transfer import TransferOutcome, TransferReason
from hub.domain.answers import DecisionKind, Question
from hub.domain.eligibility import Eligibility, EligibilityFlag, EligibilityReason, SupervisorDue
from hub.domain.handover import HandoverFlag, HandoverReason, Responsibility
from hub.domain.tier import TierComparison, TierReason, TodayTier
from hub.domain.tier.move import InForce
from hub.domain.tier.today import TodayTierReason
from hub.reads.declare import column, entity, rows, to_one
from hub.schema.types.team import Staff

_NEEDS = Capability.READ_ASSESSMENT
_SENTENCE = "The reason as a sentence."
_SINCE = "Since when the outcome is this."


@strawberry.type(description="A fact that an answer rests on.")
class UsedFact:
    """Which fact decided, and what it was."""

    name: str = strawberry.field(description="Which fact.", metadata=column("name"))
    value: str | None = strawberry.field(
        description="What it was, as text; a date as YYYY-MM-DD; null where nobody knew.", metadata=column("value")
    )


@entity("case_answer", order=("question", "id"), needs=_NEEDS)
@strawberry.type(description="How a rule answers about the case, and why: the reason, a sentence, the facts used.")
class CaseAnswer:
    """Decided anew whenever a fact changes, and on the day on which time alone may change it."""

    question: Question = strawberry.field(description="What was asked.", metadata=column("question"))
    outcome: str | None = strawberry.field(description="The answer; null: none.", metadata=column("outcome"))
    reason: str = strawberry.field(description="The reason by name.", metadata=column("reason"))
    sentence: str = strawberry.field(description=_SENTENCE, metadata=column("sentence"))
    facts: list[UsedFact] = strawberry.field(description="The facts used.", metadata=rows("answer_facts"))
    flags: list[str] = strawberry.field(description="What needs a person's look.", metadata=column("flags"))
    since: datetime = strawberry.field(description=_SINCE, metadata=column("since"))
    again_on: date | None = strawberry.field(
        description="The next day on which time alone may change the answer.", metadata=column("again_on")
    )


@entity("past_answer", order=("ended_at", "id"), descending=True, needs=_NEEDS)
@strawberry.type(description="What a rule answered before, with its reason and facts, and what ended it.")
class PastAnswer:
    """Kept when the outcome or the reason becomes another."""

    question: Question = strawberry.field(description="What was asked.", metadata=column("question"))
    outcome: str | None = strawberry.field(description="The answer; null: none.", metadata=column("outcome"))
    reason: str = strawberry.field(description="The reason by name.", metadata=column("reason"))
    sentence: str = strawberry.field(description=_SENTENCE, metadata=column("sentence"))
    facts: list[UsedFact] = strawberry.field(description="The facts used.", metadata=rows("answer_facts"))
    flags: list[str] = strawberry.field(description="What needed a person's look.", metadata=column("flags"))
    since: datetime = strawberry.field(description="Since when the outcome was this.", metadata=column("since"))
    ended_at: datetime = strawberry.field(description="When another took its place.", metadata=column("ended_at"))
    cause: str = strawberry.field(
        description="The message, the request or the day by which it ended.", metadata=column("cause")
    )


@entity("case_eligibility", order=("id",))
@strawberry.type(description="Whether the person has an Offender Manager and an Offender Supervisor, and why.")
class CaseEligibility:
    """Decided at sentence; a yes holds to termination."""

    manager: Eligibility = strawberry.field(
        description="Whether the person has an Offender Manager.", metadata=column("manager")
    )
    supervisor: SupervisorDue = strawberry.field(
        description="Whether, and where, an Offender Supervisor.", metadata=column("supervisor")
    )
    home_area: bool = strawberry.field(
        description="Whether the manager is of the home area (IPP).", metadata=column("home_area")
    )
    reason: EligibilityReason = strawberry.field(description="Which row decides.", metadata=column("reason"))
    sentence: str = strawberry.field(description=_SENTENCE, metadata=column("sentence"))
    flags: list[EligibilityFlag] = strawberry.field(description="What needs a person's look.", metadata=column("flags"))
    since: datetime = strawberry.field(description=_SINCE, metadata=column("since"))


@entity("case_tier", order=("id",), needs=_NEEDS)
@strawberry.type(description="The tier from 1 to 4 in force, what the rule alone computes, and why.")
class CaseTier:
    """The hub's own tier; today's tier from A to G is another thing."""

    tier: int | None = strawberry.field(
        description="From 1 to 4; null while it awaits an assessment.", metadata=column("tier")
    )
    computed: int | None = strawberry.field(description="What the rule computes.", metadata=column("computed"))
    reason: TierReason = strawberry.field(description="Why it is computed so.", metadata=column("reason"))
    sentence: str = strawberry.field(description=_SENTENCE, metadata=column("sentence"))
    in_force: InForce = strawberry.field(
        description="Whether the computed tier stands, or the one that a person decided.", metadata=column("in_force")
    )
    in_force_because: str = strawberry.field(description="Why that one.", metadata=column("in_force_because"))
    assessment_due_on: date | None = strawberry.field(
        description="When the assessment is due, where the tier awaits it.", metadata=column("assessment_due_on")
    )
    since: datetime = strawberry.field(description=_SINCE, metadata=column("since"))


@entity("case_today_tier", order=("id",), needs=_NEEDS)
@strawberry.type(description="Today's tier from A to G as the hub computes it, to be held against the published one.")
class CaseTodayTier:
    """Beside the published one; differences are shown, none is mended."""

    tier: TodayTier | None = strawberry.field(
        description="The tier; null where score and band contradict each other.", metadata=column("tier")
    )
    provisional: bool = strawberry.field(description="Whether it may still rise.", metadata=column("provisional"))
    reason: TodayTierReason = strawberry.field(description="Why.", metadata=column("reason"))
    sentence: str = strawberry.field(description=_SENTENCE, metadata=column("sentence"))
    comparison: TierComparison = strawberry.field(
        description="How the tier that the tier system published last stands to it.", metadata=column("comparison")
    )
    published: str | None = strawberry.field(
        description="The tier that was published last; null where none is known.", metadata=column("published")
    )
    published_version: int | None = strawberry.field(
        description="The version of that calculation.", metadata=column("published_version")
    )
    steps: list[UsedFact] = strawberry.field(
        description="The facts used, and what each step gives.", metadata=rows("answer_facts")
    )
    since: datetime = strawberry.field(description=_SINCE, metadata=column("since"))


@entity("case_responsibility", order=("id",))
@strawberry.type(
    description="Which side is responsible today for somebody in custody, and when that is handed over. Who is "
    "accountable is always the Offender Manager."
)
class CaseResponsibility:
    """A third fact beside the accountable manager and who leads day to day."""

    responsible: Responsibility = strawberry.field(
        description="Which side is responsible.", metadata=column("responsible")
    )
    reason: HandoverReason = strawberry.field(description="Which row decides.", metadata=column("reason"))
    sentence: str = strawberry.field(description=_SENTENCE, metadata=column("sentence"))
    starts_on: date | None = strawberry.field(
        description="When the community begins to support; null: no date.", metadata=column("starts_on")
    )
    handover_on: date | None = strawberry.field(
        description="When the community becomes responsible; null: at once, or no date.",
        metadata=column("handover_on"),
    )
    release_on: date | None = strawberry.field(
        description="The earliest release that the dates are counted from.", metadata=column("release_on")
    )
    flags: list[HandoverFlag] = strawberry.field(description="What needs a person's look.", metadata=column("flags"))
    since: datetime = strawberry.field(description=_SINCE, metadata=column("since"))


@entity("case_transfer", order=("id",), needs=_NEEDS)
@strawberry.type(description="Whether the Offender Manager's skills cover the risk, or a team manager must decide.")
class CaseTransfer:
    """When risk rises and the skills are missing, a decision is due; when it falls, nothing is."""

    outcome: TransferOutcome = strawberry.field(description="What follows.", metadata=column("outcome"))
    reason: TransferReason = strawberry.field(description="Why.", metadata=column("reason"))
    sentence: str = strawberry.field(description=_SENTENCE, metadata=column("sentence"))
    since: datetime = strawberry.field(description=_SINCE, metadata=column("since"))


@entity("case_recommendation", order=("id",), needs=_NEEDS)
@strawberry.type(description="The grade that is recommended for somebody in prison, and why: advice, never a ban.")
class CaseRecommendation:
    """For who allocates; an allocation may be otherwise."""

    grade: RecommendedGrade | None = strawberry.field(
        description="The grade; null: none is recommended.", metadata=column("grade")
    )
    reason: RecommendationReason = strawberry.field(description="Why.", metadata=column("reason"))
    sentence: str = strawberry.field(description=_SENTENCE, metadata=column("sentence"))
    since: datetime = strawberry.field(description=_SINCE, metadata=column("since"))


@entity("decision_made", order=("decided_at", "id"), needs=_NEEDS)
@strawberry.type(description="What a named person decided about the case, which beats a rule until it is withdrawn.")
class DecisionMade:
    """A decision is withdrawn, never changed, so that all of them can be read."""

    kind: DecisionKind = strawberry.field(description="What was decided.", metadata=column("kind"))
    terms: list[UsedFact] = strawberry.field(description="Its terms, by name.", metadata=rows("decision_terms"))
    reason: str = strawberry.field(description="Why.", metadata=column("reason"))
    decided_by: Staff = strawberry.field(description="Who decided.", metadata=to_one(by="decided_by_id"))
    decided_at: datetime = strawberry.field(description="When.", metadata=column("decided_at"))
    withdrawn_at: datetime | None = strawberry.field(
        description="When it was withdrawn; null: it stands.", metadata=column("withdrawn_at")
    )
    withdrawn_by: Staff | None = strawberry.field(description="Who withdrew it.", metadata=to_one(by="withdrawn_by_id"))
    withdrawn_because: str | None = strawberry.field(
        description="Why it was withdrawn.", metadata=column("withdrawn_because")
    )

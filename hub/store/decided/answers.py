"""What the rules answer, unfolded from the case's row (hub/domain/answers) by views; and what they answered before."""

from collections.abc import Mapping

from sqlalchemy import ARRAY, Boolean, Column, Date, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.allocation.recommendation import RecommendationReason, RecommendedGrade
from hub.domain.allocation.transfer import TransferOutcome, TransferReason
from hub.domain.answers import Answer, Question
from hub.domain.eligibility import Eligibility, EligibilityFlag, EligibilityReason, SupervisorDue
from hub.domain.handover import HandoverFlag, HandoverReason, Responsibility
from hub.domain.tier import TierComparison, TierReason, TodayTier
from hub.domain.tier.move import InForce
from hub.domain.tier.today import TodayTierReason
from hub.store.base import VIEW, closed_list, closed_lists, instant, key, metadata, of_case, text
from hub.store.transaction import Transaction


def _id() -> Column[str]:
    return Column("id", Text, primary_key=True)


case_answer = Table(
    "case_answer",
    metadata,
    _id(),
    of_case(),
    text("question"),
    text("outcome", nullable=True),
    text("reason"),
    text("sentence"),
    instant("since"),
    Column("again_on", Date),
    Column("facts", JSONB, nullable=False),
    Column("flags", ARRAY(Text), nullable=False),
    closed_list("question", Question),
    info=VIEW,
)

# What was answered before and why; `cause` is the message, the request or the day by which it ended.
past_answer = Table(
    "past_answer",
    metadata,
    key(),
    of_case(),
    text("question"),
    text("outcome", nullable=True),
    text("reason"),
    text("sentence"),
    Column("facts", JSONB, nullable=False),
    Column("flags", ARRAY(Text), nullable=False),
    instant("since"),
    instant("ended_at"),
    text("cause"),
    closed_list("question", Question),
)

case_eligibility = Table(
    "case_eligibility",
    metadata,
    _id(),
    of_case(),
    text("manager"),
    text("supervisor"),
    Column("home_area", Boolean, nullable=False),
    text("reason"),
    text("sentence"),
    instant("since"),
    Column("flags", ARRAY(Text), nullable=False),
    closed_list("manager", Eligibility),
    closed_list("supervisor", SupervisorDue),
    closed_list("reason", EligibilityReason),
    closed_lists("flags", EligibilityFlag),
    info=VIEW,
)

case_tier = Table(
    "case_tier",
    metadata,
    _id(),
    of_case(),
    Column("tier", Integer),
    Column("computed", Integer),
    text("reason"),
    text("sentence"),
    text("in_force"),
    text("in_force_because"),
    Column("assessment_due_on", Date),
    instant("since"),
    closed_list("reason", TierReason),
    closed_list("in_force", InForce),
    info=VIEW,
)

case_today_tier = Table(
    "case_today_tier",
    metadata,
    _id(),
    of_case(),
    text("tier", nullable=True),
    Column("provisional", Boolean, nullable=False),
    text("reason"),
    text("sentence"),
    instant("since"),
    Column("facts", JSONB, nullable=False),
    text("comparison"),
    text("published", nullable=True),
    Column("published_version", Integer),
    closed_list("tier", TodayTier),
    closed_list("reason", TodayTierReason),
    closed_list("comparison", TierComparison),
    info=VIEW,
)

case_responsibility = Table(
    "case_responsibility",
    metadata,
    _id(),
    of_case(),
    text("responsible"),
    text("reason"),
    text("sentence"),
    Column("starts_on", Date),
    Column("handover_on", Date),
    Column("release_on", Date),
    instant("since"),
    Column("flags", ARRAY(Text), nullable=False),
    closed_list("responsible", Responsibility),
    closed_list("reason", HandoverReason),
    closed_lists("flags", HandoverFlag),
    info=VIEW,
)

case_transfer = Table(
    "case_transfer",
    metadata,
    _id(),
    of_case(),
    text("outcome"),
    text("reason"),
    text("sentence"),
    instant("since"),
    closed_list("outcome", TransferOutcome),
    closed_list("reason", TransferReason),
    info=VIEW,
)

case_recommendation = Table(
    "case_recommendation",
    metadata,
    _id(),
    of_case(),
    text("grade", nullable=True),
    text("reason"),
    text("sentence"),
    instant("since"),
    closed_list("grade", RecommendedGrade),
    closed_list("reason", RecommendationReason),
    info=VIEW,
)


def keep_past(
    tx: Transaction, case_id: int, was: Mapping[Question, Answer], now: Mapping[Question, Answer], cause: str
) -> None:
    """Keep every answer whose outcome or reason is another now."""
    for question, one in was.items():
        after = now.get(question)
        if after is None or (after.outcome, after.reason) != (one.outcome, one.reason):
            said = {"outcome": one.outcome, "reason": one.reason, "sentence": one.sentence, "facts": dict(one.facts)}
            ended = {"since": one.since, "ended_at": tx.now, "cause": cause}
            tx.add(past_answer, {"case_id": case_id, "question": question, "flags": list(one.flags), **said, **ended})

"""What the rules answer, unfolded from the case's row (hub/domain/answers): views, so that nothing is kept twice."""

from sqlalchemy import ARRAY, Boolean, Column, Date, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.allocation.transfer import TransferOutcome, TransferReason
from hub.domain.answers import Question
from hub.domain.eligibility import Eligibility, EligibilityFlag, EligibilityReason, SupervisorDue
from hub.domain.handover import HandoverFlag, HandoverReason, Responsibility
from hub.domain.tier import TierComparison, TierReason, TodayTier
from hub.domain.tier.move import InForce
from hub.domain.tier.today import TodayTierReason
from hub.store.base import VIEW, closed_list, closed_lists, instant, metadata, of_case, text


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

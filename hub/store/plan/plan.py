"""The shared sentence plan: its nodes, each with its own version, and every change ever made."""

from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Date, Index, Integer, Table, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain import plan
from hub.domain.access import Service
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.working_set import keep


def _origin() -> Column[int]:
    """Which node of another plan it is a copy of, where two plans of one person were combined."""
    return Column("combined_from", BigInteger)


def _version() -> Column[int]:
    return Column("version", Integer, nullable=False, server_default=sql("1"))


sentence_plan = Table(
    "sentence_plan",
    metadata,
    key(),
    of_case(),
    of("span"),
    text("status", server_default=plan.PlanStatus.ACTIVE),
    # The plan's version counts every change below it and orders its events.
    _version(),
    of("staff", "created_by_id", nullable=True, index=False),
    instant("created_at", server_default=sql("now()")),
    instant("updated_at", server_default=sql("now()")),
    # The plan of the same span that it is set aside for, or replaced by.
    of("sentence_plan", "beside_id", nullable=True, index=False),
    # The areas of need of its active objectives: the tier asks for them.
    Column("areas", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    Index("uq_sentence_plan_span_id", "span_id", unique=True, postgresql_where=sql("status in ('ACTIVE', 'CLOSED')")),
    closed_list("status", plan.PlanStatus),
)

# Which spans have a plan is part of what a case's decisions rest on.
keep(sentence_plan)

objective = Table(
    "objective",
    metadata,
    key(),
    of_case(),
    of("sentence_plan", "plan_id"),
    _version(),
    _origin(),
    Column("position", Integer, nullable=False),
    text("title"),
    text("target", nullable=True),
    text("serves"),
    text("need_area", nullable=True),
    text("requirement", nullable=True),
    Column("target_date", Date),
    text("status", server_default=plan.ObjectiveStatus.ACTIVE),
    Column("closed_on", Date),
    text("closing_reason", nullable=True),
    closed_list("serves", plan.Serves),
    closed_list("need_area", plan.NeedArea),
    closed_list("status", plan.ObjectiveStatus),
)

intervention = Table(
    "intervention",
    metadata,
    key(),
    of_case(),
    of("sentence_plan", "plan_id"),
    of("objective"),
    _version(),
    _origin(),
    Column("position", Integer, nullable=False),
    text("name"),
    text("nature"),
    Column("mandatory_for_manager", Boolean, nullable=False),
    Column("mandatory_for_offender", Boolean, nullable=False),
    text("provider", nullable=True),
    Column("starts_on", Date),
    Column("ends_on", Date),
    text("status", server_default=plan.InterventionStatus.PLANNED),
    Column("started_on", Date),
    Column("completed_on", Date),
    text("outcome", nullable=True),
    Column("ended_early_on", Date),
    text("ending_reason", nullable=True),
    closed_list("nature", plan.Nature),
    closed_list("status", plan.InterventionStatus),
)

step = Table(
    "step",
    metadata,
    key(),
    of_case(),
    of("sentence_plan", "plan_id"),
    of("objective"),
    of("intervention", nullable=True),
    _version(),
    _origin(),
    Column("position", Integer, nullable=False),
    text("description"),
    text("owner"),
    Column("due_on", Date),
    text("status", server_default=plan.StepStatus.NOT_STARTED),
    text("progress", nullable=True),
    closed_list("owner", plan.StepOwner),
    closed_list("status", plan.StepStatus),
)

# `changes` holds the fields asked for, by their names in events. `node_id` is null where the proposal is for a new node
# under `parent_id` (an objective's parent is the plan). `node_version` is the version that the proposer had read.
proposal = Table(
    "proposal",
    metadata,
    key(),
    of_case(),
    of("sentence_plan", "plan_id"),
    _version(),
    _origin(),
    text("status", server_default=plan.ProposalStatus.PROPOSED),
    text("change"),
    text("node"),
    Column("node_id", BigInteger),
    Column("parent_id", BigInteger),
    Column("node_version", Integer),
    Column("changes", JSONB, nullable=False),
    text("reason"),
    Column("from_offender", Boolean, nullable=False, server_default=sql("false")),
    of("staff", "proposed_by_id", index=False),
    instant("proposed_at", server_default=sql("now()")),
    of("staff", "decided_by_id", nullable=True, index=False),
    instant("decided_at", nullable=True),
    text("decision_reason", nullable=True),
    closed_list("status", plan.ProposalStatus),
    closed_list("change", plan.ProposedChange),
    closed_list("node", plan.PlanNode),
)

# Append-only: what a conflict compares against, what `asOf` will read.
plan_change = Table(
    "plan_change",
    metadata,
    key(),
    of_case(),
    of("sentence_plan", "plan_id"),
    Column("plan_version", Integer, nullable=False),
    text("node"),
    Column("node_id", BigInteger, nullable=False),
    Column("node_version", Integer, nullable=False),
    text("event"),
    Column("before", JSONB(none_as_null=True)),
    Column("after", JSONB(none_as_null=True)),
    text("service"),
    of("staff", "actor_id", nullable=True, index=False),
    text("actor_role"),
    text("cause"),
    instant("at", server_default=sql("now()")),
    UniqueConstraint("plan_id", "plan_version"),
    Index("ix_plan_change_node", "node", "node_id", "node_version"),
    closed_list("node", plan.PlanNode),
    closed_list("service", Service),
)

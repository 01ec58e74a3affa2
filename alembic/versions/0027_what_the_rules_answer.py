"""what the rules answer about a case, what they ask for, and what people decided otherwise"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLE = "decision_made"
KINDS = (
    *("TIER_MOVED", "RESPONSIBILITY_OVERRIDDEN", "HANDED_OVER_EARLY", "MANAGER_GIVEN", "SKILLS_CONFIRMED"),
    *("PRIORITY", "SPANS_JOINED", "IN_SCOTLAND"),
)
ROLES = (
    *("OFFENDER_MANAGER", "OFFENDER_SUPERVISOR", "CASE_ADMINISTRATOR", "KEY_WORKER", "TEAM_MANAGER", "AUDITOR"),
    *("OPERATOR", "DEVELOPER"),
)
NEW_DATES = ("tariff_on", "parole_eligible_on", "automatic_release_on", "conditional_release_on")

# The answers of a case, unfolded: the rows are those of the case's own row, so that nothing is kept twice.
CASE_ANSWER = """
create view case_answer as
select c.id::text || '/' || a.key as id, c.id as case_id, a.key as question, a.value->>'outcome' as outcome,
  a.value->>'reason' as reason, a.value->>'sentence' as sentence, (a.value->>'since')::timestamptz as since,
  (a.value->>'again_on')::date as again_on, coalesce(a.value->'facts', '{}') as facts,
  array(select jsonb_array_elements_text(coalesce(a.value->'flags', '[]'))) as flags
from offender_case c cross join lateral jsonb_each(c.answers) a
"""


def _view(name: str, question: str, columns: str) -> str:
    """One question's answer with columns of its own."""
    # The names are this file's own.
    selected = (
        f"select c.id::text as id, c.id as case_id, {columns}, a->>'reason' as reason, a->>'sentence' as sentence"
    )
    source = f"offender_case c cross join lateral (values (c.answers->'{question}')) answer (a)"
    return f"create view {name} as {selected}, (a->>'since')::timestamptz as since from {source} where a is not null"


FLAGS = "array(select jsonb_array_elements_text(coalesce(a->'flags', '[]'))) as flags"
VIEWS = {
    "case_eligibility": (
        "ELIGIBILITY",
        "a->>'outcome' as manager, a->'facts'->>'supervisor' as supervisor, "
        f"(a->'facts'->>'home_area')::boolean as home_area, {FLAGS}",
    ),
    "case_tier": (
        "TIER",
        "(a->>'outcome')::integer as tier, (a->'facts'->>'computed')::integer as computed, "
        "a->'facts'->>'in_force' as in_force, a->'facts'->>'in_force_because' as in_force_because, "
        "(a->'facts'->>'assessment_due_on')::date as assessment_due_on",
    ),
    "case_today_tier": (
        "TODAY_TIER",
        "a->>'outcome' as tier, (a->'facts'->>'provisional')::boolean as provisional, a->'facts' as facts",
    ),
    "case_responsibility": (
        "RESPONSIBILITY",
        "a->>'outcome' as responsible, (a->'facts'->>'starts_on')::date as starts_on, "
        "(a->'facts'->>'handover_on')::date as handover_on, (a->'facts'->>'release_on')::date as release_on, "
        f"{FLAGS}",
    ),
    "case_transfer": ("TRANSFER", "a->>'outcome' as outcome"),
}


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def upgrade() -> None:
    op.add_column("offender_case", sa.Column("answers", postgresql.JSONB(), server_default="{}", nullable=False))
    op.add_column("offender_case", sa.Column("tier", sa.SmallInteger(), nullable=True))
    op.add_column("offender_case", sa.Column("ask_again_on", sa.Date(), nullable=True))
    op.create_check_constraint(op.f("ck_offender_case_tier_known"), "offender_case", "tier between 1 and 4")
    op.create_index(
        "ix_offender_case_ask_again_on",
        "offender_case",
        ["ask_again_on"],
        postgresql_where=sa.text("ask_again_on is not null"),
    )
    op.add_column("source_record", sa.Column("assessed", postgresql.JSONB(), nullable=True))
    op.add_column("source_record", sa.Column("rehabilitative", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("sentence_plan", sa.Column("areas", sa.ARRAY(sa.Text()), server_default="{}", nullable=False))
    op.add_column("custody_record", sa.Column("category", sa.Text(), nullable=True))
    for name in NEW_DATES:
        op.add_column("sentence", sa.Column(name, sa.Date(), nullable=True))
    op.add_column("sentence", sa.Column("indeterminate", sa.Boolean(), nullable=True))
    _decision_made()
    op.execute(CASE_ANSWER)
    for name, (question, columns) in VIEWS.items():
        op.execute(_view(name, question, columns))
    # The clock asks about every case that was there before, at its next start.
    op.execute("update offender_case set ask_again_on = current_date where merged_into is null")


def _decision_made() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("terms", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.CheckConstraint(f"kind in ({_listed(KINDS)})", name=op.f("ck_decision_made_kind_known")),
        sa.CheckConstraint(f"role in ({_listed(ROLES)})", name=op.f("ck_decision_made_role_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_decision_made_case_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["staff.id"], name=op.f("fk_decision_made_decided_by_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["staff.id"], name=op.f("fk_decision_made_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_made")),
    )
    op.create_index(op.f("ix_decision_made_case_id"), TABLE, ["case_id"])
    op.create_index(
        "uq_decision_made_standing",
        TABLE,
        ["case_id", "kind"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )


def downgrade() -> None:
    for name in ("case_answer", *VIEWS):
        op.execute(f"drop view {name}")
    op.drop_table(TABLE)
    for name in ("indeterminate", *NEW_DATES):
        op.drop_column("sentence", name)
    op.drop_column("custody_record", "category")
    op.drop_column("sentence_plan", "areas")
    op.drop_column("source_record", "rehabilitative")
    op.drop_column("source_record", "assessed")
    op.drop_index("ix_offender_case_ask_again_on", table_name="offender_case")
    op.drop_column("offender_case", "ask_again_on")
    op.drop_column("offender_case", "tier")
    op.drop_column("offender_case", "answers")

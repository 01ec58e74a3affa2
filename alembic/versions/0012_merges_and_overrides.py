"""merges that can be undone, overrides, two plans of one span"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COPIED = ("objective", "intervention", "step", "proposal")

# The history of a plan is append-only; when the plan goes with its person to another case, its lines go along.
MAY_MOVE = """
create function refuse_change_but_of_case() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'case_id' = to_jsonb(old) - 'case_id' then
    return new;
  end if;
  raise exception 'The table % is append-only: its lines are never changed or deleted.', tg_table_name
    using errcode = 'restrict_violation';
end $$
"""


def upgrade() -> None:
    op.add_column("source_record", sa.Column("merged_into_id", sa.BigInteger(), nullable=True))
    op.add_column("source_record", sa.Column("merge_told_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_source_record_merged_into_id"), "source_record", ["merged_into_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_source_record_merged_into_id"), "source_record", "source_record", ["merged_into_id"], ["id"]
    )
    op.create_table(
        "identity_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("other_case_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("moved", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("undone_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "kind in ('JOINED', 'RECORDS_MOVED', 'PARTED', 'BOOKING_MOVED')",
            name=op.f("ck_identity_change_kind_known"),
        ),
        sa.CheckConstraint("service in ('CUSTODY', 'COMMUNITY')", name=op.f("ck_identity_change_service_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_identity_change_case_id")),
        sa.ForeignKeyConstraint(["other_case_id"], ["offender_case.id"], name=op.f("fk_identity_change_other_case_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["identity_change.id"], name=op.f("fk_identity_change_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_change")),
    )
    op.create_index(op.f("ix_identity_change_case_id"), "identity_change", ["case_id"], unique=False)
    op.create_index(op.f("ix_identity_change_other_case_id"), "identity_change", ["other_case_id"], unique=False)
    op.create_index(
        "ix_identity_change_moved_records",
        "identity_change",
        [sa.text("(moved -> 'source_record') jsonb_path_ops")],
        unique=False,
        postgresql_using="gin",
    )
    op.create_table(
        "identity_override",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("other_record_id", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("ruling", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "scope in ('SOURCE_UNMERGE', 'RECORDS', 'CASES')", name=op.f("ck_identity_override_scope_known")
        ),
        sa.CheckConstraint(
            "verdict in ('SAME_PERSON', 'DIFFERENT_PEOPLE')", name=op.f("ck_identity_override_verdict_known")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_identity_override_case_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["staff.id"], name=op.f("fk_identity_override_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["other_record_id"], ["source_record.id"], name=op.f("fk_identity_override_other_record_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_identity_override_source_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_override")),
    )
    for column in ("case_id", "other_record_id", "source_record_id"):
        op.create_index(op.f(f"ix_identity_override_{column}"), "identity_override", [column], unique=False)
    _plans()


def _plans() -> None:
    """A span can have a second plan, which is set aside or replaced."""
    op.add_column("sentence_plan", sa.Column("beside_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f("fk_sentence_plan_beside_id"), "sentence_plan", "sentence_plan", ["beside_id"], ["id"])
    op.drop_constraint(op.f("ck_sentence_plan_status_known"), "sentence_plan", type_="check")
    op.create_check_constraint(
        op.f("ck_sentence_plan_status_known"),
        "sentence_plan",
        "status in ('ACTIVE', 'CLOSED', 'SET_ASIDE', 'REPLACED')",
    )
    op.drop_constraint(op.f("uq_sentence_plan_span_id"), "sentence_plan", type_="unique")
    op.create_index(
        "uq_sentence_plan_span_id",
        "sentence_plan",
        ["span_id"],
        unique=True,
        postgresql_where=sa.text("status in ('ACTIVE', 'CLOSED')"),
    )
    for table in COPIED:
        op.add_column(table, sa.Column("combined_from", sa.BigInteger(), nullable=True))
    op.execute(MAY_MOVE)
    op.execute("drop trigger plan_change_append_only on plan_change")
    op.execute(
        "create trigger plan_change_append_only before update or delete on plan_change "
        "for each row execute function refuse_change_but_of_case()"
    )
    op.execute(
        "create trigger plan_change_never_emptied before truncate on plan_change "
        "for each statement execute function refuse_change()"
    )


def downgrade() -> None:
    op.execute("drop trigger plan_change_never_emptied on plan_change")
    op.execute("drop trigger plan_change_append_only on plan_change")
    op.execute("drop function refuse_change_but_of_case()")
    op.execute(
        "create trigger plan_change_append_only before update or delete or truncate on plan_change "
        "for each statement execute function refuse_change()"
    )
    for table in COPIED:
        op.drop_column(table, "combined_from")
    op.drop_index(
        "uq_sentence_plan_span_id",
        table_name="sentence_plan",
        postgresql_where=sa.text("status in ('ACTIVE', 'CLOSED')"),
    )
    op.create_unique_constraint(op.f("uq_sentence_plan_span_id"), "sentence_plan", ["span_id"])
    op.drop_constraint(op.f("ck_sentence_plan_status_known"), "sentence_plan", type_="check")
    op.create_check_constraint(op.f("ck_sentence_plan_status_known"), "sentence_plan", "status in ('ACTIVE', 'CLOSED')")
    op.drop_column("sentence_plan", "beside_id")
    op.drop_table("identity_override")
    op.drop_table("identity_change")
    op.drop_constraint(op.f("fk_source_record_merged_into_id"), "source_record", type_="foreignkey")
    op.drop_column("source_record", "merge_told_at")
    op.drop_column("source_record", "merged_into_id")

"""whether the records of a case hang together, and reviews where they do not"""

import sqlalchemy as sa

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

REASONS = "'BROKEN_CLUSTER', 'OVERRIDE_CONFLICT'"
BECAUSE = "'RECORDS_DIFFER', 'RULED_APART_WITHIN', 'LEFT_BY_UNMERGE', 'RULED_TOGETHER_ACROSS', 'TIED_YET_RULED_APART'"
STATE = "case when cluster_reason is null then 'ACTIVE' else 'NEEDS_ATTENTION' end"
ENDS = "'VALID_AGAIN', 'DECIDED', 'OTHERWISE', 'CASE_JOINED'"


def upgrade() -> None:
    op.add_column("offender_case", sa.Column("cluster_reason", sa.Text(), nullable=True))
    op.add_column("offender_case", sa.Column("cluster_because", sa.Text(), nullable=True))
    state = sa.Column("cluster_state", sa.Text(), sa.Computed(STATE, persisted=True), nullable=False)
    op.add_column("offender_case", state)
    for column, values in (
        ("cluster_state", "'ACTIVE', 'NEEDS_ATTENTION'"),
        ("cluster_reason", REASONS),
        ("cluster_because", BECAUSE),
    ):
        name = op.f(f"ck_offender_case_{column}_known")
        op.create_check_constraint(name, "offender_case", f"{column} in ({values})")
    op.create_table(
        "cluster_review",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.Column("ended_by_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_review")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_cluster_review_case_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["staff.id"], name=op.f("fk_cluster_review_ended_by_id")),
        sa.CheckConstraint(f"reason in ({REASONS})", name=op.f("ck_cluster_review_reason_known")),
        sa.CheckConstraint(f"because in ({BECAUSE})", name=op.f("ck_cluster_review_because_known")),
        sa.CheckConstraint(f"ended_because in ({ENDS})", name=op.f("ck_cluster_review_ended_because_known")),
    )
    op.create_index(op.f("ix_cluster_review_case_id"), "cluster_review", ["case_id"])
    open_only = sa.text("ended_at is null")
    op.create_index("ix_cluster_review_open", "cluster_review", ["case_id"], unique=True, postgresql_where=open_only)
    op.create_table(
        "cluster_member",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("cluster_review_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_member")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_cluster_member_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_cluster_member_source_record_id")
        ),
    )
    for column in ("case_id", "cluster_review_id", "source_record_id"):
        op.create_index(op.f(f"ix_cluster_member_{column}"), "cluster_member", [column])


def downgrade() -> None:
    op.drop_table("cluster_member")
    op.drop_table("cluster_review")
    for column in ("cluster_state", "cluster_because", "cluster_reason"):
        op.drop_column("offender_case", column)

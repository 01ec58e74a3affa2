"""case administrators, key workers and interested parties in the team of a case"""

import sqlalchemy as sa

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ROLES = "'CASE_ADMINISTRATOR', 'KEY_WORKER', 'INTERESTED_PARTY'"


def upgrade() -> None:
    staff = ("staff_id", "added_by_id", "ended_by_id")
    op.create_table(
        "team_member",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("belongs_to", sa.Text(), nullable=True),
        sa.Column("consents_to", sa.Text(), nullable=True),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.BigInteger(), nullable=True),
        sa.Column("ending_reason", sa.Text(), nullable=True),
        sa.Column("current", sa.Boolean(), sa.Computed("ended_at is null", persisted=True), nullable=True),
        sa.CheckConstraint(f"role in ({ROLES})", name=op.f("ck_team_member_role_known")),
        sa.CheckConstraint("service in ('CUSTODY', 'COMMUNITY')", name=op.f("ck_team_member_service_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_team_member_case_id")),
        *(sa.ForeignKeyConstraint([one], ["staff.id"], name=op.f(f"fk_team_member_{one}")) for one in staff),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
    )
    op.create_index(op.f("ix_team_member_case_id"), "team_member", ["case_id"])
    op.create_index(op.f("ix_team_member_staff_id"), "team_member", ["staff_id"])
    op.create_index(
        "uq_team_member_administrator",
        "team_member",
        ["case_id", "staff_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null and role = 'CASE_ADMINISTRATOR'"),
    )
    _delivery()


def _delivery() -> None:
    leads_to = {
        "case_id": "offender_case",
        "plan_id": "sentence_plan",
        "intervention_id": "intervention",
        "team_member_id": "team_member",
    }
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(one, sa.BigInteger(), nullable=False) for one in leads_to),
        *(
            sa.ForeignKeyConstraint([one], [f"{table}.id"], name=op.f(f"fk_delivery_{one}"))
            for one, table in leads_to.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    for one in leads_to:
        op.create_index(op.f(f"ix_delivery_{one}"), "delivery", [one])


def downgrade() -> None:
    op.drop_table("delivery")
    op.drop_table("team_member")

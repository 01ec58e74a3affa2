"""who holds a case as decided in the hub"""

import sqlalchemy as sa

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLE, HOLDER = "holder_decision", "offender_manager_holder"
CAUSES = "'ALLOCATED', 'HANDED_OVER', 'RESIGNATION', 'DEATH', 'LONG_ILLNESS'"
ROLES = (
    "'OFFENDER_MANAGER', 'OFFENDER_SUPERVISOR', 'CASE_ADMINISTRATOR', 'KEY_WORKER', 'TEAM_MANAGER', 'AUDITOR', "
    "'OPERATOR', 'DEVELOPER'"
)
FLAGS = "'UNPLANNED_HANDOVER', 'NOT_CONFIRMED', 'GRADE_NOT_KNOWN', 'GRADE_OVERRIDDEN', 'HARM_NOT_ASSESSED'"
KNOWN = op.f("ck_offender_manager_holder_flags_known")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("flags", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"cause in ({CAUSES})", name=op.f("ck_holder_decision_cause_known")),
        sa.CheckConstraint(f"flags <@ array[{FLAGS}]::text[]", name=op.f("ck_holder_decision_flags_known")),
        sa.CheckConstraint(f"role in ({ROLES})", name=op.f("ck_holder_decision_role_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_holder_decision_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_holder_decision_staff_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["staff.id"], name=op.f("fk_holder_decision_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manager_decision")),
    )
    op.create_index(op.f("ix_holder_decision_case_id"), TABLE, ["case_id"])
    op.drop_constraint(KNOWN, HOLDER)
    op.create_check_constraint(KNOWN, HOLDER, f"flags <@ array[{FLAGS}]::text[]")


def downgrade() -> None:
    op.drop_constraint(KNOWN, HOLDER)
    # What was decided in the hub goes with its table: the chains follow from the records alone at the next message.
    op.execute(
        "update offender_manager_holder set flags = array(select f from unnest(flags) f where f = 'UNPLANNED_HANDOVER')"
    )
    op.create_check_constraint(KNOWN, HOLDER, "flags <@ array['UNPLANNED_HANDOVER']::text[]")
    op.drop_table(TABLE)

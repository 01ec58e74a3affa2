"""hours of staff, what reduces them, which two codes are one person; grades in the words of the profiles alone"""

import sqlalchemy as sa

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

GRADES = (
    *("OFFENDER_MANAGER", "OFFENDER_MANAGER_HIGHER", "TEAM_MANAGER"),
    *("PRISON_OFFICER", "PRISON_CUSTODY_OFFICER", "NOBODY"),
)
LISTED = ", ".join(f"'{grade}'" for grade in GRADES)
FLAGS = "'GRADE_NOT_KNOWN', 'HARM_NOT_ASSESSED', 'LISTED_FOR_HIGHER_LEVEL_ONLY'"
REASONS = "'OTHER_DUTIES', 'TRAINING', 'STAFF_REPRESENTATION', 'ABSENCE', 'ADJUSTMENT'"


def upgrade() -> None:
    # A title that no connector mapped is no grade.
    staff = sa.table("staff", sa.column("grade"))
    op.execute(staff.update().where(staff.c.grade.not_in(GRADES)).values(grade=None))
    op.create_check_constraint(op.f("ck_staff_grade_known"), "staff", f"grade in ({LISTED})")
    flags = sa.Column("flags", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False)
    op.add_column("offender_supervisor_allocation", flags)
    op.create_check_constraint(
        op.f("ck_offender_supervisor_allocation_flags_known"),
        "offender_supervisor_allocation",
        f"flags <@ array[{FLAGS}]::text[]",
    )
    _hours()
    _reductions()
    _same_staff()


def _hours() -> None:
    op.create_table(
        "staff_hours",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_hours_staff_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["staff.id"], name=op.f("fk_staff_hours_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_hours")),
        sa.UniqueConstraint("staff_id", "starts_on", name=op.f("uq_staff_hours_staff_id_starts_on")),
    )


def _reductions() -> None:
    op.create_table(
        "staff_reduction",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"reason in ({REASONS})", name=op.f("ck_staff_reduction_reason_known")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_reduction_staff_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["staff.id"], name=op.f("fk_staff_reduction_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_reduction")),
    )
    op.create_index(op.f("ix_staff_reduction_staff_id"), "staff_reduction", ["staff_id"])


def _same_staff() -> None:
    ended = sa.Computed("ended_at is null", persisted=True)
    people = ("staff_id", "other_id", "decided_by_id", "ended_by_id")
    op.create_table(
        "same_staff",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.BigInteger(), nullable=True),
        sa.Column("ending_reason", sa.Text(), nullable=True),
        sa.Column("current", sa.Boolean(), ended, nullable=True),
        *(sa.ForeignKeyConstraint([one], ["staff.id"], name=op.f(f"fk_same_staff_{one}")) for one in people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_same_staff")),
    )
    op.create_index(op.f("ix_same_staff_staff_id"), "same_staff", ["staff_id"])
    op.create_index(
        "uq_same_staff_current", "same_staff", ["staff_id"], unique=True, postgresql_where=sa.text("current")
    )


def downgrade() -> None:
    for table in ("same_staff", "staff_reduction", "staff_hours"):
        op.drop_table(table)
    op.drop_column("offender_supervisor_allocation", "flags")
    op.drop_constraint(op.f("ck_staff_grade_known"), "staff")

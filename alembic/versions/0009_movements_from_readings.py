"""Movements follow from the readings of a record too; what no rule explains is listed."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATES = (
    "NOT_BOOKED",
    "IN_PRISON",
    "AT_COURT",
    "TEMPORARILY_ABSENT",
    "BEING_TRANSFERRED",
    "RESTRICTED_PATIENT",
    "RELEASED",
    "UNLAWFULLY_AT_LARGE",
    "DIED",
    "REMOVED",
)
KNOWN = ", ".join(repr(state) for state in STATES)


def upgrade() -> None:
    op.create_table(
        "custody_reading",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_version", sa.BigInteger(), nullable=True),
        sa.Column("topic_offset", sa.BigInteger(), nullable=True),
        sa.Column("said", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_custody_reading_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_custody_reading_source_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_reading")),
        sa.UniqueConstraint(
            "source_record_id",
            "read_at",
            "source_version",
            "topic_offset",
            name=op.f("uq_custody_reading_source_record_id_read_at_source_version_topic_offset"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("ix_custody_reading_case_id"), "custody_reading", ["case_id"], unique=False)
    op.create_table(
        "unknown_movement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("now", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"was in ({KNOWN})", name=op.f("ck_unknown_movement_was_known")),
        sa.CheckConstraint(f"now in ({KNOWN})", name=op.f("ck_unknown_movement_now_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_unknown_movement_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_unknown_movement_source_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unknown_movement")),
        sa.UniqueConstraint(
            "source_record_id", "occurred_at", name=op.f("uq_unknown_movement_source_record_id_occurred_at")
        ),
    )
    op.create_index(op.f("ix_unknown_movement_case_id"), "unknown_movement", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_table("unknown_movement")
    op.drop_table("custody_reading")

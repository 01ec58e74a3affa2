"""restricted patients, as reported"""

import sqlalchemy as sa

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLE = "patient_report"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("is_patient", sa.Boolean(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_assumed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_patient_report_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_patient_report_source_record_id")
        ),
        sa.PrimaryKeyConstraint("source_record_id", "is_patient", name=op.f("pk_patient_report")),
    )
    op.create_index(op.f("ix_patient_report_case_id"), TABLE, ["case_id"])


def downgrade() -> None:
    op.drop_table(TABLE)

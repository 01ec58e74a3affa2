"""when a person is handed over to the community, as reported"""

import sqlalchemy as sa

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLE = "reported_handover"


def upgrade() -> None:
    case = sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_reported_handover_case_id"))
    record = op.f("fk_reported_handover_source_record_id")
    op.create_table(
        TABLE,
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("complete_on", sa.Date(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        case,
        sa.ForeignKeyConstraint(["source_record_id"], ["source_record.id"], name=record),
        sa.PrimaryKeyConstraint("source_record_id", name=op.f("pk_reported_handover")),
    )
    op.create_index(op.f("ix_reported_handover_case_id"), TABLE, ["case_id"])


def downgrade() -> None:
    op.drop_table(TABLE)

"""The parts of an assessment name the source record that they come from."""

import sqlalchemy as sa

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OF_ASSESSMENT = ("assessment_need", "risk_of_harm", "assessed_objective", "risk_management_plan")
PARTS = (*OF_ASSESSMENT, "risk_level")


def upgrade() -> None:
    for table in PARTS:
        op.add_column(table, sa.Column("source_record_id", sa.BigInteger(), nullable=True))
    for table in OF_ASSESSMENT:
        found = f"update {table} set source_record_id = a.source_record_id from assessment a"  # noqa: S608
        op.execute(f"{found} where a.id = assessment_id")
    op.execute("update risk_level set source_record_id = r.source_record_id from risk_of_harm r where r.id = risk_id")
    for table in PARTS:
        op.alter_column(table, "source_record_id", nullable=False)
        op.create_foreign_key(
            op.f(f"fk_{table}_source_record_id"), table, "source_record", ["source_record_id"], ["id"]
        )
        op.create_index(op.f(f"ix_{table}_source_record_id"), table, ["source_record_id"])


def downgrade() -> None:
    for table in PARTS:
        op.drop_column(table, "source_record_id")

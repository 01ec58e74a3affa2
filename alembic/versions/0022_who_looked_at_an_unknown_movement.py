"""who looked at an unknown movement, and what they found"""

import sqlalchemy as sa

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLE = "unknown_movement"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(TABLE, sa.Column("acknowledged_by_id", sa.BigInteger(), nullable=True))
    op.add_column(TABLE, sa.Column("comment", sa.Text(), nullable=True))
    op.create_foreign_key(
        op.f("fk_unknown_movement_acknowledged_by_id"), TABLE, "staff", ["acknowledged_by_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_column(TABLE, "comment")
    op.drop_column(TABLE, "acknowledged_by_id")
    op.drop_column(TABLE, "acknowledged_at")

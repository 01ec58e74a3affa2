"""since when a manager holds: as an allocation reports it, else as the record told it"""

import sqlalchemy as sa

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "offender_manager_holder"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(TABLE, sa.Column("told_assumed", sa.Boolean(), server_default=sa.text("false"), nullable=False))


def downgrade() -> None:
    op.drop_column(TABLE, "told_assumed")
    op.drop_column(TABLE, "told_at")

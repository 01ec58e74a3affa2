"""An allocation of an Offender Supervisor says whether the prison's records tell it or a person decided it."""

import sqlalchemy as sa

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "offender_supervisor_allocation",
        sa.Column("told", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("offender_supervisor_allocation", "told")

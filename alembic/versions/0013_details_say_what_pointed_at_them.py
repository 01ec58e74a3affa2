"""A record that waits for its detail keeps which event pointed at it, and that event's number of the thing."""

import sqlalchemy as sa

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("detail_due", sa.Column("event_type", sa.Text(), nullable=True))
    op.add_column("detail_due", sa.Column("reference", sa.Text(), nullable=True))
    op.execute("update detail_due set event_type = ''")
    op.alter_column("detail_due", "event_type", nullable=False)


def downgrade() -> None:
    op.drop_column("detail_due", "reference")
    op.drop_column("detail_due", "event_type")

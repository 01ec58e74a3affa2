"""why a team manager set the rule on grades aside when a handover was planned"""

import sqlalchemy as sa

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handover", sa.Column("override", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("handover", "override")

"""which reading gave the date of birth: a later one that can't be read does not take it away"""

import sqlalchemy as sa

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE = "person_record"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("birth_read_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("update person_record set birth_read_at = source_time")


def downgrade() -> None:
    op.drop_column(TABLE, "birth_read_at")

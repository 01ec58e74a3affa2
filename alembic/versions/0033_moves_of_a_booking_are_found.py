"""moves of a booking are found by its number"""

import sqlalchemy as sa

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

INDEX, TABLE = "ix_identity_change_booking", "identity_change"


def upgrade() -> None:
    moved = sa.text("kind = 'BOOKING_MOVED'")
    op.create_index(INDEX, TABLE, [sa.text("(moved ->> 'booking')")], postgresql_where=moved)


def downgrade() -> None:
    op.drop_index(INDEX, table_name=TABLE)

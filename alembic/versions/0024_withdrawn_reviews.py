"""reviews of who is who that the hub asks no more"""

import sqlalchemy as sa

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLE, STATE = "identity_review", "ck_identity_review_state_known"
WHY = "ck_identity_review_withdrawn_because_known"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(TABLE, sa.Column("withdrawn_because", sa.Text(), nullable=True))
    because = "withdrawn_because in ('RECORDS_DIFFER', 'LINKED_OTHERWISE', 'RULED_DIFFERENT')"
    op.create_check_constraint(op.f(WHY), TABLE, because)
    op.drop_constraint(op.f(STATE), TABLE, type_="check")
    op.create_check_constraint(op.f(STATE), TABLE, "state in ('OPEN', 'ASSIGNED', 'DECIDED', 'WITHDRAWN')")


def downgrade() -> None:
    op.execute("delete from identity_review where state = 'WITHDRAWN'")
    op.drop_constraint(op.f(STATE), TABLE, type_="check")
    op.create_check_constraint(op.f(STATE), TABLE, "state in ('OPEN', 'ASSIGNED', 'DECIDED')")
    op.drop_column(TABLE, "withdrawn_because")
    op.drop_column(TABLE, "withdrawn_at")

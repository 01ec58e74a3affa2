"""owners of reviews of who is who"""

import sqlalchemy as sa

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STATE = "ck_identity_review_state_known"


def upgrade() -> None:
    op.add_column("identity_review", sa.Column("owner_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f("fk_identity_review_owner_id"), "identity_review", "staff", ["owner_id"], ["id"])
    op.drop_constraint(op.f(STATE), "identity_review", type_="check")
    op.create_check_constraint(op.f(STATE), "identity_review", "state in ('OPEN', 'ASSIGNED', 'DECIDED')")


def downgrade() -> None:
    op.execute("update identity_review set state = 'OPEN' where state = 'ASSIGNED'")
    op.drop_constraint(op.f(STATE), "identity_review", type_="check")
    op.create_check_constraint(op.f(STATE), "identity_review", "state in ('OPEN', 'DECIDED')")
    op.drop_column("identity_review", "owner_id")

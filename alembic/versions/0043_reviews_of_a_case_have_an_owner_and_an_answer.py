"""reviews of a case whose records do not hang together have an owner and an answer"""

import sqlalchemy as sa

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

TABLE = "cluster_review"
STATE = """
case when ended_at is null and owner_id is null then 'OPEN'
  when ended_at is null then 'ASSIGNED'
  when ended_because = 'DECIDED' then 'DECIDED'
  else 'WITHDRAWN'
end
"""


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("owner_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f("fk_cluster_review_owner_id"), TABLE, "staff", ["owner_id"], ["id"])
    op.add_column(TABLE, sa.Column("decision", sa.Text(), nullable=True))
    op.add_column(TABLE, sa.Column("comment", sa.Text(), nullable=True))
    op.add_column(TABLE, sa.Column("ruling", sa.Uuid(), nullable=True))
    op.add_column(TABLE, sa.Column("state", sa.Text(), sa.Computed(STATE, persisted=True), nullable=False))
    decided = "decision in ('SAME_PERSON', 'DIFFERENT_PEOPLE')"
    op.create_check_constraint(op.f("ck_cluster_review_decision_known"), TABLE, decided)
    known = "state in ('OPEN', 'ASSIGNED', 'DECIDED', 'WITHDRAWN')"
    op.create_check_constraint(op.f("ck_cluster_review_state_known"), TABLE, known)


def downgrade() -> None:
    for column in ("state", "ruling", "comment", "decision", "owner_id"):
        op.drop_column(TABLE, column)

"""decisions of named persons on who is who"""

import sqlalchemy as sa

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("identity_review", sa.Column("state", sa.Text(), server_default=sa.text("'OPEN'"), nullable=False))
    op.add_column("identity_review", sa.Column("decision", sa.Text(), nullable=True))
    op.add_column("identity_review", sa.Column("comment", sa.Text(), nullable=True))
    op.add_column("identity_review", sa.Column("decided_by_id", sa.BigInteger(), nullable=True))
    op.add_column("identity_review", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("identity_review", sa.Column("ruling", sa.UUID(), nullable=True))
    op.create_check_constraint(
        op.f("ck_identity_review_state_known"), "identity_review", "state in ('OPEN', 'DECIDED')"
    )
    op.create_check_constraint(
        op.f("ck_identity_review_decision_known"),
        "identity_review",
        "decision in ('SAME_PERSON', 'DIFFERENT_PEOPLE')",
    )
    op.create_foreign_key(
        op.f("fk_identity_review_decided_by_id"), "identity_review", "staff", ["decided_by_id"], ["id"]
    )
    op.add_column("identity_change", sa.Column("asked_by_id", sa.BigInteger(), nullable=True))
    op.add_column("identity_change", sa.Column("asked_reason", sa.Text(), nullable=True))
    op.create_foreign_key(op.f("fk_identity_change_asked_by_id"), "identity_change", "staff", ["asked_by_id"], ["id"])


def downgrade() -> None:
    op.drop_column("identity_change", "asked_reason")
    op.drop_column("identity_change", "asked_by_id")
    for name in ("ruling", "decided_at", "decided_by_id", "comment", "decision", "state"):
        op.drop_column("identity_review", name)

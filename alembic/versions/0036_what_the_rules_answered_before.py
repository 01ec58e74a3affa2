"""what the rules answered before"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLE = "past_answer"
QUESTIONS = "'ELIGIBILITY', 'TIER', 'TODAY_TIER', 'RESPONSIBILITY', 'TRANSFER'"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("flags", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.CheckConstraint(f"question in ({QUESTIONS})", name=op.f("ck_past_answer_question_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_past_answer_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_answer")),
    )
    op.create_index(op.f("ix_past_answer_case_id"), TABLE, ["case_id"])


def downgrade() -> None:
    op.drop_table(TABLE)

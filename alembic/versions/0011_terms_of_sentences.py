"""The terms that custodial sentences are made of."""

import sqlalchemy as sa

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS = "'CUSTODY', 'LICENCE', 'OTHER'"


def upgrade() -> None:
    op.create_table(
        "sentence_term",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("booking_id", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("consecutive_to", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("years", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("months", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("weeks", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("days", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("life", sa.Boolean(), nullable=False),
        sa.Column("offence", sa.Text(), nullable=True),
        sa.Column("source_time", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind in ({KINDS})", name=op.f("ck_sentence_term_kind_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_sentence_term_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_sentence_term_source_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sentence_term")),
        sa.UniqueConstraint(
            "source_record_id",
            "booking_id",
            "sentence",
            "number",
            name=op.f("uq_sentence_term_source_record_id_booking_id_sentence_number"),
        ),
    )
    op.create_index(op.f("ix_sentence_term_case_id"), "sentence_term", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_table("sentence_term")

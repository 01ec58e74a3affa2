"""Records that wait for their detail: the queue of detail calls."""

import sqlalchemy as sa

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ANSWERS = (
    "ARRIVED",
    "NOT_FOUND",
    "FORBIDDEN",
    "REFUSED",
    "BUSY",
    "UNAVAILABLE",
    "REDIRECTED",
    "TOO_LARGE",
    "UNREADABLE",
    "FOREIGN_ADDRESS",
    "NO_ADDRESS",
)


def upgrade() -> None:
    op.create_table(
        "detail_due",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("asks", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            f"answer in ({', '.join(repr(answer) for answer in ANSWERS)})", name=op.f("ck_detail_due_answer_known")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_detail_due_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_detail_due_source_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_detail_due")),
        sa.UniqueConstraint(
            "source_record_id", "detail", "path", name=op.f("uq_detail_due_source_record_id_detail_path")
        ),
    )
    op.create_index(op.f("ix_detail_due_case_id"), "detail_due", ["case_id"])
    op.create_index(op.f("ix_detail_due_source_record_id"), "detail_due", ["source_record_id"])
    op.create_index(
        "ix_detail_due_next",
        "detail_due",
        ["source", "next_try_at"],
        postgresql_where=sa.text("next_try_at is not null"),
    )


def downgrade() -> None:
    op.drop_table("detail_due")

"""the type of a sentence by its record's code; types of sentence that are switched off"""

import sqlalchemy as sa

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

TABLE = "sentence_type_switch"


def upgrade() -> None:
    op.add_column("sentence", sa.Column("type_code", sa.Text(), nullable=True))
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("service", "named", "type_key")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("reason", "decided_by")),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ending_reason", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("service in ('CUSTODY', 'COMMUNITY')", name=op.f(f"ck_{TABLE}_service_known")),
        sa.CheckConstraint("first_on <= last_on", name=op.f(f"ck_{TABLE}_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    standing = sa.text("ended_at is null")
    op.create_index(f"uq_{TABLE}_standing", TABLE, ["service", "type_key"], unique=True, postgresql_where=standing)


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_column("sentence", "type_code")

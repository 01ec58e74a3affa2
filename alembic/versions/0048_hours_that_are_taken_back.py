"""hours and reductions of staff can be taken back, and stay in the history"""

import sqlalchemy as sa

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

TABLES = ("staff_hours", "staff_reduction")
UNIQUE, STANDING = "uq_staff_hours_staff_id_starts_on", "uq_staff_hours_standing"


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        op.add_column(table, sa.Column("withdrawn_by_id", sa.BigInteger(), nullable=True))
        op.add_column(table, sa.Column("withdrawal_reason", sa.Text(), nullable=True))
        name = op.f(f"fk_{table}_withdrawn_by_id")
        op.create_foreign_key(name, table, "staff", ["withdrawn_by_id"], ["id"])
    op.drop_constraint(UNIQUE, "staff_hours")
    stands = sa.text("withdrawn_at is null")
    op.create_index(STANDING, "staff_hours", ["staff_id", "starts_on"], unique=True, postgresql_where=stands)


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"delete from {table} where withdrawn_at is not null")  # noqa: S608 - our own words
    op.drop_index(STANDING, table_name="staff_hours")
    op.create_unique_constraint(UNIQUE, "staff_hours", ["staff_id", "starts_on"])
    for table in TABLES:
        op.drop_constraint(op.f(f"fk_{table}_withdrawn_by_id"), table)
        for column in ("withdrawal_reason", "withdrawn_by_id", "withdrawn_at"):
            op.drop_column(table, column)

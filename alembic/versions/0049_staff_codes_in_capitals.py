"""staff codes are held in capitals; one that stands beside the same in capitals stays as it is"""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
      update staff s set code = upper(s.code) where s.code <> upper(s.code) and not exists (
        select 1 from staff o where o.service = s.service and o.id <> s.id and upper(o.code) = upper(s.code))""")


def downgrade() -> None:
    """How a code was written is not kept."""

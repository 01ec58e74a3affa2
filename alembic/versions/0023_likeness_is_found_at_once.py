"""likeness is found at once"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Keys that wait in the index's list of new entries are read one after another by every search.
    op.execute("alter index ix_person_likeness_keys set (fastupdate = off)")
    op.execute("select gin_clean_pending_list('ix_person_likeness_keys')")


def downgrade() -> None:
    op.execute("alter index ix_person_likeness_keys reset (fastupdate)")

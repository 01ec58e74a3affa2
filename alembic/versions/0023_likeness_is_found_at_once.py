"""likeness is found at once"""

import sqlalchemy as sa

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_person_likeness_keys", table_name="person_likeness")
    for service in ("CUSTODY", "COMMUNITY"):
        # Keys that wait in an index's list of new entries are read one after another by every search: none may wait.
        op.create_index(
            f"ix_person_likeness_keys_{service.lower()}",
            "person_likeness",
            ["keys"],
            postgresql_using="gin",
            postgresql_with={"fastupdate": False},
            postgresql_where=sa.text(f"service = '{service}'"),
        )


def downgrade() -> None:
    for service in ("CUSTODY", "COMMUNITY"):
        op.drop_index(f"ix_person_likeness_keys_{service.lower()}", table_name="person_likeness")
    op.create_index("ix_person_likeness_keys", "person_likeness", ["keys"], postgresql_using="gin")

"""what a team manager should look at about a cover"""

import sqlalchemy as sa

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cover", sa.Column("flags", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False))
    op.create_check_constraint(
        op.f("ck_cover_flags_known"), "cover", "flags <@ array['GRADE_BELOW_RISK', 'GRADE_NOT_KNOWN']::text[]"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_cover_flags_known"), "cover", type_="check")
    op.drop_column("cover", "flags")

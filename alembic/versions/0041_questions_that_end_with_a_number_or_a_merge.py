"""questions of who is who that end with the number that raised them, or with a merge that is taken back"""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

TABLE, KNOWN = "identity_review", "ck_identity_review_withdrawn_because_known"
BEFORE = "'RECORDS_DIFFER', 'LINKED_OTHERWISE', 'RULED_DIFFERENT'"


def upgrade() -> None:
    op.drop_constraint(op.f(KNOWN), TABLE, type_="check")
    known = f"withdrawn_because in ({BEFORE}, 'NUMBER_NOT_SHARED', 'SOURCE_UNMERGED')"
    op.create_check_constraint(op.f(KNOWN), TABLE, known)


def downgrade() -> None:
    op.drop_constraint(op.f(KNOWN), TABLE, type_="check")
    op.execute(
        "update identity_review set withdrawn_because = 'RECORDS_DIFFER' "
        "where withdrawn_because in ('NUMBER_NOT_SHARED', 'SOURCE_UNMERGED')"
    )
    op.create_check_constraint(op.f(KNOWN), TABLE, f"withdrawn_because in ({BEFORE})")

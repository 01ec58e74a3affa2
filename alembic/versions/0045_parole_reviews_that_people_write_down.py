"""parole reviews that people write down"""

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

TABLE, KNOWN = "decision_made", "ck_decision_made_kind_known"
BEFORE = (
    "'TIER_MOVED', 'RESPONSIBILITY_OVERRIDDEN', 'HANDED_OVER_EARLY', 'MANAGER_GIVEN', 'SKILLS_CONFIRMED', 'PRIORITY', "
    "'SPANS_JOINED', 'IN_SCOTLAND'"
)


def upgrade() -> None:
    op.drop_constraint(op.f(KNOWN), TABLE, type_="check")
    op.create_check_constraint(op.f(KNOWN), TABLE, f"kind in ({BEFORE}, 'PAROLE_REVIEWED')")


def downgrade() -> None:
    op.execute("delete from decision_made where kind = 'PAROLE_REVIEWED'")
    op.drop_constraint(op.f(KNOWN), TABLE, type_="check")
    op.create_check_constraint(op.f(KNOWN), TABLE, f"kind in ({BEFORE})")

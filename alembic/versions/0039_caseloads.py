"""orders of a caseload and of unallocated cases; the recommended grade"""

import sqlalchemy as sa

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

HOLDER, UNALLOCATED = "offender_manager_holder", "ix_offender_manager_holder_unallocated"
RECOMMENDATION = """
create view case_recommendation as
select c.id::text as id, c.id as case_id, a->>'outcome' as grade, a->>'reason' as reason, a->>'sentence' as sentence,
  (a->>'since')::timestamptz as since
from offender_case c cross join lateral (values (c.answers->'RECOMMENDED_GRADE')) answer (a) where a is not null
"""


def upgrade() -> None:
    highest_first = sa.Computed("5 - coalesce(tier, 0)", persisted=True)
    op.add_column("offender_case", sa.Column("tier_order", sa.Integer(), highest_first, nullable=False))
    due = sa.Computed("coalesce(due_at, lower(during))", persisted=True)
    op.add_column(HOLDER, sa.Column("due_order", sa.DateTime(timezone=True), due, nullable=False))
    where = sa.text("current and staff_id is null and due_at is not null")
    op.create_index(UNALLOCATED, HOLDER, ["due_order", "id"], postgresql_where=where)
    op.execute(RECOMMENDATION)
    _asked("ELIGIBILITY", "TIER", "TODAY_TIER", "RESPONSIBILITY", "TRANSFER", "ICM_ROUTE", "RECOMMENDED_GRADE")
    # The clock asks about everybody in prison at its next start.
    case = sa.table("offender_case", *(sa.column(name) for name in ("ask_again_on", "prison_code", "merged_into")))
    asked = (case.c.prison_code.is_not(None), case.c.merged_into.is_(None))
    op.execute(case.update().where(*asked).values(ask_again_on=sa.func.current_date()))


def _asked(*questions: str) -> None:
    """What past answers may be about."""
    op.drop_constraint(op.f("ck_past_answer_question_known"), "past_answer")
    listed = ", ".join(f"'{question}'" for question in questions)
    op.create_check_constraint(op.f("ck_past_answer_question_known"), "past_answer", f"question in ({listed})")


def downgrade() -> None:
    op.execute("delete from past_answer where question = 'RECOMMENDED_GRADE'")
    _asked("ELIGIBILITY", "TIER", "TODAY_TIER", "RESPONSIBILITY", "TRANSFER", "ICM_ROUTE")
    op.execute("drop view case_recommendation")
    op.drop_index(UNALLOCATED, table_name=HOLDER)
    op.drop_column(HOLDER, "due_order")
    op.drop_column("offender_case", "tier_order")

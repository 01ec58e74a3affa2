"""who stands in for whom during a short absence, and who acts today for the manager and supervisor of each case"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLE = "cover"
PEOPLE = ("staff_id", "covering_id", "arranged_by_id", "ended_by_id")

# hub/domain/lead/cover.py `acting`: one who covers and is covered themselves passes it on, in no circle.
ACTING = """
create view case_acting as
select c.id::text || '/' || r.role as id, c.id as case_id, r.role, r.named_id, a.acting_id, a.until,
  case when r.named_id is null then 'NOBODY_NAMED' when a.acting_id = r.named_id then 'PRESENT' else 'COVERED' end
    as reason
from offender_case c
cross join lateral (
  values ('OFFENDER_MANAGER', c.om_staff_id), ('OFFENDER_SUPERVISOR', c.os_staff_id)
) r (role, named_id)
left join lateral (
  with recursive chain (acting_id, passed, until) as (
    select r.named_id, array[r.named_id], null::date
    union all
    select v.covering_id, h.passed || v.covering_id, least(h.until, v.last_on)
    from chain h join cover v on v.staff_id = h.acting_id
    where (now() at time zone 'Europe/London')::date <@ v.during and v.ended_at is null
      and not v.covering_id = any(h.passed)
  )
  select acting_id, until from chain order by cardinality(passed) desc limit 1
) a on r.named_id is not null
"""


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("covering_id", sa.BigInteger(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column(
            "staff_key", postgresql.INT8RANGE(), sa.Computed("int8range(staff_id, staff_id, '[]')", persisted=True)
        ),
        sa.Column("during", postgresql.DATERANGE(), sa.Computed("daterange(first_on, last_on, '[]')", persisted=True)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("arranged_by_id", sa.BigInteger(), nullable=False),
        sa.Column("arranged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.BigInteger(), nullable=True),
        sa.Column("ending_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("first_on <= last_on and last_on - first_on < 28", name=op.f("ck_cover_short")),
        sa.CheckConstraint("staff_id <> covering_id", name=op.f("ck_cover_by_somebody_else")),
        *(sa.ForeignKeyConstraint([one], ["staff.id"], name=op.f(f"fk_cover_{one}")) for one in PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
        postgresql.ExcludeConstraint(
            ("staff_key", "="),
            ("during", "&&"),
            where=sa.text("ended_at is null"),
            using="gist",
            name="ex_cover_one_at_a_time",
        ),
    )
    op.create_index(op.f("ix_cover_staff_id"), TABLE, ["staff_id"])
    op.create_index(op.f("ix_cover_covering_id"), TABLE, ["covering_id"])
    op.execute(ACTING)


def downgrade() -> None:
    op.execute("drop view case_acting")
    op.drop_table(TABLE)

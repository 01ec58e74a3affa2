"""who leads day to day, how the offender reaches the manager, what they asked and what they were told"""

import sqlalchemy as sa

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

SERVICES = ("CUSTODY", "COMMUNITY")
WAYS = (
    *("GENERAL_WING_APPLICATION", "THROUGH_THE_HOSPITAL", "USUAL_PROBATION_WORKER", "LOCAL_PROBATION_OFFICE"),
    "CASE_COORDINATOR",
)
CHANNELS = ("IN_PERSON", "BY_LETTER", "BY_TELEPHONE", "BY_VIDEO", "THROUGH_THE_SUPERVISOR")
ANSWERS = ("YES", "NO", "OUTSIDE", "NOT_KNOWN")

# In custody: held, or unlawfully at large.
INSIDE = """(
  'IN_PRISON', 'AT_COURT', 'TEMPORARILY_ABSENT', 'BEING_TRANSFERRED', 'RESTRICTED_PATIENT', 'UNLAWFULLY_AT_LARGE'
)"""

# hub/domain/lead/day_to_day.py `leadership`; probation staff placed in a prison act for custody.
LEADERSHIP = """
create view case_leadership as
select c.id::text as id, c.id as case_id, p.place, c.om_staff_id as accountable_id,
  case when l.reason in ('SUPERVISOR_IN_CUSTODY', 'SEPARATE_SUPERVISOR') then c.os_staff_id
    when l.reason = 'MANAGER_IN_THE_COMMUNITY' then c.om_staff_id end as day_to_day_id,
  case when l.reason in ('SUPERVISOR_IN_CUSTODY', 'SEPARATE_SUPERVISOR') then 'OFFENDER_SUPERVISOR'
    when l.reason = 'MANAGER_IN_THE_COMMUNITY' then 'OFFENDER_MANAGER' end as role,
  case when p.place = 'CUSTODY' then c.answers->'RESPONSIBILITY'->>'outcome' end as responsibility,
  l.reason,
  array_remove(array[
    case when c.om_staff_id is null then 'UNALLOCATED' end,
    case when p.place = 'COMMUNITY' and s.side = 'CUSTODY' then 'PRISON_SUPERVISOR_STILL_NAMED' end
  ], null) as flags
from offender_case c
left join custody_record r on r.case_id = c.id and r.current
left join lateral (
  select case when o.service = 'COMMUNITY' and o.establishment_code is null then 'COMMUNITY' else 'CUSTODY' end as side
  from staff o where o.id = c.os_staff_id
) s on true
cross join lateral (values (case when r.state in INSIDE then 'CUSTODY' else 'COMMUNITY' end)) p (place)
cross join lateral (values (
  case
    when p.place = 'CUSTODY' and c.os_staff_id is null then 'NO_SUPERVISOR_IN_CUSTODY'
    when p.place = 'CUSTODY' then 'SUPERVISOR_IN_CUSTODY'
    when s.side = 'COMMUNITY' and c.os_staff_id is distinct from c.om_staff_id then 'SEPARATE_SUPERVISOR'
    when c.om_staff_id is null then 'NOBODY_NAMED'
    else 'MANAGER_IN_THE_COMMUNITY'
  end
)) l (reason)
"""

# hub/domain/lead/reach.py `how_to_reach`.
REACH = """
create view case_reach as
select c.id::text as id, c.id as case_id, w.way, w.through,
  case w.through when 'OFFENDER_SUPERVISOR' then c.os_staff_id when 'OFFENDER_MANAGER' then c.om_staff_id end
    as through_id,
  w.reason
from offender_case c
left join custody_record r on r.case_id = c.id and r.current
cross join lateral (values (
  case
    when exists (
      select 1 from decision_made d
      where d.case_id = c.id and d.kind = 'IN_SCOTLAND' and d.withdrawn_at is null
    ) then 'SCOTLAND'
    when c.phase is null or c.phase in ('PRE_SENTENCE', 'TERMINATED') then 'NO_MANAGER_DUE'
    when r.state = 'UNLAWFULLY_AT_LARGE' then 'UNLAWFULLY_AT_LARGE'
    when r.state = 'RESTRICTED_PATIENT' then 'IN_HOSPITAL'
    when r.state in INSIDE and c.os_staff_id is not null then 'IN_CUSTODY'
    when r.state in INSIDE then 'IN_CUSTODY_NO_SUPERVISOR'
    when c.om_staff_id is not null then 'IN_THE_COMMUNITY'
    else 'NOBODY_NAMED_YET'
  end
)) a (reason)
cross join lateral (
  select a.reason,
    case
      when a.reason = 'SCOTLAND' then 'CASE_COORDINATOR'
      when a.reason in ('UNLAWFULLY_AT_LARGE', 'NOBODY_NAMED_YET') then 'LOCAL_PROBATION_OFFICE'
      when a.reason = 'IN_HOSPITAL' then 'THROUGH_THE_HOSPITAL'
      when a.reason in ('IN_CUSTODY', 'IN_CUSTODY_NO_SUPERVISOR') then 'GENERAL_WING_APPLICATION'
      when a.reason = 'IN_THE_COMMUNITY' then 'USUAL_PROBATION_WORKER'
    end as way,
    case
      when a.reason = 'SCOTLAND' then 'ICM_CASE_COORDINATOR'
      when a.reason in ('UNLAWFULLY_AT_LARGE', 'NOBODY_NAMED_YET') then 'DUTY_WORKER'
      when a.reason = 'IN_THE_COMMUNITY' then 'OFFENDER_MANAGER'
      when a.reason = 'NO_MANAGER_DUE' then null
      when c.os_staff_id is not null then 'OFFENDER_SUPERVISOR'
      else 'OFFENDER_MANAGEMENT_UNIT'
    end as through
) w
"""

# hub/domain/eligibility/notice.py `notice_due`; the last notice is the one of the latest day.
NOTICE_DUE = """
create view case_notice_due as
select c.id::text as id, c.id as case_id, d.reason
from offender_case c
left join lateral (
  select n.* from offender_notice n where n.case_id = c.id order by n.told_on desc, n.id desc limit 1
) n on true
cross join lateral (values (c.answers->'ELIGIBILITY'->>'outcome')) e (manager)
cross join lateral (values (
  case
    when e.manager is null or e.manager in ('OUTSIDE', 'NOT_KNOWN') then null
    when n.id is null then 'NEVER_TOLD'
    when n.manager <> e.manager then 'ANSWER_CHANGED'
    when e.manager = 'NO' or n.manager_id is not distinct from c.om_staff_id then null
    when c.om_staff_id is null then 'NOBODY_MANAGES_NOW'
    when n.manager_id is null then 'MANAGER_NAMED'
    else 'MANAGER_CHANGED'
  end
)) d (reason)
where d.reason is not null
"""
VIEWS = (LEADERSHIP, REACH, NOTICE_DUE)


def _in(column: str, values: tuple[str, ...], name: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} in ({listed})", name=op.f(name))


def _staff(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([one], ["staff.id"], name=op.f(f"fk_{table}_{one}")) for one in columns]


def upgrade() -> None:
    _contact_request()
    _offender_notice()
    for view in VIEWS:
        op.execute(view.replace("INSIDE", INSIDE))


def _contact_request() -> None:
    table = "contact_request"
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(answer is null) = (answered_at is null)", name=op.f("ck_contact_request_answered_with_words")
        ),
        _in("service", SERVICES, "ck_contact_request_service_known"),
        _in("way", WAYS, "ck_contact_request_way_known"),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_contact_request_case_id")),
        *_staff(table, "recorded_by_id", "answered_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_request")),
    )
    op.create_index(op.f("ix_contact_request_case_id"), table, ["case_id"])
    op.create_index("ix_contact_request_open", table, ["due_at", "id"], postgresql_where=sa.text("answered_at is null"))


def _offender_notice() -> None:
    table = "offender_notice"
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("manager", sa.Text(), nullable=False),
        sa.Column("manager_id", sa.BigInteger(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        _in("service", SERVICES, "ck_offender_notice_service_known"),
        _in("manager", ANSWERS, "ck_offender_notice_manager_known"),
        _in("channel", CHANNELS, "ck_offender_notice_channel_known"),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_offender_notice_case_id")),
        *_staff(table, "manager_id", "recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offender_notice")),
    )
    op.create_index(op.f("ix_offender_notice_case_id"), table, ["case_id"])


def downgrade() -> None:
    for view in ("case_notice_due", "case_reach", "case_leadership"):
        op.execute(f"drop view {view}")
    op.drop_table("offender_notice")
    op.drop_table("contact_request")

"""Integrated Case Management, in Scotland: core screens, participation, conferences, and how each case stands"""

import sqlalchemy as sa

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

SERVICES = "'CUSTODY', 'COMMUNITY'"
NEEDS = "'DRUGS', 'HOUSING', 'TRAINING_OR_EDUCATION', 'MENTAL_ILLNESS', 'OTHER'"
ATTENDEES = "'CASE_COORDINATOR', 'PRISONER', 'FAMILY_OR_FRIEND', 'SOCIAL_WORKER', 'PERSONAL_OFFICER'"
QUESTIONS = "'ELIGIBILITY', 'TIER', 'TODAY_TIER', 'RESPONSIBILITY', 'TRANSFER'"
QUESTION_KNOWN = "ck_past_answer_question_known"
TABLES = ("icm_core_screen", "icm_participation", "icm_conference")

# hub/domain/icm: core_screen, participation, conference. The last admission is the reception; of somebody recalled it
# is the recall, too. The answer stands on the case only while a decision says Scotland.
CASE_ICM = """
create view case_icm as
select c.id::text as id, c.id as case_id, a.route, a.reason, a.sentence, a.route is not distinct from 'ENHANCED'
    as enhanced,
  r.received_on,
  case
    when r.received_on is null then null
    when s.held_on >= r.received_on then 'HELD'
    when s.declined_on >= r.received_on then 'DECLINED'
    when t.today > r.received_on + 7 then 'OVERDUE'
    else 'DUE'
  end as core_screen,
  r.received_on + 7 as core_screen_due_on,
  coalesce(p.answer, 'NOT_ASKED') as participation, p.on_day as participation_on, p.told_route_on,
  a.route is not null and p.told_route_on is null as route_to_tell,
  coalesce(p.family_consent, false) as family_consent,
  case when d.due_on is not null then d.kind end as conference, d.due_on as conference_due_on,
  coalesce(d.due_on < t.today, false) as conference_overdue,
  array_remove(array[
    'CASE_COORDINATOR', case when p.answer is distinct from 'DECLINED' then 'PRISONER' end,
    case when p.family_consent then 'FAMILY_OR_FRIEND' end, 'SOCIAL_WORKER', 'PERSONAL_OFFICER'
  ], null) as invited
from offender_case c
cross join lateral (
  select c.answers->'ICM_ROUTE'->>'outcome' as route, c.answers->'ICM_ROUTE'->>'reason' as reason,
    c.answers->'ICM_ROUTE'->>'sentence' as sentence,
    coalesce((c.answers->'ICM_ROUTE'->'facts'->>'conferences_by_decision')::boolean, false) as by_decision
) a
cross join lateral (select (now() at time zone 'Europe/London')::date as today) t
left join custody_record k on k.case_id = c.id and k.current
cross join lateral (
  select max((m.occurred_at at time zone 'Europe/London')::date) as received_on
  from movement m where m.case_id = c.id and m.kind = 'ADMISSION'
) r
cross join lateral (
  select max(n.on_day) filter (where n.held) as held_on, max(n.on_day) filter (where not n.held) as declined_on
  from icm_core_screen n where n.case_id = c.id
) s
left join lateral (
  select n.* from icm_participation n where n.case_id = c.id order by n.on_day desc, n.id desc limit 1
) p on true
cross join lateral (
  select max(n.on_day) as held_on from icm_conference n where n.case_id = c.id and n.on_day >= r.received_on
) h
cross join lateral (
  select case when h.held_on is null then (r.received_on + interval '6 months')::date
    else (h.held_on + interval '12 months')::date end as due_on,
    (k.release_on - interval '4 months')::date as last_from
) g
cross join lateral (
  select
    case
      when r.received_on is null then null
      when not (a.route is not distinct from 'ENHANCED' or (a.route is not distinct from 'STANDARD' and a.by_decision))
        then null
      when k.recall and h.held_on is null then 'AFTER_RECALL'
      when h.held_on >= g.last_from then null
      when k.release_on is null or g.due_on < g.last_from
        then case when h.held_on is null then 'FIRST' else 'YEARLY' end
      else 'BEFORE_RELEASE'
    end as kind
) q
cross join lateral (
  select q.kind,
    case q.kind
      when 'AFTER_RECALL' then r.received_on + 42
      when 'BEFORE_RELEASE' then greatest((k.release_on - interval '3 months')::date, r.received_on)
      when 'FIRST' then g.due_on
      when 'YEARLY' then g.due_on
    end as due_on
) d
where c.answers ? 'ICM_ROUTE'
"""


def _recorded(table: str, *columns: sa.Column | sa.CheckConstraint) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        *columns,
        sa.Column("recorded_by_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"service in ({SERVICES})", name=op.f(f"ck_{table}_service_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f(f"fk_{table}_case_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["staff.id"], name=op.f(f"fk_{table}_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])


def upgrade() -> None:
    _recorded(
        "icm_core_screen",
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("needs", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.CheckConstraint(f"needs <@ array[{NEEDS}]::text[]", name=op.f("ck_icm_core_screen_needs_known")),
    )
    _recorded(
        "icm_participation",
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("told_route_on", sa.Date(), nullable=True),
        sa.Column("family_consent", sa.Boolean(), nullable=False),
        sa.CheckConstraint("answer in ('TAKES_PART', 'DECLINED')", name=op.f("ck_icm_participation_answer_known")),
    )
    _recorded(
        "icm_conference",
        sa.Column("attended", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.CheckConstraint(f"attended <@ array[{ATTENDEES}]::text[]", name=op.f("ck_icm_conference_attended_known")),
    )
    op.execute(CASE_ICM)
    op.drop_constraint(op.f(QUESTION_KNOWN), "past_answer")
    op.create_check_constraint(op.f(QUESTION_KNOWN), "past_answer", f"question in ({QUESTIONS}, 'ICM_ROUTE')")


def downgrade() -> None:
    past = sa.table("past_answer", sa.column("question"))
    op.execute(past.delete().where(past.c.question == "ICM_ROUTE"))
    op.drop_constraint(op.f(QUESTION_KNOWN), "past_answer")
    op.create_check_constraint(op.f(QUESTION_KNOWN), "past_answer", f"question in ({QUESTIONS})")
    op.execute("drop view case_icm")
    for table in TABLES:
        op.drop_table(table)

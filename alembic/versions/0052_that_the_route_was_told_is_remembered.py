"""that somebody was told the route is remembered when they are asked again"""

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

# hub/domain/icm/participation.py: whoever was told since the last reception knows the route, whatever was recorded
# after. The rest of the view is as it was.
ROUTE_TOLD = """cross join lateral (
  select max(n.told_route_on) as told_route_on from icm_participation n
  where n.case_id = c.id and (r.received_on is null or n.told_route_on >= r.received_on)
) w
"""

CASE_ICM = """
create or replace view case_icm as
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
  coalesce(p.answer, 'NOT_ASKED') as participation, p.on_day as participation_on, {told}.told_route_on,
  a.route is not null and {told}.told_route_on is null as route_to_tell,
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
{route_told}cross join lateral (
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


def upgrade() -> None:
    op.execute(CASE_ICM.format(route_told=ROUTE_TOLD, told="w"))


def downgrade() -> None:
    op.execute(CASE_ICM.format(route_told="", told="p"))

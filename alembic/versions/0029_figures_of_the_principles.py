"""the figures of the principles, computed when they are read: hub/domain/principles is the rule"""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

# One holder's stretch of the span `s` up to `t.until`; neighbours with the same holder are one stretch.
STRETCHES = """
  select staff_id, min(first) as first, max(last) as last, (array_agg(unplanned order by first))[1] as unplanned
  from (
    select clipped.*, count(*) filter (where changed) over (order by first) as stretch
    from (
      select h.staff_id, greatest(lower(h.during), lower(s.during)) as first,
        least(coalesce(upper(h.during), t.until), t.until) as last, 'UNPLANNED_HANDOVER' = any(h.flags) as unplanned,
        row_number() over chain = 1 or h.staff_id is distinct from lag(h.staff_id) over chain as changed
      from offender_manager_holder h
      where h.case_id = s.case_id
        and greatest(lower(h.during), lower(s.during)) < least(coalesce(upper(h.during), t.until), t.until)
      window chain as (order by lower(h.during))
    ) clipped
  ) held
  group by stretch, staff_id
"""

# What follows from the stretches; nothing to measure is null.
HELD = """
  select
    case when count(*) > 0 then count(distinct staff_id) end as managers,
    div(
      extract(epoch from sum(length) filter (where staff_id = present)) * 100, extract(epoch from sum(length))
    ) as share_with_present_manager,
    case when count(*) > 0 then count(*) filter (where staff_id is null) end as gaps,
    case when count(*) > 0 then
      floor(extract(epoch from coalesce(sum(length) filter (where staff_id is null), interval '0')) / 86400)
    end as gap_days,
    case when count(*) > 0 then count(*) filter (where handover and not unplanned) end as planned_handovers,
    case when count(*) > 0 then count(*) filter (where handover and unplanned) end as unplanned_handovers
  from (
    select staff_id, unplanned, last - first as length,
      staff_id is not null and lag(staff_id) over (order by first) is not null as handover,
      first_value(staff_id) over (order by first desc) as present
    from ({STRETCHES}) stretches
  ) chain
"""

SUPERVISORS = """
  select count(*) as changes
  from (
    select staff_id, lower(during) as start, lag(staff_id) over (order by lower(during)) as earlier
    from offender_supervisor_allocation a where a.case_id = s.case_id
  ) chain
  where earlier <> staff_id and start > lower(s.during) and start < t.until
"""

STATE = "case when m.value is not null then 'KNOWN' when m.counted then 'NOTHING_TO_MEASURE' else 'NOT_YET_KNOWN' end"

CONTINUITY = """
select s.case_id::text || '/' || m.measure || '/' || s.id as id, s.case_id, s.id as span_id,
  s.id = (select l.id from span l where l.case_id = s.case_id order by l.during desc limit 1) as counts,
  'CONTINUITY' as subject, m.measure, m.place, {STATE} as state, m.value::integer as value
from span s
cross join lateral (select least(now(), upper(s.during)) as until) t
cross join lateral ({HELD}) h
cross join lateral ({SUPERVISORS}) o
cross join lateral (values
  (1, 'MANAGERS', true, h.managers), (2, 'SHARE_WITH_PRESENT_MANAGER', true, h.share_with_present_manager),
  (3, 'GAPS', true, h.gaps), (4, 'GAP_DAYS', true, h.gap_days),
  (5, 'PLANNED_HANDOVERS', true, h.planned_handovers), (6, 'UNPLANNED_HANDOVERS', true, h.unplanned_handovers),
  (7, 'SUPERVISOR_CHANGES', true, o.changes), (8, 'KEY_WORKER_CHANGES', false, null), (9, 'BROKEN_OFF', false, null)
) m (place, measure, counted, value)
"""

WITHOUT_A_SPAN = """
select c.id::text || '/' || m.measure as id, c.id as case_id, null::bigint as span_id, true as counts,
  'CONTINUITY' as subject, m.measure, m.place, {STATE} as state, m.value
from offender_case c
cross join (values
  (1, 'MANAGERS', true, null::integer), (2, 'SHARE_WITH_PRESENT_MANAGER', true, null), (3, 'GAPS', true, null),
  (4, 'GAP_DAYS', true, null), (5, 'PLANNED_HANDOVERS', true, null), (6, 'UNPLANNED_HANDOVERS', true, null),
  (7, 'SUPERVISOR_CHANGES', true, null), (8, 'KEY_WORKER_CHANGES', false, null), (9, 'BROKEN_OFF', false, null)
) m (place, measure, counted, value)
where not exists (select 1 from span s where s.case_id = c.id)
"""

AGREEMENT = """
select c.id::text || '/' || m.measure as id, c.id as case_id, null::bigint as span_id, true as counts,
  'AGREEMENT_OF_RECORDS' as subject, m.measure, m.place, {STATE} as state, m.value::integer as value
from offender_case c
cross join lateral (
  select count(*) filter (where f.agreement <> 'ONLY_ONE') as both,
    count(*) filter (where f.agreement = 'DIFFER') as differing,
    count(*) filter (where f.agreement = 'ONLY_ONE') as one
  from case_fact f where f.case_id = c.id
) f
cross join lateral (values
  (10, 'HELD_BY_BOTH', true, f.both), (11, 'DIFFERING', true, f.differing), (12, 'HELD_BY_ONE', true, f.one),
  (13, 'SHARE_ALIKE', true, (f.both - f.differing) * 100 / nullif(f.both, 0))
) m (place, measure, counted, value)
"""

# Nobody counts these yet: contacts, reviews, appointments and recognition are not recorded.
NOT_COUNTED = """
select c.id::text || '/' || m.measure as id, c.id as case_id, null::bigint as span_id, true as counts,
  m.subject, m.measure, m.place, 'NOT_YET_KNOWN' as state, null::integer as value
from offender_case c
cross join (values
  (14, 'CONSISTENCY', 'CONTRADICTORY_DIRECTIONS'), (15, 'CONSISTENCY', 'CLASHING_APPOINTMENTS'),
  (16, 'CONSISTENCY', 'LIKE_FAILURES_ANSWERED_UNLIKE'), (17, 'COMMITMENT', 'SHARE_OF_CONTACTS_HELD'),
  (18, 'COMMITMENT', 'SHARE_OF_REVIEWS_HELD'), (19, 'CONSOLIDATION', 'RECOGNISED'), (20, 'CONSOLIDATION', 'ACHIEVED'),
  (21, 'CONSOLIDATION', 'BUILT_ON')
) m (place, subject, measure)
"""

PARTS = (CONTINUITY, WITHOUT_A_SPAN, AGREEMENT, NOT_COUNTED)
INNER = {"{HELD}": HELD, "{STRETCHES}": STRETCHES, "{SUPERVISORS}": SUPERVISORS, "{STATE}": STATE}


def upgrade() -> None:
    view = "create view principle_figure as " + " union all ".join(PARTS)
    for name, inner in INNER.items():
        view = view.replace(name, inner)
    op.execute(view)


def downgrade() -> None:
    op.execute("drop view principle_figure")

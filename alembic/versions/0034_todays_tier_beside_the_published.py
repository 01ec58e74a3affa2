"""today's tier as computed beside the one that is published"""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

# How the two stand is the rule of hub/domain/tier/published.py `compare`; a test holds the view against it. Of the
# published tiers the newest counts whose detail has come. Tiers are letters, the highest first.
COMPARISON = """
case
  when p.id is null then 'NOT_PUBLISHED'
  when p.value is null or p.version is null then 'AWAITING_DETAIL'
  when p.version <> 3 then 'OTHER_VERSION'
  when a->>'outcome' is null then 'NOT_COMPUTED'
  when p.value <> a->>'outcome' then
    case when p.value !~ '^[A-G]$' or a->>'outcome' !~ '^[A-G]$' then 'DIFFERENT_WORDS'
      when p.value < (a->>'outcome') collate "C" then 'PUBLISHED_HIGHER' else 'PUBLISHED_LOWER' end
  when p.provisional <> (a->'facts'->>'provisional')::boolean then 'SAME_BUT_FOR_PROVISIONAL'
  else 'SAME'
end
"""
COLUMNS = """
create view case_today_tier as
select c.id::text as id, c.id as case_id, a->>'outcome' as tier, (a->'facts'->>'provisional')::boolean as provisional,
  a->'facts' as facts, a->>'reason' as reason, a->>'sentence' as sentence, (a->>'since')::timestamptz as since
"""
ANSWERED = """
from offender_case c cross join lateral (values (c.answers->'TODAY_TIER')) answer (a)
"""
NEWEST = """
left join lateral (
  select id, version, value, provisional from published_tier t where t.case_id = c.id
  order by t.value is not null and t.version is not null desc, t.calculated_at desc, t.version desc nulls last, t.id desc
  limit 1
) p on true
"""


def upgrade() -> None:
    op.execute("drop view case_today_tier")
    beside = f", {COMPARISON} as comparison, p.value as published, p.version as published_version"
    op.execute(COLUMNS + beside + ANSWERED + NEWEST + " where a is not null")


def downgrade() -> None:
    op.execute("drop view case_today_tier")
    op.execute(COLUMNS + ANSWERED + " where a is not null")

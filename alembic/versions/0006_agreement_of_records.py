"""How each fact of a case stands between the services, where they differ, and which reading each word comes from.

The views write nothing: `case_fact` unfolds what was decided, `fact_source` sets beside each word of a record the reading
that it came with.
"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CASE_FACT = """
create view case_fact as
select c.id::text || '/' || f.key as id, c.id as case_id, f.key as fact, f.value->>'value' as value, f.value->>'by' as shown_by, f.value->>'rule' as rule,
  case f.value->>'agreed' when 'true' then 'AGREE' when 'false' then 'DIFFER' else 'ONLY_ONE' end as agreement
from offender_case c cross join lateral jsonb_each(c.facts) f
"""

FACT_SOURCE = """
create view fact_source as
select concat_ws('/', w.source_record_id, w.fact, w.value) as id, w.case_id,
  w.case_id::text || '/' || w.fact as case_fact_id, w.source_record_id, w.fact, w.value,
  w.service, w.source_time, w.time_assumed, w.source_version::text as source_version, w.received_at
from (
  select p.case_id, p.source_record_id, r.service, said.fact, said.value,
    p.source_time, v.time_assumed, v.source_version, v.received_at
  from person_record p
  join source_record r on r.id = p.source_record_id
  cross join lateral (values
    ('NAME', nullif(concat_ws(' ', p.forename, p.surname), '')),
    ('DATE_OF_BIRTH', p.date_of_birth::text),
    ('GENDER', p.gender)) said (fact, value)
  left join source_version v on v.source_record_id = r.id and v.source_time = p.source_time
    and v.topic in ('custody.prisoner.snapshot.v1', 'community.offender.snapshot.v1')
union all
  select u.case_id, u.source_record_id, r.service, said.fact, said.value,
    u.source_time, u.time_assumed, v.source_version, v.received_at
  from custody_record u
  join source_record r on r.id = u.source_record_id
  cross join lateral (values
    ('WHEREABOUTS', u.state),
    ('PRISON', coalesce(u.prison_name, u.prison_code)),
    ('LEGAL_STATUS', u.legal_status)) said (fact, value)
  left join source_version v on v.source_record_id = r.id and v.source_time = u.source_time
    and v.topic = 'custody.prisoner.snapshot.v1'
  where u.current
union all
  select s.case_id, s.source_record_id, s.service, said.fact, said.value,
    s.source_time, v.time_assumed, v.source_version, v.received_at
  from sentence s
  left join custody_record u on u.source_record_id = s.source_record_id
  cross join lateral (values
    ('SENTENCE_IMPOSED_ON', s.imposed_on::text),
    ('RELEASE_ON', s.release_on::text),
    ('SENTENCE_EXPIRES_ON', s.expires_on::text),
    ('LICENCE_EXPIRES_ON', s.licence_expires_on::text)) said (fact, value)
  left join lateral (
    select v.time_assumed, v.source_version, v.received_at from source_version v
    where v.source_record_id = s.source_record_id and v.source_time = s.source_time
    order by v.received_at desc, v.topic limit 1) v on true
  where (u.current and s.source_reference = 'booking ' || u.booking_id)
    or (s.service = 'COMMUNITY' and s.custodial and s.active)
union all
  select m.case_id, m.source_record_id, r.service, said.fact, said.value,
    m.source_time, m.time_assumed, v.source_version, v.received_at
  from supervision_record m
  join source_record r on r.id = m.source_record_id
  join offender_case c on c.id = m.case_id
  left join staff t on t.id = m.staff_id
  cross join lateral (values
    ('OFFENDER_MANAGER', t.code),
    ('WHEREABOUTS', c.facts->'WHEREABOUTS'->>'community')) said (fact, value)
  left join source_version v on v.source_record_id = r.id and v.topic = 'community.supervision.snapshot.v1'
union all
  select i.case_id, i.source_record_id, r.service, i.kind, i.value,
    v.source_time, v.time_assumed, v.source_version, i.seen_at
  from identifier i
  join source_record r on r.id = i.source_record_id
  left join lateral (
    select h.source_time, h.time_assumed, h.source_version from reading h
    where h.source_record_id = r.id
      and h.said->'identifiers' @> jsonb_build_array(jsonb_build_object('kind', i.kind, 'raw', i.raw))
    order by h.source_time desc, h.id desc limit 1) v on true
  where i.valid and i.kind in ('PRISON_NUMBER', 'CRN', 'PNC', 'CRO')
union all
  select distinct l.case_id, l.source_record_id, r.service, 'ACCESS_LIMITS', l.kind,
    v.source_time, v.time_assumed, v.source_version, v.received_at
  from access_limit l
  join source_record r on r.id = l.source_record_id
  left join source_version v on v.source_record_id = r.id
    and v.topic = 'community.offender.snapshot.v1' || case l.told_by when 'LIST' then '#access-limits' else '' end
) w
where w.value is not null
"""

FEED = """
create view feed as
select t.topic, t.service, t.records, t.times_assumed, t.newest_source_time, t.newest_received_at,
  greatest(0, extract(epoch from t.newest_received_at - t.newest_source_time))::int as lag_seconds
from (
  select split_part(v.topic, '#', 1) as topic, upper(split_part(v.topic, '.', 1)) as service,
    count(distinct v.source_record_id)::int as records, (count(*) filter (where v.time_assumed))::int as times_assumed,
    max(v.source_time) as newest_source_time, max(v.received_at) as newest_received_at
  from source_version v group by 1, 2
) t
"""


def upgrade() -> None:
    op.add_column(
        "offender_case",
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.create_table(
        "disagreement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column(
            "case_fact_id", sa.Text(), sa.Computed("case_id::text || '/' || fact", persisted=True), nullable=True
        ),
        sa.Column("custody_value", sa.Text(), nullable=False),
        sa.Column("community_value", sa.Text(), nullable=False),
        sa.Column("shown_by", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"fact in ({_listed(FACTS)})", name=op.f("ck_disagreement_fact_known")),
        sa.CheckConstraint(f"rule in ({_listed(RULES)})", name=op.f("ck_disagreement_rule_known")),
        sa.CheckConstraint("shown_by in ('CUSTODY', 'COMMUNITY')", name=op.f("ck_disagreement_shown_by_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_disagreement_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disagreement")),
        sa.UniqueConstraint("case_id", "fact", name=op.f("uq_disagreement_case_id_fact")),
    )
    op.create_index(op.f("ix_disagreement_since"), "disagreement", ["since", "id"], unique=False)
    op.execute(CASE_FACT)
    op.execute(FACT_SOURCE)
    op.execute(FEED)


def downgrade() -> None:
    op.execute("drop view feed")
    op.execute("drop view fact_source")
    op.execute("drop view case_fact")
    op.drop_table("disagreement")
    op.drop_column("offender_case", "facts")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


FACTS = (
    *("NAME", "DATE_OF_BIRTH", "GENDER", "PRISON_NUMBER", "CRN", "PNC", "CRO", "WHEREABOUTS", "PRISON"),
    *("LEGAL_STATUS", "SENTENCE_IMPOSED_ON", "RELEASE_ON", "SENTENCE_EXPIRES_ON", "LICENCE_EXPIRES_ON"),
    *("OFFENDER_MANAGER", "ACCESS_LIMITS"),
)
RULES = (
    *("ONLY_ONE_HOLDS_IT", "WHO_HAS_THE_PERSON", "WHO_GIVES_THE_NUMBER", "PRISON_KNOWS_WHERE"),
    *("PRISON_CALCULATES_DATES", "COMMUNITY_MANAGES"),
)

"""The shared case as it stands, as one document for each case: what goes out on the compacted topic."""

from collections.abc import Collection

from sqlalchemy import text as sql

from hub.store.transaction import Transaction

# Null for a case that merged away or was erased: then nothing is left of it under its number.
STATEMENT = sql("""
select c.id, case when c.merged_into is null and c.erased_at is null then jsonb_build_object(
  'version', 1, 'caseId', c.id::text, 'caseVersion', c.version, 'sequence', c.sequence, 'changedAt', c.updated_at,
  'personReference', jsonb_build_object('identifiers', (
    select coalesce(jsonb_agg(distinct jsonb_build_object(
      'type', case i.kind when 'PRISON_NUMBER' then 'NOMS' else i.kind end, 'value', i.value)), '[]')
    from identifier i where i.case_id = c.id and i.valid and i.kind in ('PRISON_NUMBER', 'CRN'))),
  'identity', jsonb_build_object('state', c.cluster_state, 'reason', c.cluster_reason),
  'awaitingSnapshot', c.awaiting_snapshot, 'limited', c.limited,
  'phase', c.phase, 'phaseFlags', c.phase_flags, 'prison', c.prison_code, 'team', c.om_team_code,
  'offenderManager', (
    select jsonb_build_object('staffCode', s.code, 'allocated', h.staff_id is not null, 'since', lower(h.during),
      'sinceAssumed', h.start_assumed, 'dueAt', h.due_at)
    from offender_manager_holder h left join staff s on s.id = h.staff_id where h.case_id = c.id and h.current),
  'offenderSupervisor', (
    select jsonb_build_object('staffCode', s.code, 'since', lower(o.during))
    from offender_supervisor_allocation o join staff s on s.id = o.staff_id where o.case_id = c.id and o.current),
  'publishedTier', (
    select jsonb_build_object('version', t.version, 'value', t.value, 'calculatedAt', t.calculated_at)
    from published_tier t where t.case_id = c.id and t.value is not null
    order by t.calculated_at desc, t.version desc, t.id desc limit 1),
  'plan', (
    select jsonb_build_object('planId', p.id::text, 'version', p.version,
      'objectives', (select count(*) from objective o where o.plan_id = p.id and o.status = 'ACTIVE'),
      'achieved', (select count(*) from objective o where o.plan_id = p.id and o.status = 'ACHIEVED'),
      'interventions', (select count(*) from intervention n where n.plan_id = p.id))
    from sentence_plan p where p.case_id = c.id and p.status = 'ACTIVE' order by p.created_at desc, p.id desc limit 1)
)::text end as document
from offender_case c where c.id = any(:case_ids) order by c.id
""")


async def case_documents(tx: Transaction, case_ids: Collection[int]) -> dict[int, str | None]:
    """Each case as it stands, as JSON; None for one that has merged away or was erased."""
    if not case_ids:
        return {}
    rows = await tx.rows(STATEMENT, {"case_ids": sorted(case_ids)})
    return {row.id: row.document for row in rows}

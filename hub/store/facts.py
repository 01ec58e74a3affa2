"""Everything that the decisions about one case rest on, in one statement (hub/domain/case.py).

The database returns JSON in the shape of those classes, so that a case's whole standing costs one round trip.
"""

import msgspec
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.case import CaseFacts
from hub.store.transaction import Transaction

# Each object's names are the fields of the class that it becomes.
STATEMENT = sql("""
select jsonb_build_object(
  'id', c.id,
  'row', jsonb_build_object(
    'version', c.version, 'awaiting_snapshot', c.awaiting_snapshot, 'forename', c.forename, 'surname', c.surname,
    'date_of_birth', c.date_of_birth, 'name_source', c.name_source, 'phase', c.phase, 'phase_reason', c.phase_reason,
    'phase_flags', c.phase_flags, 'om_staff_id', c.om_staff_id, 'om_team_code', c.om_team_code,
    'os_staff_id', c.os_staff_id, 'prison_code', c.prison_code, 'limited', c.limited, 'merged_into', c.merged_into,
    'facts', c.facts),
  'records', (select coalesce(jsonb_agg(jsonb_build_object(
      'id', r.id, 'service', r.service, 'key', r.key, 'awaiting_snapshot', r.awaiting_snapshot, 'removed', r.removed,
      'person', (select jsonb_build_object(
          'forename', p.forename, 'middle_names', p.middle_names, 'surname', p.surname,
          'date_of_birth', p.date_of_birth, 'gender', p.gender)
        from person_record p where p.source_record_id = r.id),
      'custody', (select jsonb_build_object(
          'current', u.current, 'told', u.told, 'booking_id', u.booking_id, 'legal_status', u.legal_status,
          'recall', u.recall, 'release_on', u.release_on,
          'standing', jsonb_build_object(
            'state', u.state, 'at', u.source_time, 'time_assumed', u.time_assumed, 'status_text', u.status_text,
            'prison_code', u.prison_code, 'prison_name', u.prison_name, 'location', u.location,
            'movement_type', u.movement_type, 'movement_reason', u.movement_reason))
        from custody_record u where u.source_record_id = r.id),
      'movements', (select coalesce(jsonb_agg(jsonb_build_object(
          'direction', m.direction, 'kind', m.kind, 'agency', m.agency, 'reports', m.evidence) order by m.id), '[]')
        from movement m where m.source_record_id = r.id),
      'sentences', (select coalesce(jsonb_agg(jsonb_build_object(
          'id', s.id, 'span_id', s.span_id, 'given', jsonb_build_object(
            'reference', s.source_reference, 'service', s.service, 'description', s.description,
            'custodial', s.custodial, 'active', s.active, 'imposed_on', s.imposed_on, 'length', s.length,
            'length_unit', s.length_unit, 'offence', s.offence, 'release_on', s.release_on,
            'expires_on', s.expires_on, 'licence_expires_on', s.licence_expires_on,
            'supervision_expires_on', s.supervision_expires_on, 'terminated_on', s.terminated_on,
            'termination_assumed', s.termination_assumed)) order by s.source_reference), '[]')
        from sentence s where s.source_record_id = r.id),
      'supervision', (select jsonb_build_object(
          'names_manager', v.names_manager, 'staff_id', v.staff_id, 'team_code', v.team_code,
          'court_cases', v.court_cases, 'source_time', v.source_time,
          'manager', (select t.code from staff t where t.id = v.staff_id))
        from supervision_record v where v.source_record_id = r.id),
      'numbers', (select coalesce(jsonb_object_agg(n.kind, n.held), '{}') from (
          select i.kind, jsonb_agg(distinct i.value) as held from identifier i
          where i.source_record_id = r.id and i.valid group by i.kind) n)
    ) order by r.service, r.key), '[]') from source_record r where r.case_id = c.id),
  'spans', (select coalesce(jsonb_agg(jsonb_build_object(
      'id', n.id, 'start', lower(n.during), 'end', upper(n.during),
      'planned', exists (select from sentence_plan l where l.span_id = n.id)) order by n.during), '[]')
    from span n where n.case_id = c.id),
  'holders', (select coalesce(jsonb_agg(jsonb_build_object(
      'id', h.id, 'start', lower(h.during), 'end', upper(h.during), 'staff_id', h.staff_id, 'cause', h.cause,
      'start_assumed', h.start_assumed, 'due_at', h.due_at, 'flags', h.flags) order by h.during), '[]')
    from offender_manager_holder h where h.case_id = c.id),
  'supervisor', (select jsonb_build_object(
      'staff_id', o.staff_id, 'case_version', o.case_version, 'start', lower(o.during))
    from offender_supervisor_allocation o where o.case_id = c.id and o.current),
  'limits', (select count(*) from access_limit a where a.case_id = c.id)
) as facts
from offender_case c where c.id = :case_id
""").columns(facts=JSONB)


async def facts_of(tx: Transaction, case_id: int) -> CaseFacts:
    """The case's facts; call it after the case row was locked."""
    row = await tx.one(STATEMENT, {"case_id": case_id})
    return msgspec.convert(row.facts, CaseFacts)

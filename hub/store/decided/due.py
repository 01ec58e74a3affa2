"""Cases that a date changes: nothing has arrived for them, and yet what follows from their facts is another today.

So it is where a type of sentence was switched off or on: nobody has asked the cases with such sentences anew yet.

With them come cases that a stand-in holds as manager, should a record of staff and one of supervision that came in the
same moment have missed each other.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.domain.grade import Grade
from hub.domain.phase import Phase
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class Due:
    """A case to decide anew, the rule whose date has come, and the service whose record gave the date."""

    case_id: int
    rule: str
    service: Service


# `ask_again_on` is the first day on which time alone may change an answer or the phase (hub/domain/consequences.py).
STATEMENT = sql("""
select distinct on (case_id) case_id, rule, service from (
  select c.id as case_id, 'AnswerMayChange' as rule,
    case when c.phase in ('CUSTODY', 'PRE_RELEASE') then 'CUSTODY' else 'COMMUNITY' end as service
    from offender_case c where c.ask_again_on <= :today and c.merged_into is null
  union all
  select s.case_id, 'SentenceTypeSwitched', s.service
    from sentence_type_switch w join sentence s on s.service = w.service
      and w.type_key in (upper(btrim(s.type_code)), upper(btrim(s.description)))
    join offender_case c on c.id = s.case_id
    where w.asked_at is null and s.active and c.merged_into is null
  union all
  select s.case_id, 'SentenceExpired', s.service
    from sentence s
    where s.service = 'CUSTODY' and s.active
      and greatest(s.expires_on, s.licence_expires_on, s.supervision_expires_on) < :today
  union all
  select c.id, 'SentenceEnded', 'COMMUNITY'
    from offender_case c join sentence s on s.case_id = c.id
    where c.phase = :community and s.service = 'COMMUNITY' and s.active and s.terminated_on < :today
  union all
  select p.case_id, 'SpanOver', 'COMMUNITY'
    from sentence_plan p join span n on n.id = p.span_id
    where p.status = 'ACTIVE' and upper(n.during) <= :now
  union all
  select h.case_id, 'HandoverLate', case h.kind when 'SUPERVISOR' then 'CUSTODY' else 'COMMUNITY' end
    from handover h join offender_case c on c.id = h.case_id
    where h.late is null and h.late_from <= :now and c.merged_into is null
  union all
  select c.id, 'ManagerIsNobody', 'COMMUNITY'
    from offender_case c join staff m on m.id = c.om_staff_id
    where m.grade = :nobody
) due
where case_id > :after
order by case_id, rule
limit :limit
""")


async def due_cases(tx: Transaction, today: date, *, after: int, limit: int) -> list[Due]:
    """The next cases of which a date has come, in the order of their ids, after that id."""
    parameters = {
        "community": Phase.COMMUNITY,
        "today": today,
        "nobody": Grade.NOBODY,
        "now": tx.now,
        "after": after,
        "limit": limit,
    }
    return [Due(row.case_id, row.rule, Service(row.service)) for row in await tx.rows(STATEMENT, parameters)]

"""Cases that a date changes: nothing has arrived for them, and yet what follows from their facts is another today.

With them come cases that a stand-in holds as manager, should a record of staff and one of supervision that came in the
same moment have missed each other.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.domain.grade import Grade
from hub.domain.phase import PRE_RELEASE_DAYS, PRE_RELEASE_MONTHS, Phase
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class Due:
    """A case to decide anew, the rule whose date has come, and the service whose record gave the date."""

    case_id: int
    rule: str
    service: Service


# Months are subtracted before days and clamp to the month's end, as in hub/domain/days.py `before`.
STATEMENT = sql("""
select distinct on (case_id) case_id, rule, service from (
  select c.id as case_id, 'PreReleaseBegins' as rule, 'CUSTODY' as service
    from offender_case c join custody_record r on r.case_id = c.id and r.current
    left join reported_handover h on h.source_record_id = r.source_record_id
    where c.phase = :custody and :today >= coalesce(
      h.starts_on, (r.release_on - make_interval(months => :months) - make_interval(days => :days))::date)
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
        "custody": Phase.CUSTODY,
        "community": Phase.COMMUNITY,
        "months": PRE_RELEASE_MONTHS,
        "days": PRE_RELEASE_DAYS,
        "today": today,
        "nobody": Grade.NOBODY,
        "now": tx.now,
        "after": after,
        "limit": limit,
    }
    return [Due(row.case_id, row.rule, Service(row.service)) for row in await tx.rows(STATEMENT, parameters)]

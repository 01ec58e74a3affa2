"""Who works with most cases: the members of staff that are worth trying the hub as."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class Workload:
    """One member of staff and their cases: held as Offender Manager or Supervisor, and reached by team or prison."""

    service: Service
    code: str
    name: str
    place: str | None
    email: str | None
    held: int
    reached: int


_BUSIEST = sql(
    """
    with held as (
        select staff_id, count(*) as cases
        from (select om_staff_id as staff_id from offender_case
              union all
              select os_staff_id from offender_case) as holder
        where staff_id is not null
        group by staff_id
    ), reached as (
        select om_team_code as place, 'COMMUNITY' as service, count(*) as cases from offender_case group by 1
        union all
        select prison_code, 'CUSTODY', count(*) from offender_case group by 1
    )
    select member.code, concat_ws(' ', member.forename, member.surname) as name, member.email,
           coalesce(member.team_name, member.establishment_code) as place,
           coalesce(held.cases, 0) as held, coalesce(reached.cases, 0) as reached
    from staff as member
    left join held on held.staff_id = member.id
    left join reached on reached.service = member.service and reached.place =
        case member.service when 'COMMUNITY' then member.team_code else member.establishment_code end
    where member.service = :service
    order by held desc, reached desc, member.code
    limit :most
    """
)


async def busiest(tx: Transaction, service: Service, most: int = 100) -> Sequence[Workload]:
    """Members of staff of the service, those who hold most cases first, then those who reach most."""
    rows = await tx.rows(_BUSIEST, {"service": service, "most": most})
    return [Workload(service, row.code, row.name, row.place, row.email, row.held, row.reached) for row in rows]

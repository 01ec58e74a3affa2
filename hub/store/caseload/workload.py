"""The members of staff that are worth trying the hub as: the demo's own, then those who work with most cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text as sql

from hub.domain.access import Role, Service
from hub.store.transaction import Transaction

# The demo's staff by the role that each has there: whoever has come since, these stay those whom one can be.
DEMO_STAFF: dict[Role, tuple[str, ...]] = {
    Role.OFFENDER_MANAGER: ("Z01T011", "Z01T012", "Z01T021", "Z01T022", "Z01T031"),
    Role.OFFENDER_SUPERVISOR: ("ZLEI1", "ZLEI2", "ZMDI1", "ZMDI2", "ZSTI1", "ZSTI2"),
    Role.CASE_ADMINISTRATOR: ("Z01T018",),
    Role.TEAM_MANAGER: ("Z01T019", "Z01T016", "Z01T017"),
}


@dataclass(frozen=True)
class Workload:
    """One member of staff and their cases: held as Offender Manager or Supervisor, and reached by team or prison.

    `both_sides`: they have a team and a prison, so they see a prisoner there beside somebody of the team.
    """

    service: Service
    code: str
    name: str
    place: str | None
    email: str | None
    held: int
    reached: int
    both_sides: bool = False


_TO_TRY_AS = sql(
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
           nullif(concat_ws(' and ', member.team_name, member.establishment_code), '') as place,
           member.team_code is not null and member.establishment_code is not null as both_sides,
           coalesce(held.cases, 0) as held, coalesce(reached.cases, 0) as reached
    from staff as member
    left join held on held.staff_id = member.id
    left join reached on reached.service = member.service and reached.place =
        case member.service when 'COMMUNITY' then member.team_code else member.establishment_code end
    where member.service = :service
    order by member.code = any(:demo) desc, held desc, reached desc, member.code
    limit :most
    """
)


async def to_try_as(tx: Transaction, service: Service, most: int = 100) -> Sequence[Workload]:
    """Members of staff of the service: the demo's first; those who hold most cases, then those who reach most."""
    demo = [code for codes in DEMO_STAFF.values() for code in codes]
    rows = await tx.rows(_TO_TRY_AS, {"service": service, "demo": demo, "most": most})
    return [
        Workload(service, row.code, row.name, row.place, row.email, row.held, row.reached, row.both_sides)
        for row in rows
    ]

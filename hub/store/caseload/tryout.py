"""A plan worth trying the hub with: a step that is not done yet, in a case of the first Offender Supervisor to try as.

Of those cases the first that the first Offender Manager to try as holds, so that both can be tried on the same one.
"""

from dataclasses import dataclass

from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.store.caseload.workload import to_try_as
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class Tryout:
    """A step, its version, and its case."""

    case_id: int
    step_id: int
    step_version: int


_OPEN_STEP = sql(
    """
    select step.case_id, step.id, step.version
    from step
    join offender_case on offender_case.id = step.case_id and not offender_case.limited
    join staff on staff.id = offender_case.os_staff_id and staff.service = :service and staff.code = :code
    join sentence_plan on sentence_plan.id = step.plan_id and sentence_plan.status = 'ACTIVE'
    left join staff as manager on manager.id = offender_case.om_staff_id
    left join intervention on intervention.id = step.intervention_id
    where step.status = 'NOT_STARTED' and coalesce(intervention.status, 'PLANNED') in ('PLANNED', 'IN_PROGRESS')
    order by manager.code is distinct from :manager, offender_case.sort_name, step.id
    limit 1
    """
)


async def something_to_try(tx: Transaction) -> Tryout | None:
    """Such a step; None where no plan has one."""
    managers = await to_try_as(tx, Service.COMMUNITY, 1)
    for supervisor in await to_try_as(tx, Service.CUSTODY, 1):
        wanted = {"service": Service.CUSTODY, "code": supervisor.code}
        row = await tx.one(_OPEN_STEP, {**wanted, "manager": managers[0].code if managers else None})
        return Tryout(row.case_id, row.id, row.version) if row else None
    return None

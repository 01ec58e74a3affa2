"""A plan worth trying the hub with: a step that is not done yet, in a case of the busiest Offender Supervisor."""

from dataclasses import dataclass

from sqlalchemy import text as sql

from hub.store.transaction import Transaction


@dataclass(frozen=True)
class Tryout:
    """A step, its version, and its case."""

    case_id: int
    step_id: int
    step_version: int


_OPEN_STEP = sql(
    """
    with busiest as (
        select os_staff_id from offender_case where os_staff_id is not null
        group by os_staff_id order by count(*) desc, os_staff_id limit 1
    )
    select step.case_id, step.id, step.version
    from step
    join offender_case on offender_case.id = step.case_id and offender_case.os_staff_id = (select os_staff_id from busiest)
    join sentence_plan on sentence_plan.id = step.plan_id and sentence_plan.status = 'ACTIVE'
    left join intervention on intervention.id = step.intervention_id
    where step.status = 'NOT_STARTED' and not offender_case.limited
      and coalesce(intervention.status, 'PLANNED') in ('PLANNED', 'IN_PROGRESS')
    order by offender_case.sort_name, step.id
    limit 1
    """
)


async def something_to_try(tx: Transaction) -> Tryout | None:
    """Such a step; None where no plan has one."""
    row = await tx.one(_OPEN_STEP)
    return Tryout(row.case_id, row.id, row.version) if row else None

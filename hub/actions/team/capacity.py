"""What staff can take on, and what they hold: read for those who allocate. Nothing is changed, no case is shown."""

from dataclasses import dataclass
from datetime import datetime

from hub.domain.access import Actor
from hub.domain.allocation.capacity import Capacity, PointTable, capacity, case_points
from hub.domain.days import london_day
from hub.domain.grade import Grade
from hub.domain.staffing import hours_on, reduced_on
from hub.settings import Settings
from hub.store.caseload.capacity import Worker, held_by, workers
from hub.store.database import Database
from hub.store.team import staffing
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class StaffCapacity:
    """The capacity of a member of staff, by our key."""

    staff_id: int
    capacity: Capacity


def point_table(settings: Settings) -> PointTable:
    """The table of points as the settings give it."""
    grades = {Grade(name): points for name, points in settings.grade_points.items()}
    return PointTable(case_points(settings.case_points), grades, settings.full_time_hours)


async def capacities(
    database: Database,
    actor: Actor,
    points: PointTable,
    *,
    team: bool,
    establishment: bool,
    only: int | None,
    now: datetime,
) -> list[StaffCapacity]:
    """The capacity of the actor and, as asked for, of their team or prison; of these `only` that one, if given."""
    async with database.transaction(now) as tx:
        found = await workers(tx, actor, team=team, establishment=establishment, only=only)
        return await capacities_of(tx, found, points)


async def capacities_of(tx: Transaction, found: list[Worker], points: PointTable) -> list[StaffCapacity]:
    """The capacity of each as it is today, in the same order."""
    ids = [one.id for one in found]
    today = london_day(tx.now)
    hours, reductions = await staffing.hours_of(tx, ids), await staffing.reductions_of(tx, ids)
    held = await held_by(tx, ids)
    return [
        StaffCapacity(
            one.id,
            capacity(
                one.grade,
                hours_on(today, hours[one.id]),
                reduced_on(today, reductions[one.id]),
                held[one.id],
                points,
            ),
        )
        for one in found
    ]

"""The members of staff whose capacity somebody may see, and what each holds, counted by tier and phase."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, false, or_, select
from sqlalchemy import text as sql

from hub.domain.access import Actor
from hub.domain.days import london_day
from hub.domain.grade import Grade
from hub.domain.phase import Phase
from hub.domain.tier import Tier
from hub.store.team.team import staff
from hub.store.transaction import Transaction

Counts = dict[tuple[Tier | None, Phase | None], int]


@dataclass(frozen=True)
class Worker:
    """A member of staff by our key, and their grade."""

    id: int
    grade: Grade | None


# The cases of somebody under either of their codes, each once, though they may be its manager and its supervisor.
# Who holds a case whose sentences have all ended has no work with it.
_HELD = sql(
    """
    with who as (
      select s.id, array_remove(array[s.id, l.other_id], null) as codes
      from unnest(cast(:staff as bigint[])) s (id)
      left join same_staff l on l.staff_id = s.id and l.current
    )
    select who.id, held.tier, held.phase, count(*) as cases
    from who cross join lateral (
      select id, tier, phase from offender_case where om_staff_id = any(who.codes)
      union
      select id, tier, phase from offender_case where os_staff_id = any(who.codes)
    ) held
    where held.phase is distinct from 'TERMINATED'
    group by 1, 2, 3
    """
)


async def workers(tx: Transaction, actor: Actor, *, team: bool, establishment: bool, only: int | None) -> list[Worker]:
    """The actor and, as asked for, who serves in the actor's team or prison; of these `only` that one, if given."""
    mine = [staff.c.id == actor.staff_id if actor.staff_id is not None else false()]
    if team and actor.team_code is not None:
        mine.append(staff.c.team_code == actor.team_code)
    if establishment and actor.establishment_code is not None:
        mine.append(staff.c.establishment_code == actor.establishment_code)
    serving = or_(staff.c.active_to.is_(None), staff.c.active_to >= london_day(tx.now))
    somebody = or_(staff.c.grade.is_(None), staff.c.grade != Grade.NOBODY)
    wanted = and_(or_(*mine), serving, somebody)
    if only is not None:
        wanted = and_(wanted, staff.c.id == only)
    statement = select(staff.c.id, staff.c.grade).where(wanted).order_by(staff.c.surname, staff.c.id)
    rows = await tx.rows(statement)
    return [Worker(row.id, Grade(row.grade) if row.grade else None) for row in rows]


async def held_by(tx: Transaction, staff_ids: Collection[int]) -> dict[int, Counts]:
    """How many cases each holds, by tier and phase."""
    found: dict[int, Counts] = {one: {} for one in staff_ids}
    for row in await tx.rows(_HELD, {"staff": list(found)}):
        key = (Tier(row.tier) if row.tier else None, Phase(row.phase) if row.phase else None)
        found[row.id][key] = row.cases
    return found

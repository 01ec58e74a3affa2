"""What decides which cases a member of staff reaches, besides their own.

Their team, their prison, whom they cover for, and the cases to which they contribute by a decision.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from hub.domain.access import Service
from hub.store.team.contribution import contributed_to
from hub.store.team.cover import stood_in_for
from hub.store.team.team import staff
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class StaffReach:
    """One member of staff: our key, their community team, their prison.

    `covers`: for whom they stand in that day; `contributes_to`: the cases to which they contribute.
    """

    staff_id: int
    team_code: str | None
    establishment_code: str | None
    covers: frozenset[int] = frozenset()
    contributes_to: frozenset[int] = frozenset()


async def reach_of(tx: Transaction, service: Service, code: str, today: date) -> StaffReach | None:
    """The reach of a member of staff; None for a code that the hub does not know, or somebody who has left."""
    columns = (staff.c.id, staff.c.team_code, staff.c.establishment_code)
    still_there = or_(staff.c.active_to.is_(None), staff.c.active_to >= today)
    row = await tx.one(select(*columns).where(staff.c.service == service, staff.c.code == code, still_there))
    if row is None:
        return None
    covers, contributes = await stood_in_for(tx, row.id, today), await contributed_to(tx, row.id)
    return StaffReach(row.id, row.team_code, row.establishment_code, covers, contributes)

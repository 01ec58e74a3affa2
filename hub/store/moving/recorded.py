"""What people record of a case by hand goes where the case goes, and goes for good with the service that recorded it.

So does what the rules answered before, which is nobody's record.

None of these tables has a rule of its own about which rows stand beside which, so that all rows of a case move freely.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Table, and_, delete, update

from hub.domain.access import Service
from hub.store.decided.answers import past_answer
from hub.store.lead.contact_request import contact_request
from hub.store.lead.icm import icm_conference, icm_core_screen, icm_participation
from hub.store.lead.notice import offender_notice
from hub.store.team.contribution import contribution
from hub.store.transaction import Transaction

RECORDED: tuple[Table, ...] = (
    *(contact_request, contribution, offender_notice),
    *(icm_core_screen, icm_participation, icm_conference),
)
MOVING: tuple[Table, ...] = (*RECORDED, past_answer)


async def move(tx: Transaction, from_case: int, to_case: int) -> dict[str, list[int]]:
    """Bring what was recorded to a case; the keys of what moved, by table."""
    moved = {}
    for table in MOVING:
        going = update(table).where(table.c.case_id == from_case).values(case_id=to_case)
        moved[table.name] = [row.id for row in (await tx.execute(going.returning(table.c.id))).all()]
    return moved


async def bring_back(tx: Transaction, moved: Mapping[str, Sequence[int]], from_case: int, to_case: int) -> None:
    """Bring back what came; what was recorded since stays."""
    for table in MOVING:
        came = and_(table.c.id.in_(list(moved.get(table.name, ()))), table.c.case_id == from_case)
        await tx.execute(update(table).where(came).values(case_id=to_case))


async def erase(tx: Transaction, case_id: int, service: Service) -> None:
    """Erase what people of that service recorded; the other's stays."""
    for table in RECORDED:
        await tx.execute(delete(table).where(table.c.case_id == case_id, table.c.service == service))

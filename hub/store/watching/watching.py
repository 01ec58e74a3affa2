"""What somebody watches without naming a case: the cases of a caseload, and the handovers that are due in it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, Select, and_, bindparam, select

from hub.domain.access import Actor
from hub.domain.days import london_day
from hub.domain.handover.lateness import Lateness
from hub.store.case import offender_case
from hub.store.handover.handover import handover
from hub.store.reach.conditions import CONDITIONS
from hub.store.reach.visibility import viewer, visible
from hub.store.transaction import Transaction

# Case number -> its count of events and its version: either grows with whatever changes of the case.
Seen = dict[int, tuple[int, int]]


@dataclass(frozen=True)
class DueHandover:
    """A handover whose day has come, or that is escalated."""

    case_id: int
    due_on: date
    late: Lateness | None


async def caseload(tx: Transaction, actor: Actor, condition: str) -> Seen:
    """The cases of a named scope (hub/store/reach/conditions.py) that exist for the actor."""
    case = offender_case.c
    query = select(case.id, case.sequence, case.version).where(CONDITIONS[condition](offender_case))
    rows = await tx.rows(query.where(visible(offender_case)), viewer(actor))
    return {row.id: (int(row.sequence), int(row.version)) for row in rows}


async def due_handovers(tx: Transaction, actor: Actor, condition: str) -> dict[int, DueHandover]:
    """The handovers that are due or late in the cases of a named scope, by their number."""
    given = {"today": london_day(tx.now), **viewer(actor)}
    return {
        row.id: DueHandover(row.case_id, row.due_on, Lateness(row.late) if row.late else None)
        for row in await tx.rows(_due(condition), given)
    }


def _due(condition: str) -> Select[tuple[int, int, date, str | None]]:
    """Those that wait for somebody, and whose day is not ahead."""
    waiting = and_(~CONDITIONS["ended_handovers"](handover), handover.c.due_on <= bindparam("today", type_=Date))
    reached = handover.join(offender_case, offender_case.c.id == handover.c.case_id)
    columns = select(handover.c.id, handover.c.case_id, handover.c.due_on, handover.c.late).select_from(reached)
    return columns.where(waiting, CONDITIONS[condition](offender_case), visible(offender_case))

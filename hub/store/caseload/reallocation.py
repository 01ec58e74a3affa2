"""The cases that somebody holds as Offender Manager, for giving many of them to others."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from hub.domain.access import Actor
from hub.domain.tier import Tier
from hub.store.case import offender_case
from hub.store.reach.visibility import viewer, visible
from hub.store.transaction import Transaction


class CaseHeld(NamedTuple):
    """A case with its version and its tier."""

    case_id: int
    version: int
    tier: Tier | None


async def cases_held(
    tx: Transaction, actor: Actor, staff_id: int, only: Sequence[int] | None, *, most: int
) -> list[CaseHeld]:
    """The cases that the member of staff holds and the actor sees, or those of them that are named; at most so many."""
    case = offender_case.c
    query = select(case.id, case.version, case.tier).where(case.om_staff_id == staff_id, visible(offender_case))
    if only is not None:
        query = query.where(case.id.in_(list(only)))
    rows = await tx.rows(query.order_by(case.id).limit(most), viewer(actor))
    return [CaseHeld(row.id, row.version, Tier(row.tier) if row.tier else None) for row in rows]

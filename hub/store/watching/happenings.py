"""What happened to a case: its events as the outbox keeps them, for subscriptions that follow or resume."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select

from hub.domain.access import Actor
from hub.store.case import offender_case
from hub.store.messages.outbox import outbox
from hub.store.plan.plan import sentence_plan
from hub.store.reach.visibility import viewer, visible
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class Happening:
    """One event of a case. `sequence` grows by one per case; `payload` is the event as published."""

    case_id: int
    sequence: int
    aggregatetype: str
    type: str
    occurred_at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """Which events of a case there are: the last one drawn (0: none yet), and the oldest that is still kept, if any."""

    last: int
    oldest: int | None

    def reaches_back_to(self, sequence: int) -> bool:
        """Whether every event after `sequence` is still kept; not so for a sequence that was never drawn."""
        if sequence >= self.last:
            return sequence == self.last
        return self.oldest is not None and self.oldest <= sequence + 1


_case = offender_case.c

_KEPT = select(
    _case.sequence, select(func.min(outbox.c.sequence)).where(outbox.c.case_id == _case.id).scalar_subquery()
).where(_case.id == bindparam("case_id"), visible(offender_case))

_SINCE = (
    select(outbox)
    .select_from(
        offender_case.outerjoin(outbox, and_(outbox.c.case_id == _case.id, outbox.c.sequence > bindparam("sequence")))
    )
    .where(_case.id == bindparam("case_id"), visible(offender_case))
    .order_by(outbox.c.sequence)
    .limit(bindparam("most"))
)

_CASE_OF_PLAN = (
    select(_case.id)
    .select_from(sentence_plan.join(offender_case, sentence_plan.c.case_id == _case.id))
    .where(sentence_plan.c.id == bindparam("plan_id"), visible(offender_case))
)


async def kept(tx: Transaction, actor: Actor, case_id: int) -> Kept | None:
    """Which events of the case are kept; None where the case does not exist for the actor."""
    row = await tx.one(_KEPT, {"case_id": case_id, **viewer(actor)})
    return Kept(row[0], row[1]) if row else None


async def since(tx: Transaction, actor: Actor, case_id: int, sequence: int, most: int) -> list[Happening] | None:
    """The case's events after the sequence, oldest first; None where the case does not exist for the actor now."""
    rows = await tx.rows(_SINCE, {"case_id": case_id, "sequence": sequence, "most": most, **viewer(actor)})
    if not rows:
        return None
    return [
        Happening(row.case_id, row.sequence, row.aggregatetype, row.type, row.occurred_at, json.loads(row.payload))
        for row in rows
        if row.sequence is not None
    ]


async def case_of_plan(tx: Transaction, actor: Actor, plan_id: int) -> int | None:
    """The case of a plan; None where the plan does not exist for the actor."""
    row = await tx.one(_CASE_OF_PLAN, {"plan_id": plan_id, **viewer(actor)})
    return int(row[0]) if row else None

"""Plans that go from one case to another with their person: their rows, and the spans that they hang on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, delete, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import Range

from hub.domain.plan import COUNTING, PlanNode, PlanStatus
from hub.domain.plan.nodes import NodeKey
from hub.domain.plan.together import Copied
from hub.store.base import VIEW
from hub.store.custody.sentence import sentence, span
from hub.store.plan.plan import sentence_plan
from hub.store.plan.plan_state import TABLES
from hub.store.tables import metadata
from hub.store.transaction import Transaction


@dataclass(frozen=True)
class HeldPlan:
    """A plan of a case, and the time of the span that it hangs on (`until` None: open)."""

    id: int
    status: PlanStatus
    beside_id: int | None
    span_id: int
    since: datetime
    until: datetime | None


def parts_of_plans() -> list[Table]:
    """Every table whose rows are of a plan, and go where it goes."""
    return [
        table
        for table in metadata.sorted_tables
        if "plan_id" in table.c and "case_id" in table.c and table.info != VIEW
    ]


async def plans_of(tx: Transaction, case_id: int) -> list[HeldPlan]:
    """The plans of a case, those that count first."""
    columns = (sentence_plan.c.id, sentence_plan.c.status, sentence_plan.c.beside_id, sentence_plan.c.span_id)
    times = (func.lower(span.c.during).label("since"), func.upper(span.c.during).label("until"))
    statement = select(*columns, *times).join(span, span.c.id == sentence_plan.c.span_id)
    rows = await tx.rows(statement.where(sentence_plan.c.case_id == case_id).order_by(sentence_plan.c.id))
    plans = [HeldPlan(r.id, PlanStatus(r.status), r.beside_id, r.span_id, r.since, r.until) for r in rows]
    return sorted(plans, key=lambda plan: (plan.status not in COUNTING, plan.id))


async def drop_unplanned_spans(tx: Transaction, case_ids: Sequence[int]) -> None:
    """Take away the spans that no plan hangs on: they follow again from the sentences."""
    bare = ~exists(select(sentence_plan.c.id).where(sentence_plan.c.span_id == span.c.id))
    mine = and_(span.c.case_id.in_(case_ids), bare)
    await tx.execute(update(sentence).where(sentence.c.span_id.in_(select(span.c.id).where(mine))).values(span_id=None))
    await tx.execute(delete(span).where(mine))


async def move_parts(tx: Transaction, plan_id: int, case_id: int) -> None:
    """Bring everything below a plan, its history too, to the case that the plan is on."""
    for table in parts_of_plans():
        await tx.execute(update(table).where(table.c.plan_id == plan_id).values(case_id=case_id))


async def move_span(tx: Transaction, span_id: int, case_id: int) -> None:
    """Bring a span to another case; its sentences find their span again when the case is decided anew."""
    await tx.execute(update(sentence).where(sentence.c.span_id == span_id).values(span_id=None))
    await tx.execute(update(span).where(span.c.id == span_id).values(case_id=case_id))


async def add_span(tx: Transaction, case_id: int, since: datetime, until: datetime | None) -> int:
    """A span for plans that come to a case; the id."""
    during: Range[Any] = Range(since, until, bounds="[)")
    values = {"case_id": case_id, "during": during, "created_at": tx.now}
    return int((await tx.execute(insert(span).values(values).returning(span.c.id))).scalar_one())


async def new_ids(tx: Transaction, nodes: Sequence[NodeKey]) -> dict[NodeKey, int]:
    """An id for the copy of each node."""
    found: dict[NodeKey, int] = {}
    for kind in PlanNode:
        keys = [key for key in nodes if key[0] is kind]
        draw = func.nextval(func.pg_get_serial_sequence(TABLES[kind].name, "id")).label("id")
        drawn = select(draw).select_from(func.generate_series(1, len(keys)).table_valued("n"))
        rows = await tx.rows(drawn) if keys else []
        found |= {key: row.id for key, row in zip(keys, rows, strict=True)}
    return found


async def note_origins(tx: Transaction, copied: Sequence[Copied]) -> None:
    """Keep of each copied node which node it was in the other plan."""
    for one in copied:
        kind, node_id = one.node
        table = TABLES[kind]
        await tx.execute(update(table).where(table.c.id == node_id).values(combined_from=one.came_from))

"""The history of a plan: what each change changed. Append-only, one line for each version of the plan."""

from collections.abc import Sequence

from sqlalchemy import select

from hub.domain.plan.nodes import NodeKey
from hub.domain.plan.versions import Touch, touched
from hub.store.plan.plan import plan_change
from hub.store.transaction import Transaction


async def touches_since(tx: Transaction, node: NodeKey, version: int) -> Sequence[Touch]:
    """Which fields changed in the node after that version of it."""
    kind, node_id = node
    line = plan_change.c
    statement = select(line.node_version, line.before, line.after).where(
        line.node == kind, line.node_id == node_id, line.node_version > version
    )
    return [touched(row.node_version, row.before, row.after) for row in await tx.rows(statement)]

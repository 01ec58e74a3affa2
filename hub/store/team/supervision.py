"""The chain of a case's Offender Supervisors; the table stands in team.py."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range

from hub.domain.supervision import Supervision
from hub.store.team.team import offender_supervisor_allocation
from hub.store.transaction import Transaction

allocation = offender_supervisor_allocation


async def allocations(tx: Transaction, case_id: int) -> list[Supervision]:
    """The allocations as they stand, the oldest first."""
    rows = await tx.rows(select(allocation).where(allocation.c.case_id == case_id).order_by(allocation.c.during))
    return [
        Supervision(row.staff_id, row.during.lower, row.during.upper, row.start_assumed, row.told, row.id)
        for row in rows
    ]


async def save_chain(
    tx: Transaction,
    case_id: int,
    held: Sequence[Supervision],
    links: Sequence[Supervision],
    *,
    case_version: int,
    cause: str,
) -> None:
    """Make `links` the allocations of the case; a link with the person and start of a stored one keeps its row.

    Rows go, then shrink to what stays of them, then grow: so no two overlap on the way.
    """
    free = {(one.staff_id, one.start, one.told): one.id for one in held}
    placed = [replace(one, id=free.pop((one.staff_id, one.start, one.told), one.id)) for one in links]
    gone = [row for (_, _, told), row in free.items() if told]
    await tx.execute(delete(allocation).where(allocation.c.id.in_(gone)))
    kept = [(one.id, Range(one.start, one.end, bounds="[)")) for one in placed if one.id is not None]
    for row, during in kept:
        shrunk = allocation.c.during.op("*")(bindparam("wanted", during, TSTZRANGE))
        await tx.execute(update(allocation).where(allocation.c.id == row).values(during=shrunk))
    for row, during in kept:
        await tx.execute(update(allocation).where(allocation.c.id == row).values(during=during))
    for one in placed:
        if one.id is None:
            await tx.execute(insert(allocation).values(_new(one, case_id, case_version, cause)))


def _new(one: Supervision, case_id: int, case_version: int, cause: str) -> dict[str, object]:
    return {
        "case_id": case_id,
        "during": Range(one.start, one.end, bounds="[)"),
        "staff_id": one.staff_id,
        "start_assumed": one.start_assumed,
        "case_version": case_version,
        "cause": cause,
        "told": True,
    }

"""A made-up row of any table, so that a test of many tables need not know their columns."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, Date, DateTime, Integer, Table, insert

from hub.domain.access import Service
from hub.reads.prove import allowed_values
from hub.store.team.team import staff
from hub.store.transaction import Transaction

MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def filled(tx: Transaction, table: Table, **given: Any) -> dict[str, Any]:
    """A value for every column that must have one; `given` as it is."""
    row = dict(given)
    for column in table.columns:
        if column.name in row or column.nullable or column.computed is not None or column.name == "id":
            continue
        if any(key.column.table is staff for key in column.foreign_keys):
            row[column.name] = await _somebody(tx)
        else:
            row[column.name] = _made_up(column)
    return row


async def _somebody(tx: Transaction) -> int:
    code = f"M{await tx.draw(staff)}"
    values = {"service": Service.COMMUNITY, "code": code, "told_at": MOMENT}
    return int((await tx.execute(insert(staff).values(values).returning(staff.c.id))).scalar_one())


def _made_up(column: Any) -> object:
    allowed = sorted(allowed_values(column) or ())
    plain: list[tuple[type, object]] = [
        (DateTime, MOMENT),
        (Date, date(2026, 3, 2)),
        (Boolean, True),
        (BigInteger, 1),
        (Integer, 1),
        (ARRAY, allowed[:1]),
    ]
    for kind, value in plain:
        if isinstance(column.type, kind):
            return value
    return allowed[0] if allowed else "made up"

"""Hours of staff, what reduces them, and which two codes are one person: what team managers decide in the hub.

Nothing is overwritten unless the same day is decided anew; a link that ended stays, with who ended it and why. So do
hours and reductions that were taken back: they count for nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Boolean, Column, Computed, Date, Double, Index, Table, insert, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.schema import SchemaItem

from hub.domain.access import Service
from hub.domain.staffing import ContractedHours, Reduction, ReductionReason, StaffPlace
from hub.store.base import closed_list, instant, key, metadata, of, text
from hub.store.team.team import staff
from hub.store.transaction import Transaction

STANDING = sql("withdrawn_at is null")


def _withdrawal() -> tuple[SchemaItem, ...]:
    """Who took it back, when and why; all null while it stands."""
    by = of("staff", "withdrawn_by_id", nullable=True, index=False)
    return instant("withdrawn_at", nullable=True), by, text("withdrawal_reason", nullable=True)


staff_hours = Table(
    "staff_hours",
    metadata,
    key(),
    of("staff", index=False),
    Column("hours", Double, nullable=False),
    Column("starts_on", Date, nullable=False),
    of("staff", "decided_by_id", index=False),
    instant("decided_at"),
    *_withdrawal(),
    Index("uq_staff_hours_standing", "staff_id", "starts_on", unique=True, postgresql_where=STANDING),
)

staff_reduction = Table(
    "staff_reduction",
    metadata,
    key(),
    of("staff"),
    Column("hours", Double, nullable=False),
    text("reason"),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
    of("staff", "decided_by_id", index=False),
    instant("decided_at"),
    *_withdrawal(),
    closed_list("reason", ReductionReason),
)

# Two rows for each link, one as seen from either side, so that a read follows one edge.
same_staff = Table(
    "same_staff",
    metadata,
    key(),
    of("staff"),
    of("staff", "other_id", index=False),
    text("reason"),
    of("staff", "decided_by_id", index=False),
    instant("decided_at"),
    instant("ended_at", nullable=True),
    of("staff", "ended_by_id", nullable=True, index=False),
    text("ending_reason", nullable=True),
    Column("current", Boolean, Computed("ended_at is null", persisted=True)),
    Index("uq_same_staff_current", "staff_id", unique=True, postgresql_where=sql("current")),
)


@dataclass(frozen=True)
class HeldReduction:
    """A reduction as it is held, and whose it is."""

    id: int
    whose: StaffPlace
    starts_on: date
    withdrawn: bool = False


async def place_of(tx: Transaction, service: Service, code: str) -> StaffPlace | None:
    """The member of staff with that code; the row is locked: what is decided about them is decided in turn."""
    found = select(staff).where(staff.c.service == service, staff.c.code == code).with_for_update()
    row = await tx.one(found)
    return StaffPlace(row.id, Service(row.service), row.code, row.team_code, row.establishment_code) if row else None


async def save_hours(tx: Transaction, staff_id: int, hours: Decimal, starts_on: date, decided_by: int) -> None:
    """The hours from that day on; the same day decided anew is corrected."""
    decided = {"hours": float(hours), "decided_by_id": decided_by, "decided_at": tx.now}
    new = insert_or(staff_hours).values(staff_id=staff_id, starts_on=starts_on, **decided)
    await tx.execute(
        new.on_conflict_do_update(index_elements=["staff_id", "starts_on"], index_where=STANDING, set_=decided)
    )


async def add_reduction(
    tx: Transaction,
    staff_id: int,
    hours: Decimal,
    reason: ReductionReason,
    period: tuple[date, date | None],
    decided_by: int,
) -> None:
    """A reduction from the first day of the period to its last."""
    values = {
        "staff_id": staff_id,
        "hours": float(hours),
        "reason": reason,
        "starts_on": period[0],
        "ends_on": period[1],
        "decided_by_id": decided_by,
        "decided_at": tx.now,
    }
    await tx.execute(insert(staff_reduction).values(values))


async def reduction_of(tx: Transaction, number: int) -> HeldReduction | None:
    """The reduction of that number, locked."""
    joined = select(staff_reduction.c.starts_on, staff_reduction.c.withdrawn_at, staff).where(
        staff_reduction.c.id == number, staff.c.id == staff_reduction.c.staff_id
    )
    row = await tx.one(joined.with_for_update())
    if row is None:
        return None
    whose = StaffPlace(row.id, Service(row.service), row.code, row.team_code, row.establishment_code)
    return HeldReduction(number, whose, row.starts_on, row.withdrawn_at is not None)


async def end_reduction(tx: Transaction, number: int, ends_on: date, decided_by: int) -> None:
    """Its last day, and who decided that."""
    values = {"ends_on": ends_on, "decided_by_id": decided_by, "decided_at": tx.now}
    await tx.execute(update(staff_reduction).where(staff_reduction.c.id == number).values(values))


async def withdraw_reduction(tx: Transaction, number: int, reason: str, by_id: int) -> None:
    """It counts for nothing from now on."""
    where = staff_reduction.c.id == number
    await tx.execute(update(staff_reduction).where(where).values(_withdrawn(tx, reason, by_id)))


async def withdraw_hours(tx: Transaction, staff_id: int, starts_on: date, reason: str, by_id: int) -> bool:
    """The hours that begin on that day count for nothing from now on; whether there were any."""
    where = (staff_hours.c.staff_id == staff_id, staff_hours.c.starts_on == starts_on, STANDING)
    done = update(staff_hours).where(*where).values(_withdrawn(tx, reason, by_id)).returning(staff_hours.c.id)
    return bool((await tx.execute(done)).all())


def _withdrawn(tx: Transaction, reason: str, by_id: int) -> dict[str, object]:
    return {"withdrawn_at": tx.now, "withdrawn_by_id": by_id, "withdrawal_reason": reason}


async def linked_with(tx: Transaction, staff_id: int) -> int | None:
    """The key of the other code of the same person."""
    row = await tx.one(select(same_staff.c.other_id).where(same_staff.c.staff_id == staff_id, same_staff.c.current))
    return int(row.other_id) if row else None


async def link(tx: Transaction, one: int, other: int, reason: str, decided_by: int) -> None:
    """Both are one person from now on."""
    decided = {"reason": reason, "decided_by_id": decided_by, "decided_at": tx.now}
    rows = [{"staff_id": mine, "other_id": theirs, **decided} for mine, theirs in ((one, other), (other, one))]
    await tx.execute(insert(same_staff), rows)


async def unlink(tx: Transaction, one: int, other: int, reason: str, decided_by: int) -> None:
    """They are not one person any more; the link stays in the history."""
    mine = (same_staff.c.staff_id.in_([one, other]), same_staff.c.current)
    values = {"ended_at": tx.now, "ended_by_id": decided_by, "ending_reason": reason}
    await tx.execute(update(same_staff).where(*mine).values(values))


async def hours_of(tx: Transaction, staff_ids: Iterable[int]) -> dict[int, list[ContractedHours]]:
    """What was decided about the hours of these members of staff, and stands."""
    found: dict[int, list[ContractedHours]] = {one: [] for one in staff_ids}
    for row in await tx.rows(select(staff_hours).where(staff_hours.c.staff_id.in_(list(found)), STANDING)):
        found[row.staff_id].append(ContractedHours(Decimal(str(row.hours)), row.starts_on))
    return found


async def reductions_of(tx: Transaction, staff_ids: Sequence[int]) -> dict[int, list[Reduction]]:
    """What reduces the hours of these members of staff, now, before and later, and stands."""
    found: dict[int, list[Reduction]] = {one: [] for one in staff_ids}
    for row in await tx.rows(select(staff_reduction).where(staff_reduction.c.staff_id.in_(list(found)), STANDING)):
        found[row.staff_id].append(Reduction(Decimal(str(row.hours)), row.starts_on, row.ends_on))
    return found

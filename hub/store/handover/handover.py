"""Handovers in two hands: planned, answered, completed; or unplanned and followed up (hub/domain/handover)."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ARRAY, Column, Date, Index, Table, Text, delete, select, update
from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.domain.days import london_day
from hub.domain.handover.following import HeldHandover
from hub.domain.handover.in_two_hands import OPEN, Handover, HandoverKind, HandoverState, UnplannedCause
from hub.domain.handover.lateness import Lateness, late_from
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.fetching import rows_of
from hub.store.handover.handover_parts import PARTS
from hub.store.transaction import Transaction
from hub.store.working_set import Row, WorkingSet, keep

_OPEN = ", ".join(f"'{state}'" for state in OPEN)

# `due_on`: the day that it waits for, else the day on which it was; `late_from`: when it is escalated, `late`: why it
# was. Of each kind at most one is open for a case. Nobody planned one that `unplanned` gives the cause of. `override`:
# why a team manager set the rule on grades aside for the new holder.
handover = Table(
    "handover",
    metadata,
    key(),
    of_case(),
    text("kind"),
    text("state"),
    of("staff", "from_staff_id", nullable=True, index=False),
    of("staff", "to_staff_id", nullable=True),
    Column("planned_on", Date, nullable=False),
    instant("planned_at"),
    of("staff", "planned_by_id", nullable=True, index=False),
    text("reason"),
    instant("snapshot_at", nullable=True),
    instant("answered_at", nullable=True),
    text("answer_reason", nullable=True),
    instant("completed_at", nullable=True),
    text("unplanned", nullable=True),
    instant("follow_up_due_at", nullable=True),
    instant("followed_up_at", nullable=True),
    of("staff", "followed_up_by_id", nullable=True, index=False),
    text("follow_up", nullable=True),
    Column("flags", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    text("override", nullable=True),
    Column("due_on", Date, nullable=False),
    instant("late_from", nullable=True),
    text("late", nullable=True),
    closed_list("kind", HandoverKind),
    closed_list("state", HandoverState),
    closed_list("unplanned", UnplannedCause),
    closed_list("late", Lateness),
    Index("uq_handover_open", "case_id", "kind", unique=True, postgresql_where=sql(f"state in ({_OPEN})")),
    Index("ix_handover_due_on", "due_on", "id"),
    Index("ix_handover_late_from", "late_from", postgresql_where=sql("late is null and late_from is not null")),
)


def _ended_first(before: Row, after: Row | None) -> Row | None:
    """One that was open is ended before the next is planned, for one is open at a time."""
    return after if after is not None and before["state"] in OPEN and after["state"] not in OPEN else None


keep(handover, meanwhile=_ended_first)


async def save(tx: Transaction, case_id: int, one: HeldHandover, **beside: Any) -> int:
    """Keep the handover as it is now, a new one under a new number; its number. The case must be locked.

    `beside`: columns that no rule decides on, like who planned it.
    """
    rows = await rows_of(tx, handover, case_id)
    values = {**_values(one), **beside}
    if one.id is not None and one.id > 0:
        rows.change(one.id, **values)
        return one.id
    number = await tx.draw(handover)
    blank = dict.fromkeys(("planned_by_id", "followed_up_at", "followed_up_by_id", "follow_up"))
    rows.put({"id": number, "case_id": case_id, **blank, **values})
    return number


async def drop(tx: Transaction, case_id: int, handover_id: int) -> None:
    """The change of holder that it tells of is in no chain any more."""
    (await rows_of(tx, handover, case_id)).remove(handover_id)


def _values(one: HeldHandover) -> dict[str, Any]:
    given = one.given
    awaited = None if one.followed_up else given.follow_up_due_at
    return {
        "kind": given.kind,
        "state": given.state,
        "from_staff_id": given.from_id,
        "to_staff_id": given.to_id,
        "planned_on": given.planned_on,
        "planned_at": given.planned_at,
        "reason": given.reason,
        "snapshot_at": given.snapshot_at,
        "answered_at": given.answered_at,
        "answer_reason": given.answer_reason,
        "completed_at": given.completed_at,
        "unplanned": given.unplanned,
        "follow_up_due_at": given.follow_up_due_at,
        "flags": list(given.flags),
        "override": given.override,
        "due_on": london_day(awaited) if awaited else given.planned_on,
        "late_from": late_from(given, followed_up=one.followed_up),
        "late": one.late,
    }


def handovers_in(held: WorkingSet, case_id: int) -> Iterator[HeldHandover]:
    """The handovers of a case that is in memory, the oldest first."""
    for row in sorted(held.of(handover).of_case(case_id), key=lambda row: (row["planned_at"], row["id"])):
        yield held_in(row)


def held_in(row: Row) -> HeldHandover:
    """The handover as the rules take it."""
    given = Handover(
        kind=HandoverKind(row["kind"]),
        from_id=row["from_staff_id"],
        to_id=row["to_staff_id"],
        planned_on=row["planned_on"],
        planned_at=row["planned_at"],
        reason=row["reason"],
        state=HandoverState(row["state"]),
        unplanned=UnplannedCause(row["unplanned"]) if row["unplanned"] else None,
        flags=tuple(row["flags"]),
        override=row["override"],
        **{name: row[name] for name in MOMENTS},
    )
    late = Lateness(row["late"]) if row["late"] else None
    return HeldHandover(given, row["id"], row["followed_up_at"] is not None, late)


MOMENTS = ("snapshot_at", "answered_at", "answer_reason", "completed_at", "follow_up_due_at")


async def case_of(tx: Transaction, handover_id: int) -> int | None:
    """The case that the handover is of."""
    row = await tx.one(select(handover.c.case_id).where(handover.c.id == handover_id))
    return row.case_id if row else None


async def held_of(tx: Transaction, case_id: int) -> list[HeldHandover]:
    """The handovers of a case that is locked, the oldest first."""
    await rows_of(tx, handover, case_id)
    return list(handovers_in(tx.working, case_id))


async def move(tx: Transaction, from_case: int, to_case: int, *, chain: bool) -> list[int]:
    """Bring the handovers to another case, where none of a kind that is open here is open; their numbers.

    `chain`: the chain of holders goes too, and with it those that nobody planned; else they stay with theirs.
    """
    going = [handover.c.case_id == from_case]
    if not chain:
        going.append(handover.c.unplanned.is_(None))
    rows = await tx.rows(select(handover.c.id).where(*going))
    return await _bring(tx, [row.id for row in rows], to_case)


async def bring_back(tx: Transaction, numbers: Sequence[int], from_case: int, to_case: int) -> None:
    """Bring those of these handovers that are on the one case back to the other."""
    here = select(handover.c.id).where(handover.c.id.in_(list(numbers)), handover.c.case_id == from_case)
    await _bring(tx, [row.id for row in await tx.rows(here)], to_case)


async def _bring(tx: Transaction, numbers: list[int], to_case: int) -> list[int]:
    for table in PARTS:
        await tx.execute(update(table).where(table.c.handover_id.in_(numbers)).values(case_id=to_case))
    await tx.execute(update(handover).where(handover.c.id.in_(numbers)).values(case_id=to_case))
    return numbers


async def erase(tx: Transaction, case_id: int, kinds: Collection[HandoverKind]) -> None:
    """Handovers of those kinds with all that hangs on them."""
    going = select(handover.c.id).where(handover.c.case_id == case_id, handover.c.kind.in_(kinds))
    for table in PARTS:
        await tx.execute(delete(table).where(table.c.handover_id.in_(going)))
    await tx.execute(delete(handover).where(handover.c.case_id == case_id, handover.c.kind.in_(kinds)))


# Whose handovers go when a service has erased the person.
OF_SERVICE: dict[Service, tuple[HandoverKind, ...]] = {
    Service.COMMUNITY: (HandoverKind.MANAGER, HandoverKind.CUSTODY_TO_COMMUNITY),
    Service.CUSTODY: (HandoverKind.SUPERVISOR, HandoverKind.CUSTODY_TO_COMMUNITY),
}

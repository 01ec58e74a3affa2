"""Staff of both services, and who holds a case.

At every instant of a span exactly one Offender Manager holder: a named person, or the state unallocated.
The database holds it: `WITHOUT OVERLAPS` forbids two, the span's `PERIOD` foreign key forbids none (first migration).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    update,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.dialects.postgresql import INT8RANGE, TSTZRANGE, Range

from hub.domain.access import Service
from hub.domain.allocation.duties import DutyFlag
from hub.domain.freshness import Reading
from hub.domain.grade import Grade
from hub.domain.records import SupervisionRecord
from hub.domain.team import Holder, HolderFlag
from hub.store.base import closed_list, closed_lists, instant, key, metadata, of, of_case, text
from hub.store.custody.sentence import CASE_KEY, shrink
from hub.store.fetching import rows_of, rows_with
from hub.store.transaction import Transaction
from hub.store.working_set import keep

# `changed_at`: an event says that the record has changed since it was told; null once it was told again.
staff = Table(
    "staff",
    metadata,
    key(),
    text("service"),
    text("code"),
    text("forename", nullable=True),
    text("surname", nullable=True),
    text("grade", nullable=True),
    text("email", nullable=True),
    text("team_code", nullable=True),
    text("team_name", nullable=True),
    text("establishment_code", nullable=True),
    text("employer", nullable=True),
    text("area", nullable=True),
    Column("active_from", Date),
    Column("active_to", Date),
    instant("told_at"),
    instant("changed_at", nullable=True),
    instant("updated_at", server_default=sql("now()")),
    UniqueConstraint("service", "code"),
    closed_list("service", Service),
    closed_list("grade", Grade),
)

# What each community record says now about supervision: who manages (`staff_id` null: unallocated; `names_manager`
# false: it says nothing), and how many cases wait at court. The holders below are the history that follows from it.
supervision_record = Table(
    "supervision_record",
    metadata,
    Column("source_record_id", BigInteger, ForeignKey("source_record.id"), primary_key=True),
    of_case(),
    Column("names_manager", Boolean, nullable=False),
    of("staff", nullable=True),
    text("team_code", nullable=True),
    text("team_name", nullable=True),
    Column("court_cases", Integer, nullable=False, server_default=sql("0")),
    instant("source_time"),
    Column("time_assumed", Boolean, nullable=False),
)

# `due_order`: by which unallocated cases are listed, the longest overdue first.
# `told_at`: when the community record named the holder first; `started_at` may be earlier, as an allocation reports it.
offender_manager_holder = Table(
    "offender_manager_holder",
    metadata,
    Column("id", BigInteger, Identity(always=False), nullable=False, unique=True),
    of_case(),
    Column("case_key", INT8RANGE, Computed(CASE_KEY, persisted=True)),
    Column("during", TSTZRANGE, nullable=False),
    Column("current", Boolean, Computed("upper_inf(during)", persisted=True)),
    of("staff", nullable=True),
    Column("start_assumed", Boolean, nullable=False, server_default=sql("false")),
    instant("due_at", nullable=True),
    Column(
        "due_order",
        DateTime(timezone=True),
        Computed("coalesce(due_at, lower(during))", persisted=True),
        nullable=False,
    ),
    instant("told_at", nullable=True),
    Column("told_assumed", Boolean, nullable=False, server_default=sql("false")),
    text("cause"),
    text("reason", nullable=True),
    Column("flags", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    closed_lists("flags", HolderFlag),
    Index(
        "ix_offender_manager_holder_unallocated",
        "due_order",
        "id",
        postgresql_where=sql("current and staff_id is null and due_at is not null"),
    ),
)

# `case_version` is the case's version that the allocation made: what `expectedVersion` is compared with. `told`: the
# prison's records tell it; else a person decided it in the hub.
offender_supervisor_allocation = Table(
    "offender_supervisor_allocation",
    metadata,
    Column("id", BigInteger, Identity(always=False), nullable=False, unique=True),
    of_case(),
    Column("case_key", INT8RANGE, Computed(CASE_KEY, persisted=True)),
    Column("during", TSTZRANGE, nullable=False),
    Column("current", Boolean, Computed("upper_inf(during)", persisted=True)),
    of("staff"),
    Column("start_assumed", Boolean, nullable=False, server_default=sql("false")),
    Column("case_version", Integer, nullable=False),
    Column("told", Boolean, nullable=False, server_default=sql("false")),
    text("cause"),
    text("reason", nullable=True),
    Column("flags", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    closed_lists("flags", DutyFlag),
)


CODE = ("service", "code")
STAFF_OF_CASES = """
select t from staff t where t.id in (
  select staff_id from offender_manager_holder where case_id = any($1)
  union select staff_id from supervision_record where case_id = any($1)
  union select staff_id from holder_decision where case_id = any($1))
"""

keep(staff, lookups=[CODE], of_cases=STAFF_OF_CASES)
keep(supervision_record)
keep(offender_manager_holder, key=("id",), meanwhile=shrink)
keep(offender_supervisor_allocation, key=("id",))


async def save_supervision(
    tx: Transaction, record: SupervisionRecord, *, case_id: int, record_id: int, staff_id: int | None, read: Reading
) -> None:
    """Who manages, as the newest supervision record says, and how many cases wait at court."""
    manager = record.manager
    values = {
        "source_record_id": record_id,
        "case_id": case_id,
        "names_manager": manager is not None,
        "staff_id": staff_id,
        "team_code": manager.team_code if manager else None,
        "team_name": manager.team_name if manager else None,
        "court_cases": record.court_cases,
        "source_time": read.time,
        "time_assumed": read.time_assumed,
    }
    (await rows_of(tx, supervision_record, case_id)).put(values)


async def forget_supervision(tx: Transaction, record_id: int) -> None:
    """The source holds no supervision record any more."""
    (await rows_with(tx, supervision_record, record_id)).remove(record_id)


async def save_chain(tx: Transaction, case_id: int, after: Sequence[Holder]) -> None:
    """Make `after` the chain of holders; one whose time leaves its row's altogether gets a new row."""
    rows = await rows_of(tx, offender_manager_holder, case_id)
    held = {row["id"]: row["during"] for row in rows.of_case(case_id)}
    kept = {one.id for one in after if one.id in held and _overlap(held[one.id], one)}
    for row in held.keys() - kept:
        rows.remove(row)
    for holder in after:
        if holder.id in kept:
            rows.change(holder.id, **_holder(holder))
        else:
            number = await tx.draw(offender_manager_holder)
            rows.put({"id": number, "case_id": case_id, **_holder(holder)})


def _overlap(during: asyncpg.Range, holder: Holder) -> bool:
    begins_before_its_end = during.upper is None or holder.start < during.upper
    return begins_before_its_end and (holder.end is None or holder.end > during.lower)


def _holder(holder: Holder) -> dict[str, Any]:
    return {
        "during": asyncpg.Range(holder.start, holder.end),
        "staff_id": holder.staff_id,
        "start_assumed": holder.start_assumed,
        "due_at": holder.due_at,
        "told_at": holder.told_at,
        "told_assumed": holder.told_assumed,
        "cause": holder.cause,
        "flags": list(holder.flags),
        "reason": holder.reason,
    }


async def allocate_supervisor(
    tx: Transaction,
    case_id: int,
    *,
    staff_id: int,
    start: datetime,
    case_version: int,
    cause: str,
    reason: str | None,
    flags: Sequence[DutyFlag] = (),
) -> None:
    """End the allocation that stands, if one does, and begin the new one at the same moment."""
    table = offender_supervisor_allocation
    ended = func.tstzrange(func.lower(table.c.during), start)
    standing = (table.c.case_id == case_id, table.c.current)
    await tx.execute(update(table).where(*standing).values(during=ended))
    values = {
        "case_id": case_id,
        "during": Range(start, None, bounds="[)"),
        "staff_id": staff_id,
        "case_version": case_version,
        "cause": cause,
        "reason": reason,
        "flags": list(flags),
    }
    await tx.execute(insert(table).values(values))

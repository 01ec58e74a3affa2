"""Erasing a person: every row that a record or a case ever gave rise to, and the memory that it was done.

Which tables those are follows from their columns, so that a table that is added later is erased too. Audit lines stay:
they hold numbers of cases and names of fields, never values.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Boolean, Column, Integer, Select, Table, Text, delete, func, insert, or_, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from hub.domain.access import Service
from hub.domain.erasure import WrittenPlan
from hub.domain.team import HolderCause
from hub.store.base import VIEW, closed_list, instant, key, metadata, of_case, text
from hub.store.case import offender_case
from hub.store.decided.agreement import disagreement
from hub.store.decided.answers import past_answer
from hub.store.decided.decision_made import decision_made
from hub.store.identity.cluster import cluster_member, cluster_review
from hub.store.plan.plan import plan_change, sentence_plan
from hub.store.records.identity import identifier, source_record
from hub.store.team.holder_decision import holder_decision
from hub.store.team.team import offender_manager_holder, offender_supervisor_allocation
from hub.store.transaction import Transaction

# That a service's word was erased from a case, and when.
erasure = Table(
    "erasure",
    metadata,
    key(),
    of_case(),
    text("service"),
    instant("asked_at"),
    instant("erased_at"),
    Column("whole_case", Boolean, nullable=False),
    closed_list("service", Service),
)

# Columns of the case's own row that keep their value: what is not a person's.
STAYING = frozenset({"id", "merged_into", "version", "sequence", "created_at", "updated_at", "erased_at", "sort_name"})

# Columns that keep when a service said something, or when what it reported happened; the hub's own clock is in none.
SAID_AT = frozenset(
    {
        *("source_time", "dates_time", "read_at", "told_at", "merge_told_at", "reported_at", "occurred_at", "at"),
        *("calculated_at", "started_at", "raised_at", "concluded_at", "activated_at", "inactivated_at"),
    }
)


async def note_erasure(
    tx: Transaction, case_id: int, service: Service, *, asked_at: datetime, whole_case: bool
) -> None:
    """Keep on the case that a service's word was erased."""
    values = {"service": service, "asked_at": asked_at, "erased_at": tx.now, "whole_case": whole_case}
    await tx.execute(insert(erasure).values(case_id=case_id, **values))


async def remaining(tx: Transaction, case_id: int, going: Collection[int]) -> list[Service]:
    """The services of the case's records, without those that go."""
    others = (source_record.c.case_id == case_id, source_record.c.id.not_in(going))
    return [Service(row.service) for row in await tx.rows(select(source_record.c.service).where(*others))]


async def written_plans(tx: Transaction, case_id: int) -> list[WrittenPlan]:
    """The plans of the case with the services whose people changed them."""
    services = func.array_agg(plan_change.c.service.distinct())
    changed = select(plan_change.c.plan_id, services.label("services")).group_by(plan_change.c.plan_id).subquery()
    joined = sentence_plan.outerjoin(changed, changed.c.plan_id == sentence_plan.c.id)
    statement = select(sentence_plan.c.id, changed.c.services).select_from(joined)
    rows = await tx.rows(statement.where(sentence_plan.c.case_id == case_id))
    return [WrittenPlan(row.id, frozenset(Service(one) for one in row.services or ())) for row in rows]


async def said_after(tx: Transaction, record_ids: Collection[int], at: datetime) -> bool:
    """Whether the hub holds anything that was said of these records later than that."""
    for table, column in ((source_record, source_record.c.id), *_pointing_at(source_record)):
        later = [one > at for one in table.columns if one.name in SAID_AT]
        if later and await tx.rows(select(column).where(column.in_(record_ids), or_(*later)).limit(1)):
            return True
    return False


async def erase_record(tx: Transaction, *, service: Service, record_key: str, record_id: int) -> None:
    """Everything that one source record said, and its number where the same service's other records repeat it."""
    same_service = select(source_record.c.id).where(source_record.c.service == service)
    repeated = (identifier.c.value == record_key, identifier.c.source_record_id.in_(same_service))
    await tx.execute(delete(identifier).where(*repeated))
    await _release_merged(tx, [record_id])
    for table, column in _said_by_records():
        await tx.execute(delete(table).where(column == record_id))
    await tx.execute(delete(source_record).where(source_record.c.id == record_id))


async def erase_plans(tx: Transaction, plan_ids: Collection[int]) -> None:
    """Plans with everything below them and every change ever made: the one place that may delete such changes."""
    if not plan_ids:
        return
    await tx.execute(sql("select set_config('hub.erasing', 'on', true)"))
    for table, column in _pointing_at(sentence_plan):
        await tx.execute(delete(table).where(column.in_(plan_ids)))
    await tx.execute(delete(sentence_plan).where(sentence_plan.c.id.in_(plan_ids)))
    await tx.execute(sql("select set_config('hub.erasing', 'off', true)"))


async def erase_holders(tx: Transaction, case_id: int) -> None:
    """Who held the case as the community records and the hub had it: now the case was unallocated all the time."""
    holder = offender_manager_holder
    await tx.execute(delete(holder_decision).where(holder_decision.c.case_id == case_id))
    told = select(holder.c.id).where(holder.c.case_id == case_id, holder.c.cause != HolderCause.NOT_KNOWN)
    if await tx.rows(told.limit(1)):
        await tx.execute(delete(holder).where(holder.c.case_id == case_id))


async def erase_supervisors(tx: Transaction, case_id: int) -> None:
    """Who implemented the plan in prison."""
    allocation = offender_supervisor_allocation
    await tx.execute(delete(allocation).where(allocation.c.case_id == case_id))


async def erase_case(tx: Transaction, case_id: int) -> None:
    """Every row of the case; its own row stays, empty, so that its number and its audit lines still mean something."""
    await tx.execute(sql("select set_config('hub.erasing', 'on', true)"))
    records = select(source_record.c.id).where(source_record.c.case_id == case_id)
    await _release_merged(tx, records)
    for table, column in _said_by_records():
        await tx.execute(delete(table).where(column.in_(records)))
    for table in _tables():
        for column in _columns_of_case(table):
            await tx.execute(delete(table).where(column == case_id))
    await tx.execute(sql("select set_config('hub.erasing', 'off', true)"))
    await _empty_row(tx, case_id, erased_at=tx.now)


async def erase_decisions(tx: Transaction, case_id: int) -> None:
    """What was decided from the facts, erased ones among them: all of it is decided anew from what is left."""
    for decided in (disagreement, cluster_member, cluster_review, decision_made, past_answer):
        await tx.execute(delete(decided).where(decided.c.case_id == case_id))
    await _empty_row(tx, case_id)


async def _empty_row(tx: Transaction, case_id: int, **values: Any) -> None:
    emptied: dict[str, Any] = {column.name: _empty(column) for column in offender_case.columns if _emptied(column)}
    counted = {**emptied, **values, "updated_at": tx.now, "version": offender_case.c.version + 1}
    await tx.execute(update(offender_case).where(offender_case.c.id == case_id).values(counted))


def _tables() -> Iterator[Table]:
    """Every table, those first that others do not refer to; no views."""
    yield from (table for table in reversed(metadata.sorted_tables) if table.info != VIEW)


def _pointing_at(target: Table) -> Iterator[tuple[Table, Column[Any]]]:
    """Every column that refers to that table, those first that others do not refer to."""
    for table in _tables():
        for column in table.columns:
            if any(one.column.table is target for one in column.foreign_keys):
                yield table, column


def _said_by_records() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column that refers to source records, but for their own: a record that was merged is no part of another."""
    return ((table, column) for table, column in _pointing_at(source_record) if table is not source_record)


async def _release_merged(tx: Transaction, records: Sequence[int] | Select[Any]) -> None:
    """What was merged into these records is on its own from now on."""
    row = source_record.c
    await tx.execute(update(source_record).where(row.merged_into_id.in_(records)).values(merged_into_id=None))


def _columns_of_case(table: Table) -> Iterator[Column[Any]]:
    """The columns by which rows of the table belong to a case."""
    if table.name in ("offender_case", "erasure"):
        return
    for column in table.columns:
        refers = any(one.column.table is offender_case for one in column.foreign_keys)
        if refers or column.name == "case_id":
            yield column


def _emptied(column: Column[Any]) -> bool:
    return column.name not in STAYING and column.computed is None


def _empty(column: Column[Any]) -> object:
    """Nothing, as the column can hold it."""
    if column.nullable:
        return None
    return next(nothing for kind, nothing in NOTHING if isinstance(column.type, kind))


NOTHING: tuple[tuple[type, object], ...] = ((Boolean, False), (ARRAY, []), (JSONB, {}), (Text, ""), (Integer, 0))

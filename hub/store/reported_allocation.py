"""Allocations of community managers as events report them, with their start; who it is comes with the detail."""

from typing import Any

from sqlalchemy import Boolean, Column, Table, UniqueConstraint, case, func
from sqlalchemy.dialects.postgresql import insert as upsert

from hub.domain.reports import AllocationKind, AllocationReported
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

# `staff_id` is null until the detail has come. The holders of the case are another matter (hub/store/team.py).
reported_allocation = Table(
    "reported_allocation",
    metadata,
    key(),
    of_case(),
    of("source_record", index=False),
    text("kind"),
    text("reference"),
    Column("transfer", Boolean, nullable=False),
    text("sentence_reference", nullable=True),
    of("staff", nullable=True),
    text("team_code", nullable=True),
    instant("started_at"),
    Column("start_assumed", Boolean, nullable=False),
    Column("awaiting_detail", Boolean, nullable=False),
    UniqueConstraint("source_record_id", "kind", "reference"),
    closed_list("kind", AllocationKind),
)


async def save_allocation(
    tx: Transaction, told: AllocationReported, *, case_id: int, record_id: int, staff_id: int | None
) -> None:
    """Keep an allocation; its detail wins over the event that pointed at it, whichever comes first."""
    statement = upsert(reported_allocation).values(
        case_id=case_id,
        source_record_id=record_id,
        kind=told.kind,
        reference=told.reference,
        transfer=told.transfer,
        sentence_reference=told.sentence_reference,
        staff_id=staff_id,
        team_code=told.team_code,
        started_at=told.at,
        start_assumed=told.time_assumed,
        awaiting_detail=staff_id is None,
    )
    held, new = reported_allocation.c, statement.excluded
    detailed = ~new.awaiting_detail
    values: dict[str, Any] = {
        "transfer": held.transfer | new.transfer,
        "awaiting_detail": held.awaiting_detail & new.awaiting_detail,
        "started_at": case((detailed, new.started_at), else_=held.started_at),
        "start_assumed": case((detailed, new.start_assumed), else_=held.start_assumed),
    }
    for name in ("sentence_reference", "staff_id", "team_code"):
        values[name] = func.coalesce(new[name], held[name])
    where = [held.source_record_id, held.kind, held.reference]
    await tx.execute(statement.on_conflict_do_update(index_elements=where, set_=values))

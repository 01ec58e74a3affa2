"""Allocations of community managers as events report them, with their start; who it is comes with the detail."""

from typing import Any

from sqlalchemy import Boolean, Column, Table, UniqueConstraint

from hub.domain.reports import AllocationKind, AllocationReported
from hub.store.base import closed_list, instant, key, metadata, of, of_case, text
from hub.store.fetching import rows_of
from hub.store.transaction import Transaction
from hub.store.working_set import keep

SAME = ("source_record_id", "kind", "reference")

# `staff_id` is null until the detail has come. The holders of the case are another matter (hub/store/team/team.py).
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
    UniqueConstraint(*SAME),
    closed_list("kind", AllocationKind),
)

keep(reported_allocation, lookups=[SAME])


async def save_allocation(
    tx: Transaction, told: AllocationReported, *, case_id: int, record_id: int, staff_id: int | None
) -> None:
    """Keep an allocation; its detail wins over the event that pointed at it, whichever comes first."""
    rows = await rows_of(tx, reported_allocation, case_id)
    row = next(iter(rows.find(SAME, (record_id, told.kind, told.reference))), None)
    start = {"started_at": told.at, "start_assumed": told.time_assumed}
    named = {"sentence_reference": told.sentence_reference, "staff_id": staff_id, "team_code": told.team_code}
    awaiting = staff_id is None
    if row is None:
        same = {"source_record_id": record_id, "kind": told.kind, "reference": told.reference}
        fixed = {"id": await tx.draw(reported_allocation), "case_id": case_id, **same}
        rows.put({**fixed, "transfer": told.transfer, **named, **start, "awaiting_detail": awaiting})
        return
    values: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    both = {"transfer": row["transfer"] or told.transfer, "awaiting_detail": row["awaiting_detail"] and awaiting}
    rows.change(row["id"], **values, **both, **({} if awaiting else start))

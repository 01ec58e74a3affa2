"""Tiers as the tier system publishes them, every one: (version, value). The hub's own tier is another thing."""

from typing import Any

from sqlalchemy import Boolean, Column, Integer, Table, UniqueConstraint, case, func
from sqlalchemy.dialects.postgresql import insert as upsert

from hub.domain.reports import TierPublished
from hub.store.base import instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

# `value` is null until the detail has come. `reference` is the calculation's own number.
published_tier = Table(
    "published_tier",
    metadata,
    key(),
    of_case(),
    of("source_record", index=False),
    text("reference"),
    Column("version", Integer),
    text("value", nullable=True),
    Column("provisional", Boolean),
    instant("calculated_at"),
    Column("time_assumed", Boolean, nullable=False),
    UniqueConstraint("source_record_id", "reference"),
)


async def save_tier(tx: Transaction, told: TierPublished, *, case_id: int, record_id: int) -> None:
    """Keep a calculation; its detail wins over the events that pointed at it, whichever comes first."""
    statement = upsert(published_tier).values(
        case_id=case_id,
        source_record_id=record_id,
        reference=told.reference,
        version=told.version,
        value=told.value,
        provisional=told.provisional,
        calculated_at=told.at,
        time_assumed=told.time_assumed,
    )
    held, new = published_tier.c, statement.excluded
    detailed = new.value.is_not(None)
    values: dict[str, Any] = {
        "calculated_at": case((detailed, new.calculated_at), else_=held.calculated_at),
        "time_assumed": case((detailed, new.time_assumed), else_=held.time_assumed),
    }
    for name in ("version", "value", "provisional"):
        values[name] = func.coalesce(new[name], held[name])
    where = [held.source_record_id, held.reference]
    await tx.execute(statement.on_conflict_do_update(index_elements=where, set_=values))

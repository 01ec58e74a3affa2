"""Tiers as the tier system publishes them, every one: (version, value). The hub's own tier is another thing."""

from sqlalchemy import Boolean, Column, Integer, Table, UniqueConstraint

from hub.domain.reports import TierPublished
from hub.store.base import instant, key, metadata, of, of_case, text
from hub.store.fetching import RECORD, rows_said_by
from hub.store.transaction import Transaction
from hub.store.working_set import keep

SAME = ("source_record_id", "reference")

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
    UniqueConstraint(*SAME),
)


# Not with its case: nothing is decided by it.
keep(published_tier, lookups=[SAME, RECORD], of_cases=None)


async def save_tier(tx: Transaction, told: TierPublished, *, case_id: int, record_id: int) -> None:
    """Keep a calculation; its detail wins over the events that pointed at it, whichever comes first."""
    rows = await rows_said_by(tx, published_tier, record_id)
    row = next(iter(rows.find(SAME, (record_id, told.reference))), None)
    given = {"version": told.version, "value": told.value, "provisional": told.provisional}
    at = {"calculated_at": told.at, "time_assumed": told.time_assumed}
    if row is None:
        same = {"source_record_id": record_id, "reference": told.reference}
        rows.put({"id": await tx.draw(published_tier), "case_id": case_id, **same, **given, **at})
        return
    known = {name: value for name, value in given.items() if value is not None}
    rows.change(row["id"], **known, **(at if told.value is not None else {}))

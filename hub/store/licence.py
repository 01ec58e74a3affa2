"""Licences and their variations, and whether each is active."""

from sqlalchemy import Boolean, Column, Table, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert as upsert

from hub.domain.licence import Licence
from hub.domain.reports import LicenceReported
from hub.store.base import instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

licence = Table(
    "licence",
    metadata,
    key(),
    of_case(),
    of("source_record", index=False),
    text("reference"),
    Column("variation", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    instant("activated_at", nullable=True),
    instant("inactivated_at", nullable=True),
    Column("time_assumed", Boolean, nullable=False),
    UniqueConstraint("source_record_id", "reference", "variation"),
)


async def held_licence(tx: Transaction, told: LicenceReported, *, record_id: int) -> Licence:
    """The licence that the report is about, as held; empty where nothing was told of it."""
    column = licence.c
    mine = (
        column.source_record_id == record_id,
        column.reference == told.reference,
        column.variation == told.variation,
    )
    row = await tx.one(select(column.activated_at, column.inactivated_at).where(*mine))
    return Licence(row.activated_at, row.inactivated_at) if row else Licence()


async def save_licence(tx: Transaction, now: Licence, told: LicenceReported, *, case_id: int, record_id: int) -> None:
    """The licence as it is with that report."""
    values = {
        "active": now.active,
        "activated_at": now.activated_at,
        "inactivated_at": now.inactivated_at,
        "time_assumed": told.time_assumed,
    }
    fixed = {
        "case_id": case_id,
        "source_record_id": record_id,
        "reference": told.reference,
        "variation": told.variation,
    }
    where = [licence.c.source_record_id, licence.c.reference, licence.c.variation]
    statement = upsert(licence).values(**fixed, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=where, set_=values))

"""Licences and their variations, and whether each is active."""

from sqlalchemy import Boolean, Column, Table, UniqueConstraint

from hub.domain.licence import Licence
from hub.domain.reports import LicenceReported
from hub.store.base import instant, key, metadata, of, of_case, text
from hub.store.fetching import rows_said_by
from hub.store.transaction import Transaction
from hub.store.working_set import keep

SAME = ("source_record_id", "reference", "variation")

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
    UniqueConstraint(*SAME),
)

keep(licence, key=SAME, of_cases=None)


async def held_licence(tx: Transaction, told: LicenceReported, *, record_id: int) -> Licence:
    """The licence that the report is about, as held; empty where nothing was told of it."""
    row = (await rows_said_by(tx, licence, record_id)).get((record_id, told.reference, told.variation))
    return Licence(row["activated_at"], row["inactivated_at"]) if row else Licence()


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
    (await rows_said_by(tx, licence, record_id)).put({**fixed, **values})

"""When a person is handed over from custody to the community, as today's allocation system reports it."""

from datetime import date

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Table

from hub.domain.reports import HandoverReported
from hub.store.base import instant, metadata, of_case
from hub.store.fetching import rows_of
from hub.store.transaction import Transaction
from hub.store.working_set import WorkingSet, keep

reported_handover = Table(
    "reported_handover",
    metadata,
    Column("source_record_id", BigInteger, ForeignKey("source_record.id"), primary_key=True),
    of_case(),
    Column("starts_on", Date),
    Column("complete_on", Date),
    instant("read_at"),
)

keep(reported_handover)


async def save_handover(tx: Transaction, told: HandoverReported, *, case_id: int, record_id: int) -> bool:
    """Keep the dates, if they are the newest of their record; whether they are."""
    rows = await rows_of(tx, reported_handover, case_id)
    held = rows.get(record_id)
    if held is not None and held["read_at"] >= told.at:
        return False
    said = {"starts_on": told.starts_on, "complete_on": told.complete_on, "read_at": told.at}
    rows.put({"source_record_id": record_id, "case_id": case_id, **said})
    return True


def handover_start_in(held: WorkingSet, record_id: int) -> date | None:
    """On which day the community begins to support, as reported of a source record."""
    row = held.of(reported_handover).get(record_id)
    return row["starts_on"] if row else None

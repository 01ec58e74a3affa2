"""Since when a person is a restricted patient, and since when none any more: the newest report of each."""

from collections.abc import Iterator

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Table

from hub.domain.custody import PatientReport
from hub.store.base import instant, metadata, of_case
from hub.store.fetching import rows_of
from hub.store.transaction import Transaction
from hub.store.working_set import WorkingSet, keep

patient_report = Table(
    "patient_report",
    metadata,
    Column("source_record_id", BigInteger, ForeignKey("source_record.id"), primary_key=True),
    of_case(),
    Column("is_patient", Boolean, primary_key=True),
    instant("reported_at"),
    Column("time_assumed", Boolean, nullable=False),
)

keep(patient_report)


async def save_report(tx: Transaction, report: PatientReport, *, case_id: int, record_id: int) -> bool:
    """Keep the report, if it is the newest of its sort; whether it is."""
    rows = await rows_of(tx, patient_report, case_id)
    held = rows.get((record_id, report.is_patient))
    if held is not None and held["reported_at"] >= report.at:
        return False
    said = {"is_patient": report.is_patient, "reported_at": report.at, "time_assumed": report.time_assumed}
    rows.put({"source_record_id": record_id, "case_id": case_id, **said})
    return True


def reports_in(held: WorkingSet, case_id: int, record_id: int) -> Iterator[PatientReport]:
    """What was reported of a source record."""
    for row in held.of(patient_report).of_case(case_id):
        if row["source_record_id"] == record_id:
            yield PatientReport(row["is_patient"], row["reported_at"], row["time_assumed"])

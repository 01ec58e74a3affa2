"""What either side says about its staff: names, grades, teams, establishments."""

from dataclasses import asdict

from hub.connectors.connector import Provenance
from hub.domain.records import StaffRecord, StaffRemoved
from hub.errors import Ignored
from hub.store import staff_records
from hub.store.transaction import Transaction


async def take_staff_record(tx: Transaction, record: StaffRecord, provenance: Provenance) -> str:
    """Learn or update a member of staff. Raises Ignored(Duplicate) where the record says nothing new."""
    _, learned = await staff_records.save_staff(tx, record, provenance.source_time)
    if not learned:
        raise Ignored("Duplicate", "the record says nothing that is not held, or held newer")
    await tx.record(
        actor=record.service.lower(),
        service=record.service,
        action="take_staff_record",
        case_ids=[],
        fields=sorted(name for name, value in asdict(record).items() if value is not None),
        why=f"the {record.service.lower()} side's staff record says so",
        cause=provenance.cause,
    )
    return "StaffRecorded"


async def take_staff_removed(tx: Transaction, record: StaffRemoved, provenance: Provenance) -> str:
    """Keep that the member of staff has left; who they were stays, for the history of cases names them.

    Raises Ignored(NothingHeld).
    """
    left = await staff_records.note_left(tx, record.service, record.code, provenance.source_time)
    if not left:
        raise Ignored("NothingHeld", "the hub holds no such member of staff, or holds that they left")
    await tx.record(
        actor=record.service.lower(),
        service=record.service,
        action="take_staff_removed",
        case_ids=[],
        fields=["active_to"],
        why=f"the {record.service.lower()} side holds no such member of staff any more",
        cause=provenance.cause,
    )
    return "StaffLeft"

"""Look again: an event says that a record has changed and not to what, so its snapshot is awaited."""

from hub.actions.taking.reporting import begin, end
from hub.connectors.connector import Provenance
from hub.domain.access import Service
from hub.domain.reports import LookAgain, StaffChanged
from hub.errors import Ignored
from hub.store.messages import awaited
from hub.store.records import identity
from hub.store.team import staff_records
from hub.store.transaction import Transaction


async def take_look_again(tx: Transaction, told: LookAgain, provenance: Provenance) -> str:
    """Mark the record as awaiting a snapshot. Raises Ignored(SnapshotHeld) where one is held that is as new."""
    known = await identity.find(tx, Service.COMMUNITY, told.crn, told.reading)
    if known and known.reading and known.reading.time >= told.at:
        raise Ignored("SnapshotHeld", "a snapshot is held that is not older than the event")
    settled = await begin(tx, told.crn, provenance)
    await awaited.look_again(tx, told, case_id=settled.case_id, record_id=settled.record_id)
    done = await end(tx, settled, provenance, "take_look_again", ["awaited_snapshot"])
    return f"{done}; awaiting the snapshot of {told.part}"


async def take_staff_changed(tx: Transaction, told: StaffChanged, provenance: Provenance) -> str:
    """Mark a member of staff as awaiting the staff snapshot. Raises Ignored: NothingHeld, SnapshotHeld."""
    held = await staff_records.note_changed(tx, told.service, told.code, told.at)
    if held is None:
        raise Ignored("NothingHeld", "the hub holds no such member of staff")
    if not held:
        raise Ignored("SnapshotHeld", "a record of the member of staff is held that is not older than the event")
    await tx.record(
        actor=told.service.lower(),
        service=told.service,
        action="take_staff_changed",
        case_ids=[],
        fields=["changed_at"],
        why=f"the {told.service.lower()} side says that the record has changed",
        cause=provenance.cause,
    )
    return "StaffChanged"

"""Community managers allocated: thin events, kept with what they say until their detail comes."""

from hub.actions.taking.reporting import begin, end
from hub.actions.telling.case_events import CaseChange
from hub.connectors.connector import Provenance
from hub.domain.access import Service
from hub.domain.records import StaffRecord
from hub.domain.reports import AllocationReported
from hub.store.community import reported_allocation
from hub.store.messages import detail
from hub.store.team import staff_records
from hub.store.transaction import Transaction


async def take_allocation(tx: Transaction, told: AllocationReported, provenance: Provenance) -> str:
    """Keep an allocation of a community manager with its start.

    Who holds the case follows from the supervision record; the allocation says since when (hub/domain/team.py).
    """
    settled = await begin(tx, told.crn, provenance)
    staff_id = None
    if told.staff_code:
        named = StaffRecord(Service.COMMUNITY, told.staff_code, team_code=told.team_code)
        staff_id, _ = await staff_records.save_staff(tx, named, told.at)
    if told.detail:
        await detail.await_detail(tx, told.detail, case_id=settled.case_id, record_id=settled.record_id)
    await reported_allocation.save_allocation(
        tx, told, case_id=settled.case_id, record_id=settled.record_id, staff_id=staff_id
    )
    shown = {
        "kind": told.kind,
        "reference": told.reference,
        "staffCode": told.staff_code,
        "sentence": told.sentence_reference,
        "since": told.at.isoformat(),
        "sinceAssumed": told.time_assumed,
        "awaitingDetail": staff_id is None,
    }
    changes = [CaseChange("ManagerAllocationReported", None, shown)]
    return await end(tx, settled, provenance, "take_allocation", ["allocation"], changes)

"""The register: registrations added, changed, withdrawn and ended, and what the register then says of the case."""

from collections.abc import Iterable

from hub.actions.redeciding.follow_register import follow_register, register_of
from hub.actions.taking.reporting import begin, end
from hub.actions.telling.case_events import CaseChange
from hub.connectors.connector import Provenance
from hub.domain.registration import Registration
from hub.domain.reports import DeregistrationReported, RegistrationReported
from hub.store.community import registration
from hub.store.transaction import Transaction


async def take_registration(tx: Transaction, told: RegistrationReported, provenance: Provenance) -> str:
    """Take a registration as it was added, updated or withdrawn."""
    settled = await begin(tx, told.crn, provenance)
    before = await register_of(tx, settled.case_id)
    await registration.save_reported(
        tx,
        told.registration,
        case_id=settled.case_id,
        record_id=settled.record_id,
        at=told.at,
        withdrawn=told.withdrawn,
    )
    changes = await follow_register(tx, settled.case_id, before)
    return await end(tx, settled, provenance, "take_registration", ["registration"], changes)


async def take_deregistration(tx: Transaction, told: DeregistrationReported, provenance: Provenance) -> str:
    """End every registration of a type."""
    settled = await begin(tx, told.crn, provenance)
    before = await register_of(tx, settled.case_id)
    await registration.save_deregistration(
        tx, told.deregistration, case_id=settled.case_id, record_id=settled.record_id
    )
    changes = await follow_register(tx, settled.case_id, before)
    return await end(tx, settled, provenance, "take_deregistration", ["deregistration"], changes)


async def take_listed(
    tx: Transaction, given: Iterable[Registration], provenance: Provenance, *, case_id: int, record_id: int
) -> list[CaseChange]:
    """Take what a supervision record lists of the register; the changes that follow, for its action to tell."""
    listed = tuple(given)
    before = await register_of(tx, case_id)
    at = provenance.source_time
    if not await registration.replace_listed(tx, listed, case_id=case_id, record_id=record_id, at=at):
        return []
    return await follow_register(tx, case_id, before)

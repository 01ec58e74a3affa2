"""Who supervises a person in prison, as the prison's records tell it."""

from collections.abc import Sequence

from msgspec.structs import replace

from hub.actions.settling.claim import Claim, Settled
from hub.actions.taking.reading import take_reading
from hub.actions.taking.taking import conclude
from hub.actions.telling.case_events import CaseChange
from hub.connectors.connector import Provenance
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.records import SUPERVISOR_READING, StaffRecord, SupervisorTold
from hub.domain.supervision import Supervision, chain, standing
from hub.store.decided.facts import facts_of
from hub.store.messages import detail
from hub.store.records.reading import readings_of
from hub.store.team import staff_records, supervision
from hub.store.transaction import Transaction


async def take_supervisor_told(tx: Transaction, record: SupervisorTold, provenance: Provenance) -> str:
    """Take who supervises; what a person decided later in the hub stands.

    The start is the record's, else the time of the event that pointed at it, marked as assumed.
    Raises Ignored: OlderThanHeld, Duplicate.
    """
    asked = await detail.asked_at(tx, Service.CUSTODY, record.prison_number, SUPERVISOR_READING)
    since = record.since or asked or provenance.source_time
    dated = replace(record, since=since, since_assumed=record.since is None)
    claim = Claim(Service.CUSTODY, record.prison_number, (identifiers.prison_number(record.prison_number),))

    async def late(settled: Settled) -> Sequence[CaseChange]:
        return await _made_anew(tx, settled, provenance)

    settled = await take_reading(tx, claim, dated, provenance, SUPERVISOR_READING, late=late)
    return await conclude(
        tx,
        settled,
        provenance,
        Service.CUSTODY,
        action="take_supervisor_told",
        fields=("offender_supervisor",),
        told=await _made_anew(tx, settled, provenance),
    )


async def _made_anew(tx: Transaction, settled: Settled, provenance: Provenance) -> list[CaseChange]:
    """The chain of supervisors from all that was ever told; a late reading has its place in it too. What is told."""
    held = await supervision.allocations(tx, settled.case_id)
    links = chain((one for one in held if not one.told), await _told(tx, settled))
    version = (await facts_of(tx, settled.case_id)).row.version + 1
    await supervision.save_chain(tx, settled.case_id, held, links, case_version=version, cause=provenance.cause)
    return await _changed(tx, held, links)


async def _told(tx: Transaction, settled: Settled) -> list[Supervision]:
    """Everything that the prison's records ever told of who supervises."""
    found = []
    for kept in await readings_of(tx, settled.record_id, SUPERVISOR_READING):
        said = kept.said
        assert isinstance(said, SupervisorTold) and said.since is not None
        staff_id, _ = await staff_records.save_staff(tx, _member(said), kept.read.time)
        found.append(Supervision(staff_id, said.since, start_assumed=said.since_assumed, told=True))
    return found


def _member(said: SupervisorTold) -> StaffRecord:
    return StaffRecord(
        service=Service.CUSTODY,
        code=said.staff_code,
        forename=said.forename,
        surname=said.surname,
        email=said.email,
        establishment_code=said.establishment_code,
    )


async def _changed(tx: Transaction, held: Sequence[Supervision], links: Sequence[Supervision]) -> list[CaseChange]:
    was = next((one for one in held if one.end is None), None)
    now = standing(links)
    if now is None or (was is not None and was.staff_id == now.staff_id):
        return []
    codes = await staff_records.staff_codes(tx, [one.staff_id for one in (was, now) if one])
    before = {"staffCode": codes[was.staff_id]} if was else None
    after = {"staffCode": codes[now.staff_id], "service": Service.CUSTODY, "reason": None}
    return [CaseChange("OffenderSupervisorAllocated", before, after)]

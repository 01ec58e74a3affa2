"""What the community side says: personal details, access limits, supervision, a new case, a prison number matched."""

from collections.abc import Sequence

from msgspec.structs import replace

from hub.actions.community.registration import take_listed
from hub.actions.settling.claim import Claim, Settled, reading_of
from hub.actions.settling.gone import refuse_removal
from hub.actions.settling.identity import settle
from hub.actions.taking.reading import take_reading
from hub.actions.taking.taking import conclude, filled
from hub.actions.telling.case_events import CaseChange
from hub.connectors.connector import Provenance
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.records import (
    AccessLimits,
    CommunityCaseCreated,
    LimitSource,
    Manager,
    OffenderRecord,
    OffenderRemoved,
    PrisonNumberAdded,
    StaffRecord,
    SupervisionRecord,
    SupervisionRemoved,
)
from hub.store.custody import sentence
from hub.store.identity import likeness
from hub.store.reach import access
from hub.store.records import identity, person
from hub.store.team import staff_records, team
from hub.store.transaction import Transaction

# The two bodies of the offender topic are read apart: a newer list of names does not make the details old.
LIST = "#access-limits"


async def take_offender_record(tx: Transaction, record: OffenderRecord, provenance: Provenance) -> str:
    """Take the personal details as they stand now. Raises Ignored: OlderThanHeld, Duplicate."""
    claim = Claim(Service.COMMUNITY, record.crn, record.identifiers, record.person)
    at = provenance.source_time

    async def late(found: Settled) -> None:
        await person.save_late(tx, found.record_id, record.person, at)

    settled = await take_reading(tx, claim, record, provenance, provenance.topic, late=late)
    case_id, record_id = settled.case_id, settled.record_id
    await identity.note_snapshot(tx, record_id, removed=False)
    await person.save(tx, case_id=case_id, record_id=record_id, person=record.person, source_time=at)
    limits = [(kind, None) for kind, on in (("RESTRICTION", record.restricted), ("EXCLUSION", record.excluded)) if on]
    await access.save(tx, case_id=case_id, record_id=record_id, told_by=LimitSource.DETAILS, limits=limits)
    return await _conclude(tx, settled, provenance, "take_offender_record", filled(record))


async def take_offender_removed(tx: Transaction, record: OffenderRemoved, provenance: Provenance) -> str:
    """Forget the personal details; limits stay, for nobody said that more people may see the case now.

    Raises Ignored: NothingHeld, OlderThanHeld, Duplicate.
    """
    await refuse_removal(tx, Service.COMMUNITY, record.crn, provenance)
    settled = await take_reading(tx, _claim(record.crn), record, provenance, provenance.topic)
    await identity.note_snapshot(tx, settled.record_id, removed=True)
    await person.forget(tx, settled.record_id)
    await likeness.forget(tx, settled.record_id)
    return await _conclude(tx, settled, provenance, "take_offender_removed", ["person"])


async def take_access_limits(tx: Transaction, record: AccessLimits, provenance: Provenance) -> str:
    """Take the list of who may not see the case, and who alone may. Raises Ignored: OlderThanHeld, Duplicate."""
    settled = await take_reading(tx, _claim(record.crn), record, provenance, provenance.topic + LIST)
    limits = [("EXCLUSION", email) for email in record.excluded]
    limits += [("RESTRICTION", email) for email in record.restricted_to]
    await access.save(tx, case_id=settled.case_id, record_id=settled.record_id, told_by=LimitSource.LIST, limits=limits)
    return await _conclude(tx, settled, provenance, "take_access_limits", ["excluded", "restricted_to"])


async def take_supervision_record(tx: Transaction, record: SupervisionRecord, provenance: Provenance) -> str:
    """Take who manages and the sentences, as they stand now. Raises Ignored: OlderThanHeld, Duplicate."""
    days = tuple(one.imposed_on for one in record.sentences if one.imposed_on)
    claim = replace(_claim(record.crn), sentence_dates=days)
    settled = await take_reading(tx, claim, record, provenance, provenance.topic)
    case_id, record_id = settled.case_id, settled.record_id
    staff_id = await _manager(tx, record.manager, provenance)
    await team.save_supervision(
        tx, record, case_id=case_id, record_id=record_id, staff_id=staff_id, read=reading_of(provenance)
    )
    changed = await sentence.replace_all(
        tx,
        case_id=case_id,
        record_id=record_id,
        sentences=record.sentences,
        source_time=provenance.source_time,
    )
    told = await take_listed(tx, record.registrations, provenance, case_id=case_id, record_id=record_id)
    return await _conclude(
        tx, settled, provenance, "take_supervision_record", filled(record), told=told, sentences_changed=changed
    )


async def take_supervision_removed(tx: Transaction, record: SupervisionRemoved, provenance: Provenance) -> str:
    """Forget the sentences and the manager told; who held the case stays in the chain of holders.

    Raises Ignored: NothingHeld, OlderThanHeld, Duplicate.
    """
    await refuse_removal(tx, Service.COMMUNITY, record.crn, provenance)
    settled = await take_reading(tx, _claim(record.crn), record, provenance, provenance.topic)
    await team.forget_supervision(tx, settled.record_id)
    told = await take_listed(tx, (), provenance, case_id=settled.case_id, record_id=settled.record_id)
    changed = await sentence.replace_all(
        tx,
        case_id=settled.case_id,
        record_id=settled.record_id,
        sentences=(),
        source_time=provenance.source_time,
    )
    fields = ["manager", "sentences", "registrations"]
    return await _conclude(
        tx, settled, provenance, "take_supervision_removed", fields, told=told, sentences_changed=changed
    )


async def take_case_created(tx: Transaction, record: CommunityCaseCreated, provenance: Provenance) -> str:
    """The community side opened a case: the hub opens one too, which waits for the record."""
    settled = await settle(tx, _claim(record.crn), provenance, provenance.topic, guarded=False)
    return await _conclude(tx, settled, provenance, "take_case_created", ["crn"])


async def take_prison_number_added(tx: Transaction, record: PrisonNumberAdded, provenance: Provenance) -> str:
    """The community side matched its case with a prison number: both records are one person's."""
    claim = Claim(Service.COMMUNITY, record.crn, (identifiers.crn(record.crn), *record.identifiers))
    settled = await settle(tx, claim, provenance, provenance.topic, guarded=False)
    return await _conclude(tx, settled, provenance, "take_prison_number_added", ["crn", "identifiers"])


def _claim(crn: str) -> Claim:
    return Claim(Service.COMMUNITY, crn, (identifiers.crn(crn),))


async def _manager(tx: Transaction, manager: Manager | None, provenance: Provenance) -> int | None:
    """The member of staff whom the record names as manager, learned if unknown; None where the case is unallocated."""
    if manager is None or not manager.allocated or manager.staff_code is None:
        return None
    named = StaffRecord(
        service=Service.COMMUNITY,
        code=manager.staff_code,
        forename=manager.forename,
        surname=manager.surname,
        email=manager.email,
        team_code=manager.team_code,
        team_name=manager.team_name,
    )
    staff_id, _ = await staff_records.save_staff(tx, named, provenance.source_time)
    return staff_id


async def _conclude(
    tx: Transaction,
    settled: Settled,
    provenance: Provenance,
    action: str,
    fields: list[str],
    *,
    told: Sequence[CaseChange] = (),
    sentences_changed: bool = False,
) -> str:
    return await conclude(
        tx,
        settled,
        provenance,
        Service.COMMUNITY,
        action=action,
        fields=fields,
        told=told,
        sentences_changed=sentences_changed,
    )

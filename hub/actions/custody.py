"""What the prison side says: a prisoner's record, movements, key dates of a sentence."""

from dataclasses import replace
from datetime import datetime

from hub.actions.case_events import CaseChange
from hub.actions.identity import Claim, Settled, refuse_unknown, settle
from hub.actions.reading import set_aside, take_reading
from hub.actions.taking import conclude, filled
from hub.connectors.connector import Provenance
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.custody import CustodyState, Movement, MovementReport, Place
from hub.domain.days import london_minute
from hub.domain.records import MovementSeen, PrisonerRecord, PrisonerRemoved, SentenceDates, UnplacedNotice
from hub.errors import Ignored
from hub.store import custody, facts, identity, person, sentence
from hub.store.transaction import Transaction


async def take_prisoner_record(tx: Transaction, record: PrisonerRecord, provenance: Provenance) -> str:
    """Take a prisoner's record as it stands now.

    Raises Ignored: OlderThanHeld, Duplicate.
    """
    claim = Claim(Service.CUSTODY, record.prison_number, record.identifiers, record.person)
    settled = await take_reading(tx, claim, record, provenance, provenance.topic)
    case_id, record_id, at = settled.case_id, settled.record_id, provenance.source_time
    await identity.note_snapshot(tx, record_id, removed=False)
    await person.save(tx, case_id=case_id, record_id=record_id, person=record.person, source_time=at)
    await custody.save_told(
        tx,
        case_id=case_id,
        record_id=record_id,
        told=record.place,
        booking_id=record.booking_id,
        legal_status=record.legal_status,
        recall=record.recall,
        release_on=record.sentence.release_on if record.sentence else None,
    )
    changed = await _take_sentence(tx, settled, record, at)
    return await conclude(
        tx,
        settled,
        provenance,
        Service.CUSTODY,
        action="take_prisoner_record",
        fields=filled(record),
        sentences_changed=changed,
    )


async def take_prisoner_removed(tx: Transaction, record: PrisonerRemoved, provenance: Provenance) -> str:
    """Forget what the prison's record said: it is there no more. The case and its number stay.

    Raises Ignored: NothingHeld, OlderThanHeld, Duplicate.
    """
    await refuse_unknown(tx, Service.CUSTODY, record.prison_number, provenance.topic)
    own = identifiers.prison_number(record.prison_number)
    claim = Claim(Service.CUSTODY, record.prison_number, (own,))
    settled = await take_reading(tx, claim, record, provenance, provenance.topic)
    await identity.note_snapshot(tx, settled.record_id, removed=True)
    await person.forget(tx, settled.record_id)
    removed = Place(CustodyState.REMOVED, provenance.source_time, provenance.time_assumed)
    await custody.save_told(tx, case_id=settled.case_id, record_id=settled.record_id, told=removed)
    changed = await sentence.replace_all(
        tx,
        case_id=settled.case_id,
        record_id=settled.record_id,
        sentences=(),
        source_time=provenance.source_time,
    )
    return await conclude(
        tx,
        settled,
        provenance,
        Service.CUSTODY,
        action="take_prisoner_removed",
        fields=("person", "place", "sentence"),
        sentences_changed=changed,
    )


async def take_movement(tx: Transaction, record: MovementSeen, provenance: Provenance) -> str:
    """Take one publisher's report of a movement; a second report of the same movement is kept as evidence of it."""
    own = identifiers.prison_number(record.prison_number)
    claim = Claim(Service.CUSTODY, record.prison_number, (own,))
    settled = await settle(tx, claim, provenance, provenance.topic, guarded=False)
    minute = london_minute(record.report.at)
    held = await custody.movement_held(tx, settled.record_id, record.direction, record.kind, record.agency, minute)
    row, before = held if held else (None, None)
    if before and any(_same_word(record.report, held) for held in before.reports):
        raise Ignored("Duplicate", "the same report of the same movement is held")
    reports = (*(before.reports if before else ()), record.report)
    moved = Movement(
        record.direction, record.kind, record.agency, tuple(sorted(reports, key=lambda r: (r.at, r.cause)))
    )
    await custody.save_movement(
        tx, case_id=settled.case_id, record_id=settled.record_id, moved=moved, local_minute=minute, row=row
    )
    return await conclude(
        tx,
        settled,
        provenance,
        Service.CUSTODY,
        action="take_movement",
        fields=("movement",),
        told=(_reported(record, again=before is not None),),
    )


async def take_sentence_dates(tx: Transaction, record: SentenceDates, provenance: Provenance) -> str:
    """Take the key dates of one booking.

    Raises Ignored: OlderThanHeld (also where the prisoner's record, read later, gives the booking no sentence),
    Duplicate.
    """
    own = identifiers.prison_number(record.prison_number)
    booking = identifiers.plain(identifiers.IdentifierKind.BOOKING_ID, record.booking_id or "")
    claim = Claim(Service.CUSTODY, record.prison_number, (own, booking))
    settled = await take_reading(tx, claim, record, provenance, f"{provenance.topic}#{record.booking_id}")
    if await _booking_ended(tx, settled, record, provenance):
        await set_aside(
            tx, settled, claim, provenance, "the prisoner's record, read later, gives the booking no sentence"
        )
    changed = await sentence.save_booking(
        tx,
        case_id=settled.case_id,
        record_id=settled.record_id,
        given=record.sentence,
        source_time=provenance.source_time,
        described=False,
    )
    if changed is None:
        await set_aside(tx, settled, claim, provenance, "the prisoner's record, read later, gives the booking's dates")
    return await conclude(
        tx,
        settled,
        provenance,
        Service.CUSTODY,
        action="take_sentence_dates",
        fields=filled(record.sentence),
        sentences_changed=changed,
    )


async def take_unplaced_notice(tx: Transaction, record: UnplacedNotice, provenance: Provenance) -> str:
    """Say why nothing is taken.

    Raises Ignored always: UnknownBooking where the hub does not know the booking yet, else the notice's own reason.
    """
    if record.booking_id is None or not await identity.knows_booking(tx, record.booking_id):
        raise Ignored("UnknownBooking", "nobody that the hub knows has this booking; the snapshot is awaited")
    raise Ignored(record.code, record.detail)


async def _take_sentence(tx: Transaction, settled: Settled, record: PrisonerRecord, at: datetime) -> bool:
    """The current booking's sentence; one that the record does not give any more is taken back."""
    if record.sentence is not None:
        changed = await sentence.save_booking(
            tx,
            case_id=settled.case_id,
            record_id=settled.record_id,
            given=record.sentence,
            source_time=at,
            described=True,
        )
        return bool(changed)
    reference = f"booking {record.booking_id}"
    return await sentence.delete_one(tx, record_id=settled.record_id, reference=reference, source_time=at)


async def _booking_ended(tx: Transaction, settled: Settled, record: SentenceDates, provenance: Provenance) -> bool:
    """Whether the prisoner's record, read at the same time or later, gives the booking no sentence."""
    held = await facts.facts_of(tx, settled.case_id)
    mine = next(one for one in held.records if one.id == settled.record_id)
    if mine.custody is None or mine.custody.told is None or mine.custody.booking_id != record.booking_id:
        return False
    given = any(one.given.reference == record.sentence.reference for one in mine.sentences)
    return not given and mine.custody.told.at >= provenance.source_time


def _same_word(one: MovementReport, other: MovementReport) -> bool:
    return replace(one, cause="") == replace(other, cause="")


def _reported(record: MovementSeen, *, again: bool) -> CaseChange:
    after = {
        "direction": record.direction,
        "kind": record.kind,
        "agency": record.agency,
        "reason": record.report.reason,
        "reasonCode": record.report.reason_code,
        "at": record.report.at.isoformat(),
        "timeAssumed": record.report.time_assumed,
        "movesThePerson": record.report.state is not None,
        "reportedBefore": again,
    }
    return CaseChange("MovementReported", None, after)

"""What the prison side says: a prisoner's record, movements, key dates of a sentence."""

from datetime import date, datetime

from hub.actions.identity.erasure import erase_former
from hub.actions.redeciding.movements import hear
from hub.actions.settling.claim import Claim, Settled, reading_of
from hub.actions.settling.gone import refuse_removal, refuse_unknown
from hub.actions.settling.identity import settle
from hub.actions.taking.reading import Late, set_aside, take_reading
from hub.actions.taking.taking import conclude, filled
from hub.actions.telling.case_events import CaseChange
from hub.connectors.connector import Provenance
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.custody import CustodyState, Place
from hub.domain.custody_change import CustodyReading
from hub.domain.person import PersonDetails
from hub.domain.records import (
    BookingDeleted,
    MovementSeen,
    PrisonerRecord,
    PrisonerRemoved,
    SentenceDates,
    SentenceTerms,
    UnplacedNotice,
)
from hub.domain.sentence import Sentence
from hub.errors import Ignored
from hub.store.custody import custody, sentence
from hub.store.custody.custody_reading import keep_custody, rebuild
from hub.store.custody.sentence_terms import replace_terms
from hub.store.decided import facts
from hub.store.identity import likeness
from hub.store.records import identity, person
from hub.store.transaction import Transaction


async def take_prisoner_record(tx: Transaction, record: PrisonerRecord, provenance: Provenance) -> str:
    """Take a prisoner's record as it stands now; where the prisoner was erased since, erase the former numbers too.

    Raises Ignored: OlderThanHeld, Duplicate, Erased.
    """
    claim = Claim(
        Service.CUSTODY, record.prison_number, record.identifiers, record.person, _imposed_on(record.sentence)
    )
    if (erased := await erase_former(tx, claim.key, claim.party.former, provenance)) is not None:
        return erased
    late = _late(tx, provenance, record.person)
    settled = await take_reading(tx, claim, record, provenance, provenance.topic, late=late)
    case_id, record_id, at = settled.case_id, settled.record_id, provenance.source_time
    await identity.note_snapshot(tx, record_id, removed=False)
    await _keep_custody(tx, settled, record.reading, provenance)
    await person.save(tx, case_id=case_id, record_id=record_id, person=record.person, source_time=at)
    await custody.save_told(
        tx,
        case_id=case_id,
        record_id=record_id,
        told=record.place,
        booking_id=record.booking_id,
        legal_status=record.legal_status,
        recall=record.recall,
        category=record.category,
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


def _imposed_on(given: Sentence | None) -> tuple[date, ...]:
    return (given.imposed_on,) if given and given.imposed_on else ()


async def take_prisoner_removed(tx: Transaction, record: PrisonerRemoved, provenance: Provenance) -> str:
    """Forget what the prison's record said: it is there no more. The case and its number stay.

    Raises Ignored: NothingHeld, OlderThanHeld, Duplicate.
    """
    await refuse_removal(tx, Service.CUSTODY, record.prison_number, provenance)
    own = identifiers.prison_number(record.prison_number)
    claim = Claim(Service.CUSTODY, record.prison_number, (own,))
    settled = await take_reading(tx, claim, record, provenance, provenance.topic, late=_late(tx, provenance))
    await identity.note_snapshot(tx, settled.record_id, removed=True)
    await person.forget(tx, settled.record_id)
    await likeness.forget(tx, settled.record_id)
    removed = Place(CustodyState.REMOVED, provenance.source_time, provenance.time_assumed)
    await custody.save_told(tx, case_id=settled.case_id, record_id=settled.record_id, told=removed)
    await _keep_custody(tx, settled, CustodyReading(removed.at, removed.state), provenance)
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
    """Take one publisher's report of a movement; a second report of the same movement is kept as evidence of it.

    Raises Ignored(Duplicate).
    """
    own = identifiers.prison_number(record.prison_number)
    claim = Claim(Service.CUSTODY, record.prison_number, (own,))
    settled = await settle(tx, claim, provenance, provenance.topic, guarded=False)
    heard = await hear(tx, record, case_id=settled.case_id, record_id=settled.record_id)
    return await conclude(
        tx,
        settled,
        provenance,
        Service.CUSTODY,
        action="take_movement",
        fields=("movement",),
        heard=heard,
    )


async def take_sentence_dates(tx: Transaction, record: SentenceDates, provenance: Provenance) -> str:
    """Take the key dates of one booking.

    Raises Ignored: OlderThanHeld (also where the prisoner's record, read later, gives the booking no sentence),
    Duplicate.
    """
    own = identifiers.prison_number(record.prison_number)
    booking = identifiers.plain(identifiers.IdentifierKind.BOOKING_ID, record.booking_id or "")
    claim = Claim(Service.CUSTODY, record.prison_number, (own, booking), sentence_dates=_imposed_on(record.sentence))
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


async def take_sentence_terms(tx: Transaction, record: SentenceTerms, provenance: Provenance) -> str:
    """Take the terms of a booking's sentences. Raises Ignored: OlderThanHeld, Duplicate."""
    own = identifiers.prison_number(record.prison_number)
    booking = identifiers.plain(identifiers.IdentifierKind.BOOKING_ID, record.booking_id)
    claim = Claim(Service.CUSTODY, record.prison_number, (own, booking))
    settled = await take_reading(tx, claim, record, provenance, f"{provenance.topic}#terms {record.booking_id}")
    await replace_terms(
        tx,
        case_id=settled.case_id,
        record_id=settled.record_id,
        booking_id=record.booking_id,
        terms=record.terms,
        source_time=provenance.source_time,
    )
    told = CaseChange("SentenceTermsChanged", None, {"terms": len(record.terms)})
    return await conclude(
        tx, settled, provenance, Service.CUSTODY, action="take_sentence_terms", fields=("terms",), told=(told,)
    )


async def take_booking_deleted(tx: Transaction, record: BookingDeleted, provenance: Provenance) -> str:
    """Take back the sentence of a booking that the prison has deleted, unless a later reading gives it again.

    Raises Ignored(NothingHeld).
    """
    await refuse_unknown(tx, Service.CUSTODY, record.prison_number, provenance.topic)
    claim = Claim(Service.CUSTODY, record.prison_number, (identifiers.prison_number(record.prison_number),))
    settled = await settle(tx, claim, provenance, provenance.topic, guarded=False)
    reference, at = f"booking {record.booking_id}", provenance.source_time
    changed = await sentence.delete_one(tx, record_id=settled.record_id, reference=reference, source_time=at)
    if not changed:
        raise Ignored("NothingHeld", "the hub holds no sentence of the booking, or a later reading gives it")
    return await conclude(
        tx,
        settled,
        provenance,
        Service.CUSTODY,
        action="take_booking_deleted",
        fields=("sentence",),
        sentences_changed=True,
    )


async def take_unplaced_notice(tx: Transaction, record: UnplacedNotice, provenance: Provenance) -> str:
    """Say why nothing is taken.

    Raises Ignored always: UnknownBooking where the hub does not know the booking yet, else the notice's own reason.
    """
    if record.booking_id is None or not await identity.knows_booking(tx, record.booking_id):
        raise Ignored("UnknownBooking", "nobody that the hub knows has this booking; the snapshot is awaited")
    raise Ignored(record.code, record.detail)


async def _keep_custody(tx: Transaction, settled: Settled, said: CustodyReading | None, provenance: Provenance) -> None:
    """What follows from this reading and the ones before it, movements above all, is decided with everything else."""
    if said is not None:
        await keep_custody(
            tx,
            case_id=settled.case_id,
            record_id=settled.record_id,
            topic=provenance.topic,
            read=reading_of(provenance),
            said=said,
        )


def _late(tx: Transaction, provenance: Provenance, said: PersonDetails | None = None) -> Late:
    """A reading that comes late stands between others: what follows from them is looked for anew."""

    async def place_between(settled: Settled) -> None:
        if said is not None:
            await person.save_late(tx, settled.record_id, said, provenance.source_time)
        await rebuild(tx, case_id=settled.case_id, record_id=settled.record_id, topic=provenance.topic)

    return place_between


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

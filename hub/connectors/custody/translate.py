"""The prison side's messages, in the hub's own words."""

from collections.abc import Iterator
from datetime import date

from hub.connectors.connector import Message, Provenance
from hub.connectors.custody.messages import KeyDates, Prisoner
from hub.connectors.custody.places import prison, state_of
from hub.connectors.custody.readings import reading
from hub.connectors.custody.terms import are_terms, read_terms
from hub.connectors.envelope import naming, snapshot_provenance
from hub.connectors.json_reader import read_json, read_object
from hub.connectors.wire import day, flag, key_text, read_shape, subject, text, unread_days
from hub.domain import identifiers
from hub.domain.access import Service
from hub.domain.custody import CustodyState, Place
from hub.domain.days import london_day
from hub.domain.identifiers import Identifier, IdentifierKind
from hub.domain.person import Alias, PersonDetails
from hub.domain.phase import earliest_release
from hub.domain.records import PrisonerRecord, PrisonerRemoved, SentenceDates, SentenceTerms
from hub.domain.sentence import Sentence
from hub.errors import Ignored, Rejected

# Legal statuses of somebody under sentence; remand, civil and immigration detention are none.
SENTENCED = frozenset({"SENTENCED", "RECALL", "INDETERMINATE_SENTENCE"})
# Legal statuses that say nothing on it: a sentence's start date then says so.
SILENT = frozenset({None, "DEAD", "UNKNOWN", "OTHER"})


def decode_prisoner(message: Message) -> tuple[PrisonerRecord | PrisonerRemoved, Provenance]:
    """A prisoner snapshot; null means that the prison holds no such record any more."""
    provenance = snapshot_provenance(message)
    if message.value is None:
        return PrisonerRemoved(subject(_key(message), None)), provenance
    wire = read_shape(read_object(message.value), Prisoner)
    named = text(wire.prisoner_number)
    number = subject(_key(message), identifiers.prison_number(named) if named else None)
    if not any((wire.first_name, wire.last_name, wire.status, wire.booking_id)):
        raise Rejected("WrongShape", "no field of a prisoner record is filled")
    unread = unread_days(dateOfBirth=wire.date_of_birth)
    return _prisoner(wire, number, provenance, london_day(message.broker_time)), naming(provenance, unread)


def decode_sentence(message: Message) -> tuple[SentenceDates | SentenceTerms, Provenance]:
    """A booking's key dates, or the terms of its sentences."""
    provenance = snapshot_provenance(message)
    if message.value is None:
        raise Ignored("SnapshotFollows", "what the prison holds no more is missing from its next prisoner snapshot")
    raw = read_json(message.value)
    if are_terms(raw):
        return read_terms(subject(_key(message), None), raw), provenance
    wire = read_shape(raw, KeyDates)
    named = text(wire.offender_no)
    number = subject(_key(message), identifiers.prison_number(named) if named else None)
    dates = wire.sentence_detail or wire
    booking = text(dates.booking_id) or text(wire.booking_id)
    if booking is None:
        raise Rejected("NoIdentifier", "the key dates name no booking")
    booking_id = identifiers.plain(IdentifierKind.BOOKING_ID, booking).value
    sentence = _sentence(dates, booking_id, "Custodial sentence", None)
    if sentence.last_expiry is None and sentence.release_on is None and sentence.imposed_on is None:
        raise Rejected("WrongShape", "no key date is filled")
    return SentenceDates(number, booking_id, sentence), provenance


def _key(message: Message) -> Identifier | None:
    found = key_text(message)
    return identifiers.prison_number(found) if found else None


def _prisoner(wire: Prisoner, number: str, provenance: Provenance, today: date) -> PrisonerRecord:
    booking = text(wire.booking_id)
    booking_id = identifiers.plain(IdentifierKind.BOOKING_ID, booking).value if booking else None
    middle = text(wire.middle_names)
    place = _place(wire, provenance)
    return PrisonerRecord(
        prison_number=number,
        person=PersonDetails(
            forename=text(wire.first_name),
            middle_names=tuple(middle.split()) if middle else (),
            surname=text(wire.last_name),
            date_of_birth=day(wire.date_of_birth),
            gender=text(wire.gender),
            aliases=tuple(
                Alias(text(one.first_name), text(one.last_name), day(one.date_of_birth)) for one in wire.aliases or ()
            ),
            postcodes=tuple(filter(None, (text(one.postal_code) for one in wire.addresses or ()))),
            birth_unread=bool(unread_days(dateOfBirth=wire.date_of_birth)),
        ),
        identifiers=tuple(_identifiers(wire, number, today)),
        place=place,
        booking_id=booking_id,
        legal_status=text(wire.legal_status),
        recall=bool(flag(wire.recall)),
        sentence=_sentence_of(wire, booking_id),
        category=_upper(wire.category),
        reading=reading(wire, place, booking_id),
    )


def _identifiers(wire: Prisoner, number: str, today: date) -> Iterator[Identifier]:
    yield identifiers.prison_number(number)
    if (raw := text(wire.pnc_number) or text(wire.pnc_number_canonical_long)) is not None:
        yield identifiers.pnc(raw, today)
    if (raw := text(wire.cro_number)) is not None:
        yield identifiers.cro(raw)
    if (raw := text(wire.booking_id)) is not None:
        yield identifiers.plain(IdentifierKind.BOOKING_ID, raw)
    if (raw := text(wire.book_number)) is not None:
        yield identifiers.plain(IdentifierKind.BOOK_NUMBER, raw)
    for line in wire.identifiers or ():
        kind, raw = text(line.type), text(line.value)
        if kind == "PNC" and raw:
            yield identifiers.pnc(raw, today)
        elif kind == "CRO" and raw:
            yield identifiers.cro(raw)
        elif kind == "MERGED" and raw:
            yield identifiers.prison_number(raw)


def _place(wire: Prisoner, provenance: Provenance) -> Place:
    state = state_of(
        status=_upper(wire.status),
        in_out=_upper(wire.in_out_status),
        movement_type=_upper(wire.last_movement_type_code),
        movement_reason=_upper(wire.last_movement_reason_code),
        restricted_patient=bool(flag(wire.restricted_patient)),
        dead=_upper(wire.legal_status) == "DEAD",
        booked=text(wire.booking_id) is not None,
    )
    own = prison(_upper(wire.prison_id))
    code = own or (_upper(wire.supporting_prison_id) if state is CustodyState.RESTRICTED_PATIENT else None)
    return Place(
        state=state,
        at=provenance.source_time,
        time_assumed=provenance.time_assumed,
        status_text=text(wire.status),
        prison_code=code,
        prison_name=text(wire.prison_name) if own else None,
        location=text(wire.cell_location),
        movement_type=_upper(wire.last_movement_type_code),
        movement_reason=_upper(wire.last_movement_reason_code),
    )


def _sentence_of(wire: Prisoner, booking_id: str | None) -> Sentence | None:
    status = _upper(wire.legal_status)
    sentenced = status in SENTENCED or (status in SILENT and day(wire.sentence_start_date) is not None)
    if booking_id is None or not sentenced:
        return None
    description = text(wire.imprisonment_status_description) or "Custodial sentence"
    return _sentence(wire, booking_id, description, text(wire.most_serious_offence))


def _sentence(wire: Prisoner | KeyDates, booking_id: str, description: str, offence: str | None) -> Sentence:
    """The sentence of a booking: one, however many terms a court made it of; its key dates are the whole's."""
    overrides = wire if isinstance(wire, KeyDates) else KeyDates()
    parole_eligible_on = day(overrides.parole_eligibility_override_date) or day(wire.parole_eligibility_date)
    automatic_on = day(overrides.automatic_release_override_date) or day(wire.automatic_release_date)
    conditional_on = day(overrides.conditional_release_override_date) or day(wire.conditional_release_date)
    return Sentence(
        reference=f"booking {booking_id}",
        service=Service.CUSTODY,
        description=description,
        custodial=True,
        active=True,
        imposed_on=day(wire.sentence_start_date),
        offence=offence,
        release_on=earliest_release(
            confirmed=day(wire.confirmed_release_date),
            parole_eligibility=parole_eligible_on,
            automatic=automatic_on,
            conditional=conditional_on,
            released_on=day(wire.release_date),
        ),
        expires_on=day(wire.sentence_expiry_date),
        licence_expires_on=day(wire.licence_expiry_date),
        supervision_expires_on=day(wire.topup_supervision_expiry_date),
        tariff_on=day(wire.tariff_date),
        parole_eligible_on=parole_eligible_on,
        automatic_release_on=automatic_on,
        conditional_release_on=conditional_on,
        indeterminate=flag(wire.indeterminate_sentence) if isinstance(wire, Prisoner) else None,
        type_code=_upper(wire.imprisonment_status) if isinstance(wire, Prisoner) else None,
    )


def _upper(value: str | int | None) -> str | None:
    found = text(value)
    return found.upper() if found else None

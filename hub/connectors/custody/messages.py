"""What the prison side's messages look like on the wire. The field names are theirs and stop here.

Shapes: the prison search's prisoner record, and the booking's key dates of the prison database.
"""

from hub.connectors.wire import Flag, Text, Wire


class OtherIdentifier(Wire):
    """One line of a prisoner record's `identifiers`: PNC, CRO, MERGED (a former prison number), aliases' included."""

    type: Text = None
    value: Text = None
    created_date_time: Text = None


class OtherName(Wire):
    """One of a prisoner record's `aliases`."""

    first_name: Text = None
    last_name: Text = None
    date_of_birth: Text = None


class Address(Wire):
    """One of a prisoner record's `addresses`."""

    postal_code: Text = None


class Prisoner(Wire):
    """The prisoner record; every field may be missing."""

    prisoner_number: Text = None
    pnc_number: Text = None
    pnc_number_canonical_long: Text = None
    cro_number: Text = None
    booking_id: Text = None
    book_number: Text = None
    identifiers: list[OtherIdentifier] | None = None
    first_name: Text = None
    middle_names: Text = None
    last_name: Text = None
    date_of_birth: Text = None
    aliases: list[OtherName] | None = None
    addresses: list[Address] | None = None
    gender: Text = None
    status: Text = None
    in_out_status: Text = None
    last_movement_type_code: Text = None
    last_movement_reason_code: Text = None
    last_movement_date: Text = None
    last_movement_time: Text = None
    prison_id: Text = None
    prison_name: Text = None
    supporting_prison_id: Text = None
    cell_location: Text = None
    restricted_patient: Flag = None
    legal_status: Text = None
    recall: Flag = None
    imprisonment_status: Text = None
    imprisonment_status_description: Text = None
    most_serious_offence: Text = None
    sentence_start_date: Text = None
    release_date: Text = None
    confirmed_release_date: Text = None
    automatic_release_date: Text = None
    conditional_release_date: Text = None
    parole_eligibility_date: Text = None
    tariff_date: Text = None
    indeterminate_sentence: Flag = None
    category: Text = None
    sentence_expiry_date: Text = None
    licence_expiry_date: Text = None
    topup_supervision_expiry_date: Text = None


class KeyDates(Wire):
    """A booking's key dates; a date with an override is replaced by it."""

    booking_id: Text = None
    offender_no: Text = None
    sentence_start_date: Text = None
    release_date: Text = None
    confirmed_release_date: Text = None
    automatic_release_date: Text = None
    automatic_release_override_date: Text = None
    conditional_release_date: Text = None
    conditional_release_override_date: Text = None
    parole_eligibility_date: Text = None
    parole_eligibility_override_date: Text = None
    tariff_date: Text = None
    sentence_expiry_date: Text = None
    licence_expiry_date: Text = None
    topup_supervision_expiry_date: Text = None
    sentence_detail: "KeyDates | None" = None


class TermLength(Wire):
    """A length in four parts, and what the term is spent in: IMP in custody, LIC on licence."""

    code: Text = None
    sentence_term_code: Text = None
    years: Text = None
    months: Text = None
    weeks: Text = None
    days: Text = None


class Offence(Wire):
    """One offence of a sentence."""

    offence_code: Text = None
    offence_description: Text = None


class SentenceLine(TermLength):
    """One line of a booking's sentences: a term of its own, or a sentence with its terms and offences."""

    booking_id: Text = None
    sentence_sequence: Text = None
    term_sequence: Text = None
    consecutive_to: Text = None
    consecutive_to_sequence: Text = None
    sentence_type_description: Text = None
    start_date: Text = None
    sentence_start_date: Text = None
    sentence_date: Text = None
    life_sentence: Flag = None
    terms: list[TermLength] | None = None
    offences: list[Offence] | None = None

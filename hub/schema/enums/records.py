"""The closed lists of what the services' records say, and of how a message ended."""

from hub.domain.agreement import REASONS, Agreement, Fact, Rule
from hub.domain.custody import CustodyState, Direction, MovementKind
from hub.domain.dead_letter import DeadLetterState
from hub.domain.detail import DetailAnswer
from hub.domain.identifiers import IdentifierKind
from hub.domain.sentence_terms import TermKind
from hub.schema.enums.described import Described

ENUMS: Described = {
    DetailAnswer: (
        "How the last call for a record ended, or why none is made.",
        {
            "ARRIVED": "The record came.",
            "NOT_FOUND": "It is not there, or not yet.",
            "FORBIDDEN": "The source does not hand this record to the hub.",
            "REFUSED": "The source does not understand the question.",
            "BUSY": "The source asks to be left alone for a while.",
            "UNAVAILABLE": "The source does not answer, or with a fault of its own.",
            "REDIRECTED": "The source points elsewhere; the hub does not follow.",
            "TOO_LARGE": "The record is larger than the hub takes.",
            "UNREADABLE": "The record can't be read; it lies among the dead letters.",
            "FOREIGN_ADDRESS": "The event names another host than the one that the hub calls.",
            "NO_ADDRESS": "The hub has no address for the source: the record's snapshot is awaited.",
        },
    ),
    CustodyState: (
        "Where a person is, as the prison service says.",
        {
            "NOT_BOOKED": "Known to the prison service, with no booking.",
            "IN_PRISON": "In a prison.",
            "AT_COURT": "Out of prison at a court.",
            "TEMPORARILY_ABSENT": "Out of prison for a time, and coming back.",
            "BEING_TRANSFERRED": "On the way between prisons.",
            "RESTRICTED_PATIENT": "In a hospital, held as a patient.",
            "RELEASED": "Released.",
            "UNLAWFULLY_AT_LARGE": "Unlawfully at large.",
            "DIED": "Died.",
            "REMOVED": "The prison service has taken its record away.",
        },
    ),
    Direction: ("Into prison, or out of it.", {"IN": "Into prison.", "OUT": "Out of prison."}),
    TermKind: (
        "What a term of a sentence is spent in.",
        {"CUSTODY": "In custody.", "LICENCE": "On licence.", "OTHER": "Something else, or not said."},
    ),
    MovementKind: (
        "What sort of movement it is.",
        {
            "ADMISSION": "Taken into prison.",
            "RELEASE": "Let out of prison.",
            "TRANSFER": "From one prison to another.",
            "COURT": "To a court or back.",
            "TEMPORARY_ABSENCE": "Out for a time, or back from it.",
        },
    ),
    IdentifierKind: (
        "What kind of number it is.",
        {
            "PRISON_NUMBER": "The prison service's number of the person.",
            "CRN": "The probation service's number of the person.",
            "PNC": "A number of the Police National Computer.",
            "CRO": "A number of the Criminal Records Office.",
            "BOOKING_ID": "The prison service's number of a booking.",
            "BOOK_NUMBER": "The number of a booking as people write it.",
        },
    ),
    Fact: (
        "A fact about a case that a service's records can say.",
        {
            "NAME": "First and family name.",
            "DATE_OF_BIRTH": "Date of birth.",
            "GENDER": "Gender, as the services write it.",
            "PRISON_NUMBER": "The prison number.",
            "CRN": "The case reference number of the community service.",
            "PNC": "The number of the Police National Computer.",
            "CRO": "The number of the Criminal Records Office.",
            "WHEREABOUTS": "Whether the person is in custody; of the community, what its sentences amount to.",
            "PRISON": "The prison that is responsible.",
            "LEGAL_STATUS": "On which legal ground the person is held.",
            "SENTENCE_IMPOSED_ON": "The day of sentence.",
            "RELEASE_ON": "The earliest release date.",
            "SENTENCE_EXPIRES_ON": "The last day of the sentence.",
            "LICENCE_EXPIRES_ON": "The last day on licence.",
            "OFFENDER_MANAGER": "Who manages the case, by staff code.",
            "ACCESS_LIMITS": "That not everybody may see the case.",
        },
    ),
    Rule: (
        "By which rule a service's word is the one shown.",
        {rule.value: reason for rule, reason in REASONS.items()},
    ),
    Agreement: (
        "Whether the services agree on a fact.",
        {
            "AGREE": "Both hold it, and alike: letter case, accents and blanks do not matter.",
            "DIFFER": "Both hold it, and not alike.",
            "ONLY_ONE": "One service only holds it.",
        },
    ),
    DeadLetterState: (
        "Where a message that could not be taken stands.",
        {
            "WAITING": "Rejected; waits for a person.",
            "PARKED": "Waits behind a rejected one of the same key.",
            "REPLAYED": "Taken again.",
            "DISCARDED": "Given up, with a reason.",
        },
    ),
}

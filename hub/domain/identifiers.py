"""The identifiers of people in both services."""

from enum import StrEnum


class IdentifierKind(StrEnum):
    """What kind of number it is."""

    PRISON_NUMBER = "PRISON_NUMBER"
    CRN = "CRN"
    PNC = "PNC"
    CRO = "CRO"
    BOOKING_ID = "BOOKING_ID"
    BOOK_NUMBER = "BOOK_NUMBER"

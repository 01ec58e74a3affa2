"""The identifiers of people in both services: their formats, canonical forms and check letters.

A bad PNC or CRO is kept as it came, marked invalid, and never used to link; it never stops a record. Prison numbers and
CRNs have a format only. Source: hub ("Identity"); check letter: Police National Computer and Criminal Records Office
numbers as both services' own systems compute it.
"""

import re
from datetime import date
from enum import StrEnum

from hub.domain.value import Value

PRISON_NUMBER = re.compile(r"[A-Z]\d{4}[A-Z]{2}", re.ASCII)
CRN = re.compile(r"[A-Z]\d{6}", re.ASCII)
PNC_WITH_SLASH = re.compile(r"(\d{2}|\d{4})/(\d{1,7})([A-Z])", re.ASCII)
PNC_WITHOUT_SLASH = re.compile(r"(\d{4})(\d{6,7})([A-Z])|(\d{2})(\d{1,7})([A-Z])", re.ASCII)
CRO_STANDARD = re.compile(r"(\d{1,6})/(\d{2})([A-Z])", re.ASCII)
CRO_SMALL_FILE = re.compile(r"SF(\d{2})/(\d{1,6})([A-Z])", re.ASCII)
PRISON_SEARCH_PNC = re.compile(r"(\d{2}|\d{4})/(\d+)([A-Za-z])", re.ASCII)
PRISON_SEARCH_PIVOT = 39

# 23 letters, no I, O, S; the remainder of the digits by 23 picks one.
CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


class IdentifierKind(StrEnum):
    """What kind of number it is."""

    PRISON_NUMBER = "PRISON_NUMBER"
    CRN = "CRN"
    PNC = "PNC"
    CRO = "CRO"
    BOOKING_ID = "BOOKING_ID"
    BOOK_NUMBER = "BOOK_NUMBER"


class Identifier(Value):
    """One identifier as a source gave it: `raw` as it came, `value` canonical, `valid` whether it can be trusted."""

    kind: IdentifierKind
    raw: str
    value: str
    valid: bool


def prison_number(raw: str) -> Identifier:
    """A prison (NOMS) number, like A1234BC; letter case and blanks around it do not matter."""
    value = raw.strip().upper()
    return Identifier(IdentifierKind.PRISON_NUMBER, raw, value, bool(PRISON_NUMBER.fullmatch(value)))


def crn(raw: str) -> Identifier:
    """A case reference number of the community side, like X123456; letter case and blanks do not matter."""
    value = raw.strip().upper()
    return Identifier(IdentifierKind.CRN, raw, value, bool(CRN.fullmatch(value)))


def pnc(raw: str, today: date) -> Identifier:
    """A PNC number; canonical is YYYY/NNNNNNNC, the serial padded to 7.

    Long and short years, with and without slash, padded or not are read. A two-digit year above today's is 19xx.
    """
    text = raw.strip().upper()
    parts = _pnc_parts(text)
    if parts is None:
        return Identifier(IdentifierKind.PNC, raw, text, False)
    year, serial, letter = parts
    padded = serial.zfill(7)
    full_year = year if len(year) == 4 else f"{20 if int(year) <= today.year % 100 else 19}{year}"
    valid = check_letter(full_year[2:] + padded) == letter
    return Identifier(IdentifierKind.PNC, raw, f"{full_year}/{padded}{letter}", valid)


def cro(raw: str) -> Identifier:
    """A CRO number; canonical is NNNNNN/YYC, padded to 6, or the small-file form SFYY/N...C, serial as it is."""
    text = raw.strip().upper()
    if standard := CRO_STANDARD.fullmatch(text):
        serial, year, letter = standard[1].zfill(6), standard[2], standard[3]
        return Identifier(IdentifierKind.CRO, raw, f"{serial}/{year}{letter}", check_letter(year + serial) == letter)
    if small := CRO_SMALL_FILE.fullmatch(text):
        return Identifier(IdentifierKind.CRO, raw, text, check_letter(small[1] + small[2]) == small[3])
    return Identifier(IdentifierKind.CRO, raw, text, False)


def plain(kind: IdentifierKind, raw: str) -> Identifier:
    """An identifier without a format of its own: a booking id or a book number; a number loses leading zeros."""
    text = raw.strip().upper()
    value = text.lstrip("0") or text if text.isdecimal() else text
    return Identifier(kind, raw, value, bool(value))


def check_letter(digits: str) -> str:
    """The letter that belongs to the two-digit year followed by the serial."""
    return CHECK_LETTERS[int(digits) % len(CHECK_LETTERS)]


def prison_search_pnc(raw: str, *, form: str = "as given") -> str:
    """The PNC as the prison's search index writes it, for comparing with its records only, never for linking.

    It strips leading zeros, keeps the year's length (`as given`) or makes it `short` or `long` with a fixed pivot (39
    and above is 19xx), tests no check letter, and leaves everything else as it is.
    """
    found = PRISON_SEARCH_PNC.match(raw)
    if found is None:
        return raw
    year, serial, letter = found[1], found[2].lstrip("0") or "0", found[3].upper()
    if form == "short":
        year = year[-2:]
    elif form == "long" and len(year) == 2:
        year = f"{19 if int(year) >= PRISON_SEARCH_PIVOT else 20}{year}"
    return f"{year}/{serial}{letter}"


def _pnc_parts(text: str) -> tuple[str, str, str] | None:
    """Year, serial and letter. Without a slash, ten or more digits mean a long year."""
    if with_slash := PNC_WITH_SLASH.fullmatch(text):
        return with_slash[1], with_slash[2], with_slash[3]
    if without := PNC_WITHOUT_SLASH.fullmatch(text):
        if without[1]:
            return without[1], without[2], without[3]
        return without[4], without[5], without[6]
    return None

from datetime import date

import pytest

from hub.domain import identifiers
from hub.domain.identifiers import IdentifierKind

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("raw", "canonical", "valid"),
    [
        ("2015/0123456U", "2015/0123456U", True),
        ("2015/123456U", "2015/0123456U", True),  # long year, serial not padded
        ("20150123456U", "2015/0123456U", True),  # no slash
        ("2015123456U", "2015/0123456U", True),  # no slash, long year, ten digits
        ("15/0123456U", "2015/0123456U", True),
        ("15/123456U", "2015/0123456U", True),
        ("15123456U", "2015/0123456U", True),
        (" 15/123456u ", "2015/0123456U", True),  # blanks and letter case
        ("99/42B", "1999/0000042B", True),  # a year above today's is 19xx
        ("26/1W", "2026/0000001W", True),  # today's year is 20xx
        ("27/1L", "1927/0000001L", True),
        ("15/123456V", "2015/0123456V", False),  # wrong check letter
        ("2015/12345678U", "2015/12345678U", False),  # eight digits
        ("2015/0123456", "2015/0123456", False),  # no letter
        ("215/0123456U", "215/0123456U", False),  # a year of three digits
        ("A/123456U", "A/123456U", False),
        ("NOT KNOWN", "NOT KNOWN", False),
        ("", "", False),
        ("٢٠١٥/0123456U", "٢٠١٥/0123456U", False),  # digits of another script
    ],
)
def test_pnc(raw: str, canonical: str, valid: bool) -> None:
    found = identifiers.pnc(raw, TODAY)
    assert (found.kind, found.raw, found.value, found.valid) == (IdentifierKind.PNC, raw, canonical, valid)


def test_the_meaning_of_a_two_digit_year_moves_with_the_year() -> None:
    assert identifiers.pnc("27/1L", date(2027, 1, 1)).value == "2027/0000001L"


@pytest.mark.parametrize(
    ("raw", "canonical", "valid"),
    [
        ("1234/07L", "001234/07L", True),
        ("001234/07l", "001234/07L", True),
        ("765432/98E", "765432/98E", True),
        ("765432/98F", "765432/98F", False),
        ("SF61/4321P", "SF61/4321P", True),  # a small file's serial is kept as it is
        ("SF61/4321Q", "SF61/4321Q", False),
        ("1234567/07L", "1234567/07L", False),
        ("", "", False),
    ],
)
def test_cro(raw: str, canonical: str, valid: bool) -> None:
    found = identifiers.cro(raw)
    assert (found.kind, found.value, found.valid) == (IdentifierKind.CRO, canonical, valid)


@pytest.mark.parametrize(
    ("raw", "canonical", "valid"),
    [
        ("Z9876ZY", "Z9876ZY", True),
        (" z9876zy ", "Z9876ZY", True),
        ("Z987ZY", "Z987ZY", False),
        ("ZZ9876Z", "ZZ9876Z", False),
        ("Z9876ZYX", "Z9876ZYX", False),
        ("", "", False),
    ],
)
def test_prison_number(raw: str, canonical: str, valid: bool) -> None:
    found = identifiers.prison_number(raw)
    assert (found.value, found.valid) == (canonical, valid)


@pytest.mark.parametrize(
    ("raw", "valid"),
    [("Z654321", True), ("z654321", True), ("Z65432", False), ("ZZZ65432", False), ("7654321", False)],
)
def test_crn(raw: str, valid: bool) -> None:
    assert identifiers.crn(raw).valid is valid


@pytest.mark.parametrize(
    ("raw", "value"), [("0009876543", "9876543"), ("9876543", "9876543"), ("0", "0"), ("-7", "-7")]
)
def test_a_booking_id_is_the_same_however_it_is_padded(raw: str, value: str) -> None:
    assert identifiers.plain(IdentifierKind.BOOKING_ID, raw).value == value


@pytest.mark.parametrize(
    ("raw", "form", "written"),
    [
        ("2015/0123456u", "as given", "2015/123456U"),
        ("15/0000000u", "as given", "15/0U"),
        ("2015/0123456u", "short", "15/123456U"),
        ("15/0123456u", "long", "2015/123456U"),
        ("38/0123456u", "long", "2038/123456U"),
        ("39/0123456u", "long", "1939/123456U"),
        ("no pnc", "long", "no pnc"),
    ],
)
def test_how_the_prison_search_writes_it(raw: str, form: str, written: str) -> None:
    assert identifiers.prison_search_pnc(raw, form=form) == written

from datetime import date

from hub.domain.identifiers import Identifier, IdentifierKind
from hub.domain.matching.described import described, terms_of
from hub.domain.person import Alias, PersonDetails

PERSON = PersonDetails(
    "Abelard",
    ("Quillon",),
    "Testerby",
    date(1984, 3, 21),
    "Male",
    (Alias("Una", "Quill", date(1985, 7, 2)), Alias(None, None, None)),
    ("ze1 9zz", "nowhere"),
)


def test_all_that_a_record_says_is_compared() -> None:
    numbers = [
        Identifier(IdentifierKind.PNC, "15/123456U", "2015/0123456U", True),
        Identifier(IdentifierKind.PNC, "bad", "bad", False),
        Identifier(IdentifierKind.CRO, "1234/07L", "001234/07L", True),
        Identifier(IdentifierKind.PRISON_NUMBER, "Z0001ZZ", "Z0001ZZ", True),
    ]
    found = described(PERSON, numbers, [date(2021, 6, 14)])
    assert (found.full_name, found.middle_name) == ("ABELARD TESTERBY", "QUILLON")
    assert found.forenames == {"ABELARD", "UNA"}
    assert found.surnames == {"TESTERBY", "QUILL"}
    assert found.births == {date(1984, 3, 21), date(1985, 7, 2)}
    assert found.postcodes == {"ZE19ZZ"}
    assert found.sentence_dates == (date(2021, 6, 14),)
    assert found.pncs == {"2015/0123456U"}
    assert found.cros == {"001234/07L"}


def test_the_values_that_are_counted() -> None:
    assert terms_of(described(PERSON)) == {
        ("full_name", "ABELARD TESTERBY"),
        ("forename", "ABELARD"),
        ("surname", "TESTERBY"),
        ("middle_name", "QUILLON"),
        ("born", "1984-03-21"),
        ("postcode", "ZE19ZZ"),
    }


def test_a_record_that_says_nothing_counts_nothing() -> None:
    assert terms_of(described(PersonDetails())) == frozenset()

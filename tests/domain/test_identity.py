from datetime import date

import pytest

from hub.domain.identifiers import IdentifierKind
from hub.domain.identity import Doubt, Party, doubt
from hub.domain.person import PersonDetails

K = IdentifierKind
ADA = PersonDetails("Ada", (), "Madeup", date(1990, 1, 1))
BEA = PersonDetails("Bea", (), "Fictionby", date(1985, 5, 5))


def prison(number: str, person: PersonDetails = ADA) -> Party:
    return Party(prison_numbers=frozenset({number}), persons=(person,))


def community(crn: str, person: PersonDetails = ADA, names: str | None = None) -> Party:
    return Party(crns=frozenset({crn}), named=frozenset({names} if names else ()), persons=(person,))


@pytest.mark.parametrize(
    ("one", "other", "by", "unique", "why"),
    [
        # an identifier that both sides hold
        (prison("Z0001ZZ"), community("Z000001", names="Z0001ZZ"), K.PRISON_NUMBER, True, None),
        (prison("Z0001ZZ"), community("Z000001", names="Z0001ZZ"), K.PRISON_NUMBER, False, None),
        (prison("Z0001ZZ"), community("Z000001", BEA), K.PRISON_NUMBER, True, None),  # names do not stand in its way
        (community("Z000001"), community("Z000002"), K.PRISON_NUMBER, True, None),  # both name the same prison number
        (community("Z000001"), community("Z000002"), K.CRN, True, None),  # one was the other's former number
        # two prison numbers are two people until the prison merges them
        (prison("Z0001ZZ"), prison("Z0002ZZ"), K.PRISON_NUMBER, True, Doubt.TWO_PRISON_NUMBERS),
        (
            prison("Z0001ZZ").with_(community("Z000001")),
            prison("Z0002ZZ"),
            K.PRISON_NUMBER,
            True,
            Doubt.TWO_PRISON_NUMBERS,
        ),
        # a number of the police
        (prison("Z0001ZZ"), community("Z000001"), K.PNC, True, None),
        (prison("Z0001ZZ"), community("Z000001"), K.CRO, True, None),
        (prison("Z0001ZZ"), community("Z000001"), K.PNC, False, Doubt.IDENTIFIER_NOT_UNIQUE),
        (prison("Z0001ZZ").with_(community("Z000001")), community("Z000002"), K.PNC, True, Doubt.TWO_CRNS),
        (
            prison("Z0001ZZ"),
            community("Z000001", names="Z0009ZZ"),
            K.PNC,
            True,
            Doubt.ANOTHER_PRISON_NUMBER_NAMED,
        ),
        (prison("Z0001ZZ"), community("Z000001", BEA), K.PNC, True, Doubt.PERSONS_DIFFER),
        (prison("Z0001ZZ"), community("Z000001", PersonDetails(surname="Other")), K.PNC, True, None),
    ],
)
def test_whether_two_cases_are_one(
    one: Party, other: Party, by: IdentifierKind, unique: bool, why: Doubt | None
) -> None:
    assert doubt(one, other, by, unique=unique) is why
    assert doubt(other, one, by, unique=unique) is why

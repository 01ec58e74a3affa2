"""A record as the services' connectors hand it over, as the matcher compares it."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from hub.domain.identifiers import Identifier, IdentifierKind
from hub.domain.matching.comparisons import BORN, FORENAME, FULL_NAME, POSTCODE, SECOND_NAME, SURNAME
from hub.domain.matching.description import Description, describe
from hub.domain.person import PersonDetails

TERMS = (FULL_NAME, FORENAME, SURNAME, SECOND_NAME, BORN)


def described(
    person: PersonDetails, identifiers: Iterable[Identifier] = (), sentence_dates: Iterable[date] = ()
) -> Description:
    """The description of a record: what it says of the person, its valid police numbers, the days it was sentenced."""
    return _described(person, tuple(identifiers), tuple(sentence_dates))


# A record is described when others like it are looked for, and when it is taken.
@lru_cache(4_096)
def _described(
    person: PersonDetails, identifiers: tuple[Identifier, ...], sentence_dates: tuple[date, ...]
) -> Description:
    valid = [one for one in identifiers if one.valid]
    return describe(
        forename=person.forename,
        middle_names=person.middle_names,
        surname=person.surname,
        born=person.date_of_birth,
        alias_forenames=[one.forename for one in person.aliases],
        alias_surnames=[one.surname for one in person.aliases],
        alias_births=[one.date_of_birth for one in person.aliases],
        postcodes=person.postcodes,
        sentence_dates=sentence_dates,
        pncs=[one.value for one in valid if one.kind is IdentifierKind.PNC],
        cros=[one.value for one in valid if one.kind is IdentifierKind.CRO],
    )


def terms_of(person: Description) -> frozenset[tuple[str, str]]:
    """The values of a record whose frequency matters, each with its column."""
    values = {(term.column, value) for term in TERMS if (value := term.value(person)) is not None}
    return frozenset(values | {(POSTCODE, one) for one in person.postcodes})

"""Which pairs are looked at at all: two records that share a key.

Each key asks for so much that, among a million people, few others share it; together they leave room for a slip in any
one of name, date and address. A key is a number, so that it fits an index.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import islice, product

from hub.domain.matching.description import Description

# Aliases are looked at up to so many combinations a record.
MOST = 12
# A record's keys are asked for when others like it are looked for, when it is compared, and when it is kept.
MOST_AT_ONCE = 4_096


@lru_cache(MOST_AT_ONCE)
def keys(person: Description) -> frozenset[int]:
    """The keys of a record, as signed numbers of 64 bits."""
    return frozenset(_number(text) for text in _texts(person))


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def _texts(person: Description) -> Iterator[str]:
    yield from _by_name(person)
    yield from _by_birth(person)
    yield from _by_place(person)
    for number in sorted(person.pncs):
        yield f"figures {number[6:12]}"
    for number in sorted(person.cros):
        yield f"figures {number[:6]}"
    if person.marker:
        yield f"marker {person.marker}"
    if person.defendant:
        yield f"defendant {person.defendant}"


def _by_name(person: Description) -> Iterator[str]:
    """Both names in any order, aliases included, with the year of birth or the day in it; or with a middle name."""
    names = product(sorted(person.forenames), sorted(person.surnames))
    for (forename, surname), born in islice(product(names, sorted(person.births)), MOST):
        both = " ".join(sorted((forename, surname)))
        yield f"name and year {both} {born.year}"
        yield f"name and day {both} {born:%m-%d}"
    if person.full_name and person.middle_name:
        yield f"three names {person.full_name} {person.middle_name}"


def _by_birth(person: Description) -> Iterator[str]:
    for born in islice(sorted(person.births), MOST):
        if person.surname:
            yield f"born and surname {born} {person.surname}"
        if person.forename:
            yield f"born and forename {born} {person.forename}"
        yield from _with_initials(f"born {born}", person)


def _by_place(person: Description) -> Iterator[str]:
    for postcode in islice(sorted(person.postcodes), MOST):
        yield from _with_initials(f"postcode {postcode}", person)
        yield from _with_births(f"postcode {postcode}", person)


def _with_initials(start: str, person: Description) -> Iterator[str]:
    if person.forename and person.surname:
        yield f"{start} {person.forename[:2]} {person.surname[:2]}"


def _with_births(start: str, person: Description) -> Iterator[str]:
    births: list[date] = sorted(person.births)
    for born in islice(births, MOST):
        yield f"{start} {born}"

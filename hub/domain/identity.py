"""Whether two cases are one person, as far as the hub decides that by itself; below the line a person decides.

Order of trust: an identifier that both sides hold (prison number, CRN), then a PNC or CRO with a good check letter that
one record on each side has. Source: hub ("Identity").
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hub.domain.identifiers import IdentifierKind
from hub.domain.person import PersonDetails, contradicts

# Identifiers that one side gave and the other holds: they link whoever else holds them.
DIRECT = frozenset({IdentifierKind.PRISON_NUMBER, IdentifierKind.CRN})
# Identifiers of the police that both sides copy: they link only where one record on each side has them.
SHARED = frozenset({IdentifierKind.PNC, IdentifierKind.CRO})
LINKING = DIRECT | SHARED


class Doubt(StrEnum):
    """Why two cases that hold the same identifier, or look alike, are not joined by the hub itself."""

    TWO_PRISON_NUMBERS = "TWO_PRISON_NUMBERS"
    TWO_CRNS = "TWO_CRNS"
    IDENTIFIER_NOT_UNIQUE = "IDENTIFIER_NOT_UNIQUE"
    ANOTHER_PRISON_NUMBER_NAMED = "ANOTHER_PRISON_NUMBER_NAMED"
    PERSONS_DIFFER = "PERSONS_DIFFER"
    BOTH_HAVE_PLANS = "BOTH_HAVE_PLANS"
    LOOKS_ALIKE = "LOOKS_ALIKE"
    POSSIBLE_TWINS = "POSSIBLE_TWINS"
    SEVERAL_ALIKE = "SEVERAL_ALIKE"


@dataclass(frozen=True)
class Party:
    """What the records of one case say of who it is.

    `named` are the prison numbers that its community records name, `persons` the details of each record.
    """

    prison_numbers: frozenset[str] = frozenset()
    crns: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    persons: tuple[PersonDetails, ...] = ()

    def with_(self, other: "Party") -> "Party":
        """Both as one."""
        return Party(
            self.prison_numbers | other.prison_numbers,
            self.crns | other.crns,
            self.named | other.named,
            self.persons + other.persons,
        )


def doubt(one: Party, other: Party, by: IdentifierKind, *, unique: bool) -> Doubt | None:
    """Why the two are not joined by an identifier of that kind; None where they are.

    `unique` says that one record at most on each side holds the identifier. Two prison numbers are two people until
    the prison merges them; two CRNs can be one person only where an identifier given by a side says so.
    """
    both = one.with_(other)
    if len(both.prison_numbers) > 1:
        return Doubt.TWO_PRISON_NUMBERS
    if by in DIRECT:
        return None
    if not unique:
        return Doubt.IDENTIFIER_NOT_UNIQUE
    if len(both.crns) > 1:
        return Doubt.TWO_CRNS
    if both.named and both.prison_numbers and both.named.isdisjoint(both.prison_numbers):
        return Doubt.ANOTHER_PRISON_NUMBER_NAMED
    return Doubt.PERSONS_DIFFER if persons_differ(one.persons, other.persons) else None


def persons_differ(one: Iterable[PersonDetails], other: Iterable[PersonDetails]) -> bool:
    """Whether any record of the one contradicts any of the other in both surname and date of birth."""
    others = tuple(other)
    return any(contradicts(mine, theirs) for mine in one for theirs in others)

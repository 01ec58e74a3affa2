"""Whether two cases are one person, as far as the hub decides that by itself; below the line a person decides.

Order of trust: an identifier that both sides hold (prison number, CRN), then a PNC or CRO with a good check letter that
one record on each side has. Source: hub ("Identity").
"""

from collections.abc import Iterable
from enum import StrEnum

from hub.domain.identifiers import IdentifierKind
from hub.domain.person import PersonDetails, contradicts
from hub.domain.value import Value

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
    RULED_DIFFERENT = "RULED_DIFFERENT"
    NEEDS_ATTENTION = "NEEDS_ATTENTION"


class Party(Value):
    """What the records of one case say of who it is.

    `prison_numbers` and `crns` are those of its living records; one that its source merged away counts no more.
    `named` are the prison numbers that its community records name, `persons` the details of each record; `records` are
    our own keys of the records, `apart` those of the records that are ruled to be of somebody else. `former` are prison
    numbers that the prison's own records give as their holder's former ones: they were merged away. `in_doubt`:
    somebody must look at the case first; no score brings it to another.
    """

    prison_numbers: frozenset[str] = frozenset()
    crns: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    persons: tuple[PersonDetails, ...] = ()
    records: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    former: frozenset[str] = frozenset()
    in_doubt: bool = False

    def with_(self, other: "Party") -> "Party":
        """Both as one."""
        return Party(
            self.prison_numbers | other.prison_numbers,
            self.crns | other.crns,
            self.named | other.named,
            self.persons + other.persons,
            self.records | other.records,
            self.apart | other.apart,
            self.former | other.former,
            self.in_doubt or other.in_doubt,
        )

    def is_ruled_apart_from(self, other: "Party") -> bool:
        """Whether a ruling says that a record of the one and a record of the other are of different people."""
        return not self.apart.isdisjoint(other.records) or not other.apart.isdisjoint(self.records)


def doubt(one: Party, other: Party, by: IdentifierKind, *, unique: bool) -> Doubt | None:
    """Why the two are not joined by an identifier of that kind; None where they are.

    `unique` says that one record at most on each side holds the identifier. Two prison numbers are two people until
    the prison merges them; two CRNs can be one person only where an identifier given by a side says so. A ruling wins
    over everything.
    """
    if one.is_ruled_apart_from(other):
        return Doubt.RULED_DIFFERENT
    both = one.with_(other)
    if len(both.prison_numbers - both.former) > 1:
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

"""In what two descriptions of people are compared, level by level.

Source of the levels: the published model of the shared person record (docs/decisions.md, "Identity and team").
"""

from itertools import chain

from hub.domain.matching.description import Description
from hub.domain.matching.frequencies import TermFrequencies
from hub.domain.matching.levels import Comparison, Level, Term, equal, not_known, otherwise, similar, slips

NAME = "name"
BIRTH = "date of birth"
POSTCODE = "postcode"
MIDDLE_NAME = "middle name"
POLICE_NUMBERS = "PNC and CRO"
SENTENCE_DATES = "sentence dates"
DECIDED = "decided by a person"
DEFENDANT = "court's number of the person"

FULL_NAME = Term[Description]("full_name", lambda one: one.full_name)
FORENAME = Term[Description]("forename", lambda one: one.forename)
SURNAME = Term[Description]("surname", lambda one: one.surname)
SECOND_NAME = Term[Description]("middle_name", lambda one: one.middle_name)
BORN = Term[Description]("born", lambda one: one.born.isoformat() if one.born else None)
CLOSE_NAME = Term[Description]("full_name", lambda one: one.full_name, strength=0.7)

FIVE_YEARS = 5 * 365.25
TWO_WEEKS = 14


def _any_name(one: Description, other: Description) -> bool:
    return not ((one.forename and other.forename) or (one.surname and other.surname))


def _swapped(one: Description, other: Description) -> bool:
    return equal(one.forename, other.surname) and equal(one.surname, other.forename)


def _alias(one: Description, other: Description) -> bool:
    return not one.forenames.isdisjoint(other.forenames) and not one.surnames.isdisjoint(other.surnames)


def _few_names(one: Description, other: Description) -> bool:
    return len(one.forenames) * len(other.forenames) + len(one.surnames) * len(other.surnames) <= 10


def _both_alike(one: Description, other: Description) -> bool:
    """Each name alike; one that neither record knows does not count against it."""
    return _alike(one.forename, other.forename) and _alike(one.surname, other.surname)


def _alike(one: str | None, other: str | None) -> bool:
    return one is other is None or similar(one, other, 0.7)


name = Comparison[Description](
    NAME,
    (
        Level("no name known on both sides", _any_name, counts=False),
        Level("same forename and surname", lambda a, b: equal(a.full_name, b.full_name), FULL_NAME),
        Level("similar forename and surname", lambda a, b: similar(a.full_name, b.full_name, 0.9), CLOSE_NAME),
        Level("forename and surname swapped", _swapped),
        Level("an alias agrees, few names", lambda a, b: _alias(a, b) and _few_names(a, b)),
        Level("an alias agrees, many names", _alias),
        Level("forename and surname alike", _both_alike),
        Level("same forename", lambda a, b: equal(a.forename, b.forename), FORENAME),
        Level("same surname", lambda a, b: equal(a.surname, b.surname), SURNAME),
        otherwise(),
    ),
)


def _births_meet(one: Description, other: Description) -> bool:
    return not one.births.isdisjoint(other.births)


def _birth_slip(one: Description, other: Description) -> bool:
    """The same decade, and one figure wrong in the rest of the date."""
    if one.born is None or other.born is None:
        return False
    mine, theirs = one.born.isoformat(), other.born.isoformat()
    return mine[:3] == theirs[:3] and slips(mine[3:], theirs[3:], 1)


def _within_five_years(one: Description, other: Description) -> bool:
    return bool(one.born and other.born and abs((one.born - other.born).days) <= FIVE_YEARS)


birth = Comparison[Description](
    BIRTH,
    (
        not_known(lambda one: bool(one.births)),
        Level("same date", lambda a, b: equal(a.born, b.born), BORN),
        Level(
            "an alias's date agrees, few dates", lambda a, b: _births_meet(a, b) and len(a.births) * len(b.births) <= 6
        ),
        Level("an alias's date agrees, many dates", _births_meet),
        Level("one figure differs", _birth_slip),
        Level("within five years", _within_five_years),
        otherwise(),
    ),
)


def postcode(frequencies: TermFrequencies) -> Comparison[Description]:
    """The postcodes: to share one that few people have says more."""

    def rarer_than(limit: float) -> "Level[Description]":
        def holds(one: Description, other: Description) -> bool:
            product = 1.0
            for shared in one.postcodes & other.postcodes:
                product *= frequencies.of(POSTCODE, shared)
            return product < limit

        return Level(f"same postcode, shared by fewer than {limit:.3%}", holds)

    return Comparison(
        POSTCODE,
        (
            not_known(lambda one: bool(one.postcodes)),
            rarer_than(0.00001),
            rarer_than(0.0001),
            rarer_than(0.001),
            Level("same district", lambda a, b: not a.districts.isdisjoint(b.districts)),
            otherwise(),
        ),
    )


middle_name = Comparison[Description](
    MIDDLE_NAME,
    (
        not_known(lambda one: one.middle_name is not None),
        Level("same", lambda a, b: equal(a.middle_name, b.middle_name), SECOND_NAME),
        Level("similar", lambda a, b: similar(a.middle_name, b.middle_name, 0.85)),
        otherwise(),
    ),
)


def _cores_meet(one: Description, other: Description) -> bool:
    """A PNC written as a CRO, or a PNC of the same year with a slip in its first figure."""
    if not _cores(one.pncs).isdisjoint(c[:6] for c in other.cros) or not _cores(other.pncs).isdisjoint(
        c[:6] for c in one.cros
    ):
        return True
    tails = {(pnc[:5], pnc[7:]) for pnc in one.pncs if len(pnc) == 13}
    return not tails.isdisjoint((pnc[:5], pnc[7:]) for pnc in other.pncs if len(pnc) == 13)


def _cores(pncs: frozenset[str]) -> set[str]:
    return {pnc[6:12] for pnc in pncs if pnc[6:12].isdecimal() and len(pnc) == 13}


def police_numbers_agree(one: Description, other: Description) -> bool:
    """Whether the two share a PNC or a CRO."""
    return not one.pncs.isdisjoint(other.pncs) or not one.cros.isdisjoint(other.cros)


def _both_differ(one: Description, other: Description) -> bool:
    return bool(one.pncs and other.pncs and one.cros and other.cros)


police_numbers = Comparison[Description](
    POLICE_NUMBERS,
    (
        not_known(lambda one: bool(one.pncs or one.cros)),
        Level("same PNC and same CRO", lambda a, b: not a.pncs.isdisjoint(b.pncs) and not a.cros.isdisjoint(b.cros)),
        Level("same PNC", lambda a, b: not a.pncs.isdisjoint(b.pncs)),
        Level("same CRO", lambda a, b: not a.cros.isdisjoint(b.cros)),
        Level("the figures of a PNC and a CRO agree", _cores_meet),
        Level("both PNC and CRO differ", _both_differ),
        Level(
            "only different kinds known",
            lambda a, b: not (a.pncs and b.pncs) and not (a.cros and b.cros),
            counts=False,
        ),
        otherwise(),
    ),
)


def _sentence_shared(most: int | None) -> Level[Description]:
    words = "one date each" if most == 1 else f"of up to {most} pairs of dates" if most else "of many dates"

    def holds(one: Description, other: Description) -> bool:
        pairs = len(one.sentence_dates) * len(other.sentence_dates)
        return (most is None or pairs <= most) and not set(one.sentence_dates).isdisjoint(other.sentence_dates)

    return Level(f"a date in common, {words}", holds)


def _near(one: Description, other: Description) -> bool:
    mine, theirs = one.sentence_dates, other.sentence_dates
    return min(abs((mine[0] - theirs[0]).days), abs((mine[-1] - theirs[-1]).days)) <= TWO_WEEKS


sentence_dates = Comparison[Description](
    SENTENCE_DATES,
    (
        not_known(lambda one: bool(one.sentence_dates)),
        *(_sentence_shared(most) for most in (1, 9, 50, None)),
        Level("first or last within two weeks", _near),
        otherwise(),
    ),
)


def told_apart(one: Description, other: Description) -> bool:
    """Whether a person decided that the two are different people: other markers in a scope that both are in."""
    return bool(one.marker and other.marker and one.marker != other.marker and not one.scopes.isdisjoint(other.scopes))


decided = Comparison[Description](
    DECIDED,
    (
        not_known(lambda one: one.marker is not None),
        Level("one person", lambda a, b: equal(a.marker, b.marker)),
        Level("different people", told_apart),
        otherwise(),
    ),
)
defendant = Comparison[Description](
    DEFENDANT,
    (
        not_known(lambda one: one.defendant is not None),
        Level("same", lambda a, b: equal(a.defendant, b.defendant)),
        otherwise(),
    ),
)


def comparisons(frequencies: TermFrequencies) -> tuple[Comparison[Description], ...]:
    """Every comparison of two descriptions, in the order in which evidence is shown."""
    first = (name, birth, postcode(frequencies))
    return tuple(chain(first, (middle_name, police_numbers, sentence_dates, decided, defendant)))

"""Twins share a surname, a birth date, an address and often a day in court: they must never become one case."""

from hub.domain.matching.comparisons import police_numbers_agree
from hub.domain.matching.description import Description
from hub.domain.matching.levels import equal, similar

# A pair is asked about only where it looks like one person.
LOOKS_LIKE_ONE = 8.0
SIMILAR_FORENAME = 0.9


def possible_twins(one: Description, other: Description, weight: float) -> bool:
    """Whether a pair that scores as one person may be twins: all but the forename agrees, and no identifier does.

    Forenames must differ altogether; where a PNC or a CRO differs outright, similar forenames are no excuse.
    Source: the published rule of the shared person record.
    """
    return (
        weight > LOOKS_LIKE_ONE
        and _family(one, other)
        and _share_place_or_court(one, other)
        and one.forenames.isdisjoint(other.forenames)
        and (_a_number_differs(one, other) or not _any_similar(one, other))
    )


def like_twins(one: Description, other: Description) -> bool:
    """The hub's own wider guard, under which it never joins by itself: a person decides.

    Two forenames one letter apart are a slip of the pen as often as they are Jayden and Hayden; twins give each
    other's name; and nobody knows where both were last year. Source: hub.
    """
    if not _family(one, other):
        return False
    return one.forenames.isdisjoint(other.forenames) or _a_number_differs(one, other)


def _family(one: Description, other: Description) -> bool:
    """Same surname and birth date, other forenames, nothing that a person, a court or the police says against it."""
    return (
        not equal(one.marker, other.marker)
        and not equal(one.defendant, other.defendant)
        and not police_numbers_agree(one, other)
        and one.forename is not None
        and other.forename is not None
        and one.forename not in (other.forename, other.middle_name)
        and other.forename != one.middle_name
        and equal(one.surname, other.surname)
        and not one.births.isdisjoint(other.births)
    )


def _share_place_or_court(one: Description, other: Description) -> bool:
    return not one.postcodes.isdisjoint(other.postcodes) or not set(one.sentence_dates).isdisjoint(other.sentence_dates)


def _a_number_differs(one: Description, other: Description) -> bool:
    return bool((one.pncs and other.pncs) or (one.cros and other.cros))


def _any_similar(one: Description, other: Description) -> bool:
    return any(similar(mine, theirs, SIMILAR_FORENAME) for mine in one.forenames for theirs in other.forenames)

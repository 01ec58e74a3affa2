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
        and _one_birth(one, other)
        and _other_forename(one, other)
        and _share_place_or_court(one, other)
        and one.forenames.isdisjoint(other.forenames)
        and (_a_number_differs(one, other) or not _any_similar(one, other))
    )


def like_twins(one: Description, other: Description) -> bool:
    """The hub's own wider guard, under which it never joins by itself: a person decides.

    Two forenames one letter apart are a slip of the pen as often as they are Jayden and Hayden; nobody knows where both
    were last year; and twins give each other's name, so that an alias forename which only one record knows may be the
    twin's own. Source: hub.
    """
    return _one_birth(one, other) and (_forenames_differ(one, other) or _a_number_differs(one, other))


def _one_birth(one: Description, other: Description) -> bool:
    """Same surname and birth date, and nothing that a person, a court or the police says of both."""
    return (
        not equal(one.marker, other.marker)
        and not equal(one.defendant, other.defendant)
        and not police_numbers_agree(one, other)
        and equal(one.surname, other.surname)
        and not one.births.isdisjoint(other.births)
    )


def _forenames_differ(one: Description, other: Description) -> bool:
    """Whether either goes by a forename that the other does not; who uses the middle name is let pass."""
    if equal(one.forename, other.middle_name) or equal(other.forename, one.middle_name):
        return False
    return one.forenames != other.forenames


def _other_forename(one: Description, other: Description) -> bool:
    """Whether both give a forename, and neither is the other's forename or middle name."""
    return (
        one.forename is not None
        and other.forename is not None
        and one.forename not in (other.forename, other.middle_name)
        and other.forename != one.middle_name
    )


def _share_place_or_court(one: Description, other: Description) -> bool:
    return not one.postcodes.isdisjoint(other.postcodes) or not set(one.sentence_dates).isdisjoint(other.sentence_dates)


def _a_number_differs(one: Description, other: Description) -> bool:
    return bool((one.pncs and other.pncs) or (one.cros and other.cros))


def _any_similar(one: Description, other: Description) -> bool:
    return any(similar(mine, theirs, SIMILAR_FORENAME) for mine in one.forenames for theirs in other.forenames)

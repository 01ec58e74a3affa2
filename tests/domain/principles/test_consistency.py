from msgspec.structs import asdict

from hub.domain.principles.consistency import consistency
from hub.domain.principles.figure import NOT_YET_KNOWN, FigureState


def test_until_contacts_are_counted_nothing_is_known() -> None:
    assert set(asdict(consistency()).values()) == {NOT_YET_KNOWN}


def test_what_is_counted_is_told_and_the_rest_stays_unknown() -> None:
    found = consistency(clashing_appointments=0)
    assert (found.clashing_appointments.state, found.clashing_appointments.value) == (FigureState.KNOWN, 0)
    assert found.contradictory_directions == found.like_failures_answered_unlike == NOT_YET_KNOWN

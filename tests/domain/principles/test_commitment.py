from msgspec.structs import asdict

from hub.domain.principles.commitment import commitment
from hub.domain.principles.figure import NOT_YET_KNOWN, NOTHING_TO_MEASURE


def test_until_contacts_and_reviews_are_recorded_nothing_is_known() -> None:
    assert set(asdict(commitment()).values()) == {NOT_YET_KNOWN}


def test_those_held_against_those_due() -> None:
    found = commitment(contacts_held=3, contacts_due=4, reviews_held=0, reviews_due=0)
    assert found.share_of_contacts_held.value == 75
    assert found.share_of_reviews_held == NOTHING_TO_MEASURE

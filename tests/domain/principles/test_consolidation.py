from msgspec.structs import asdict

from hub.domain.principles.consolidation import consolidation
from hub.domain.principles.figure import NOT_YET_KNOWN


def test_until_it_is_recorded_nothing_is_known() -> None:
    assert set(asdict(consolidation()).values()) == {NOT_YET_KNOWN}


def test_objectives_achieved_are_counted() -> None:
    found = consolidation(achieved=2)
    assert (found.achieved.value, found.built_on, found.recognised) == (2, NOT_YET_KNOWN, NOT_YET_KNOWN)

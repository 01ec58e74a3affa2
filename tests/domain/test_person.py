from datetime import date

import pytest

from hub.domain.access import Service
from hub.domain.person import PersonDetails, contradicts, shown

PRISON = PersonDetails("BRYONY", (), "MADEUP", date(1990, 1, 2))
COMMUNITY = PersonDetails("Bryony", ("Quill",), "Madeup-Smythe", date(1990, 2, 1))
NAMELESS = PersonDetails(date_of_birth=date(1990, 2, 1))
BORN_UNKNOWN = PersonDetails("BRYONY", (), "MADEUP")


@pytest.mark.parametrize(
    ("custody", "community", "in_custody", "surname", "born", "source"),
    [
        (PRISON, COMMUNITY, True, "MADEUP", date(1990, 1, 2), Service.CUSTODY),
        (PRISON, COMMUNITY, False, "Madeup-Smythe", date(1990, 2, 1), Service.COMMUNITY),
        (PRISON, None, False, "MADEUP", date(1990, 1, 2), Service.CUSTODY),
        (None, COMMUNITY, True, "Madeup-Smythe", date(1990, 2, 1), Service.COMMUNITY),
        (BORN_UNKNOWN, COMMUNITY, True, "MADEUP", date(1990, 2, 1), Service.CUSTODY),
        (NAMELESS, COMMUNITY, True, "Madeup-Smythe", date(1990, 2, 1), Service.COMMUNITY),
        (None, None, True, None, None, None),
    ],
)
def test_whose_name_the_case_shows(
    custody: PersonDetails | None,
    community: PersonDetails | None,
    in_custody: bool,
    surname: str | None,
    born: date | None,
    source: Service | None,
) -> None:
    found = shown(custody, community, in_custody=in_custody)
    assert (found.surname, found.date_of_birth, found.service) == (surname, born, source)


def test_the_answer_says_why() -> None:
    assert shown(PRISON, COMMUNITY, in_custody=True).reason == (
        "The person is in custody: the prison record's name is shown."
    )
    assert shown(PRISON, None, in_custody=False).reason == "Only the prison record gives a name."


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (PRISON, COMMUNITY, True),
        (PRISON, PersonDetails("X", (), "Madeup", date(1991, 1, 1)), False),  # the surname agrees
        (PRISON, PersonDetails("X", (), "Other", date(1990, 1, 2)), False),  # the birthday agrees
        (PRISON, NAMELESS, False),
        (PRISON, None, False),
    ],
)
def test_two_records_contradict_only_in_both(one: PersonDetails, other: PersonDetails | None, differ: bool) -> None:
    assert contradicts(one, other) is differ

"""Which cases that look like one person are joined, which are asked about, as a table."""

from datetime import date

import pytest

from hub.domain.identity import Doubt, Party
from hub.domain.likeness import Candidate, Likeness, likenesses
from hub.domain.matching.description import Description
from hub.domain.matching.frequencies import NOT_COUNTED
from hub.domain.matching.weights import shipped
from tests.domain.matching.people import somebody

MODEL = shipped()
PRISONER = Party(prison_numbers=frozenset({"Z0001ZZ"}))
OFFENDER = Party(crns=frozenset({"Z000001"}))
HOME = {"postcodes": ["ZE1 9ZZ"]}


def found(mine: Party, record: Description, *others: tuple[Party, Description]) -> list[Likeness]:
    candidates = [Candidate(case, party, {case * 10: theirs}) for case, (party, theirs) in enumerate(others, start=1)]
    return likenesses(MODEL, NOT_COUNTED, mine, [record], candidates)


@pytest.mark.parametrize(
    ("mine", "other", "party", "ends"),
    [
        (HOME, HOME, OFFENDER, "joined"),
        ({}, {}, OFFENDER, Doubt.LOOKS_ALIKE),  # name and birth date are not enough
        (HOME, {**HOME, "forename": "Perpetua"}, OFFENDER, Doubt.POSSIBLE_TWINS),
        (HOME, {**HOME, "alias_forenames": ["Perpetua"]}, OFFENDER, Doubt.POSSIBLE_TWINS),
        (HOME, HOME, Party(prison_numbers=frozenset({"Z0002ZZ"})), Doubt.TWO_PRISON_NUMBERS),
        ({}, {}, Party(prison_numbers=frozenset({"Z0002ZZ"})), None),  # told apart by the prison: no reason to ask
        (
            HOME,
            HOME,
            Party(crns=frozenset({"Z000001"}), named=frozenset({"Z0009ZZ"})),
            Doubt.ANOTHER_PRISON_NUMBER_NAMED,
        ),
        ({}, {"forename": "Una", "surname": "Quill", "born": date(1971, 5, 6)}, OFFENDER, None),
    ],
)
def test_a_prisoner_and_another_case(
    mine: dict[str, object], other: dict[str, object], party: Party, ends: Doubt | str | None
) -> None:
    likeness = found(PRISONER, somebody(**mine), (party, somebody(**other)))
    assert [one.doubt or "joined" for one in likeness] == ([ends] if ends else [])


def test_where_two_cases_could_be_joined_neither_is() -> None:
    likeness = found(PRISONER, somebody(**HOME), (OFFENDER, somebody(**HOME)), (OFFENDER, somebody(**HOME)))
    assert [one.doubt for one in likeness] == [Doubt.SEVERAL_ALIKE, Doubt.SEVERAL_ALIKE]


def test_the_evidence_names_every_comparison_that_says_anything() -> None:
    (likeness,) = found(PRISONER, somebody(**HOME), (OFFENDER, somebody(**HOME)))
    assert likeness.evidence == {
        "sourceRecord": 10,
        "weight": 24.14,
        "twins": False,
        "comparisons": [
            {"comparison": "name", "level": "same forename and surname", "weight": 17.06},
            {"comparison": "date of birth", "level": "same date", "weight": 13.87},
            {"comparison": "postcode", "level": "same postcode, shared by fewer than 0.001%", "weight": 15.06},
        ],
    }


def test_a_case_whose_records_say_nothing_is_like_nobody() -> None:
    assert likenesses(MODEL, NOT_COUNTED, PRISONER, [], [Candidate(1, OFFENDER, {10: somebody()})]) == []

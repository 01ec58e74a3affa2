"""Twins are never joined by the hub itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain.matching.decision import TWINS, judge
from hub.domain.matching.description import Description
from hub.domain.matching.weights import shipped
from tests.domain.matching.people import FORENAMES, people, somebody

MODEL = shipped()
SHARED = {"postcodes": ["ZE1 9ZZ"], "sentence_dates": [date(2021, 6, 14)]}


def of(**told: object) -> dict[str, object]:
    return told


@pytest.mark.parametrize(
    ("one", "other", "twins", "joins"),
    [
        (of(), of(), False, True),
        (of(), of(forename="Perpetua"), True, False),
        (of(), of(forename="Perpetua", pncs=["2015/0123456U"]), True, False),
        (
            of(forename="Jayden"),
            of(forename="Jayde"),
            False,
            False,
        ),  # by the published rule a slip; here a person looks
        (of(forename="Jayden", pncs=["a"]), of(forename="Jayde", pncs=["b"]), True, False),
        (of(pncs=["a"]), of(forename="Perpetua", pncs=["a"]), False, True),
        (of(), of(forename="Perpetua", alias_forenames=["Abelard"], alias_surnames=["Testerby"]), False, False),
        (of(), of(alias_forenames=["Perpetua"], alias_surnames=["Testerby"]), False, False),  # whose name is it?
        (of(), of(alias_surnames=["Quill"]), False, True),
        (of(pncs=["a"]), of(forename="Perpetua", alias_forenames=["Abelard"], pncs=["b"]), False, False),
        (of(), of(forename="Perpetua", middle_names=["Abelard"]), False, True),
        (of(defendant="x"), of(forename="Perpetua", defendant="x"), False, True),
        (of(marker="m"), of(forename="Perpetua", marker="m"), False, True),
        (of(marker="m", scopes=["s"]), of(marker="n", scopes=["s"]), False, False),
    ],
)
def test_who_is_taken_for_twins(one: dict[str, object], other: dict[str, object], twins: bool, joins: bool) -> None:
    found = judge(MODEL, somebody(**SHARED, **one), somebody(**SHARED, **other))
    assert (found.twins, found.joins) == (twins, joins)


def test_possible_twins_are_set_down_and_keep_their_score() -> None:
    found = judge(MODEL, somebody(**SHARED), somebody(**SHARED, forename="Perpetua"))
    assert found.weight == TWINS
    assert found.score.weight > 18


@given(people(), st.sampled_from(FORENAMES), st.booleans())
def test_a_person_is_never_joined_with_their_twin(person: Description, forename: str, numbered: bool) -> None:
    """A twin has the same surname, birth date, address and court days, another forename, and no number in common."""
    names = {name.upper() for name in (forename, *FORENAMES[:0])}
    if not (person.forename and person.surname and person.births) or not names.isdisjoint(
        {*person.forenames, person.middle_name}
    ):
        return
    twin = replace(
        person,
        forename=forename.upper(),
        middle_name=None,
        forenames=frozenset(names),
        pncs=frozenset({"2001/0000001X"} if numbered else ()),
        cros=frozenset(),
    )
    assert not judge(MODEL, person, twin).joins
    assert not judge(MODEL, twin, person).joins

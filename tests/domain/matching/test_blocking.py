"""Which slips still leave two records a key in common, and that the keys say little otherwise."""

from datetime import date

import pytest
from hypothesis import given

from hub.domain.matching.blocking import keys
from hub.domain.matching.description import Description
from tests.domain.matching.people import people, somebody

AT_HOME = {"postcodes": ["ZE1 9ZZ"]}
IN_COURT = {"sentence_dates": [date(2021, 6, 14)]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({}, {"forename": "Abelart"}),
        ({}, {"forename": "Bertram"}),
        ({}, {"surname": "Quill"}),
        ({}, {"forename": "Testerby", "surname": "Abelard"}),
        ({}, {"born": date(1984, 12, 3)}),  # the same year
        ({}, {"born": date(1948, 3, 21)}),  # the same day of another year
        ({"middle_names": ["Quillon"]}, {"middle_names": ["Quillon"], "born": date(1971, 12, 3)}),
        ({}, {"forename": "Una", "surname": "Quill", "alias_forenames": ["Abelard"], "alias_surnames": ["Testerby"]}),
        ({**AT_HOME}, {**AT_HOME, "forename": "Una", "surname": "Quill"}),
        ({**AT_HOME}, {**AT_HOME, "forename": "Abe", "surname": "Testby", "born": None}),
        ({"pncs": ["2015/0123456U"]}, {"forename": "Una", "surname": "Quill", "born": None, "pncs": ["2015/0123456U"]}),
        ({"pncs": ["2015/0123456U"]}, {"forename": "Una", "surname": "Quill", "born": None, "cros": ["123456/15U"]}),
    ],
)
def test_a_slip_leaves_a_key_in_common(one: dict[str, object], other: dict[str, object]) -> None:
    assert not keys(somebody(**one)).isdisjoint(keys(somebody(**other)))


@pytest.mark.parametrize(
    "other",
    [
        {"surname": "Quill", "born": date(1971, 12, 3)},  # a forename alone
        {"forename": "Una", "born": date(1971, 12, 3)},  # a surname alone
        {"forename": "Una", "surname": "Quill"},  # a date of birth alone
        {"forename": "Una", "surname": "Quill", "born": date(1971, 12, 3), **AT_HOME},  # an address alone
        {"forename": "Una", "surname": "Quill", "born": date(1971, 12, 3), **IN_COURT},  # a day in court alone
    ],
)
def test_one_thing_in_common_is_not_enough(other: dict[str, object]) -> None:
    assert keys(somebody(**AT_HOME, **IN_COURT)).isdisjoint(keys(somebody(**other)))


@given(people())
def test_a_key_fits_an_index_of_big_integers_and_there_are_not_too_many(person: Description) -> None:
    found = keys(person)
    assert all(-(2**63) <= key < 2**63 for key in found)
    assert len(found) < 100

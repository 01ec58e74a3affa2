from datetime import date

import pytest

from hub.domain.matching.description import clean_name, clean_postcode, describe


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (" abelard ", "ABELARD"),
        ("O'Testerby", "OTESTERBY"),
        ("Samplewick-Testerby", "SAMPLEWICK TESTERBY"),
        ("Mc Testerby", "MCTESTERBY"),
        ("NOT ENTERED", None),
        ("DUPLICATE_Testerby", "TESTERBY"),
        ("Unknownby", "UNKNOWNBY"),
        ("", None),
        (None, None),
    ],
)
def test_a_name_is_cleaned(raw: str | None, clean: str | None) -> None:
    assert clean_name(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [("ze1 9zz", "ZE19ZZ"), ("ZE19ZZ", "ZE19ZZ"), ("NF1 1NF", None), ("somewhere", None), ("", None)],
)
def test_a_postcode_is_cleaned(raw: str, clean: str | None) -> None:
    assert clean_postcode(raw) == clean


def test_a_second_word_of_the_forename_is_a_middle_name() -> None:
    told = describe(forename="Abelard Quillon", surname="Testerby")
    assert (told.forename, told.middle_name, told.full_name) == ("ABELARD", "QUILLON", "ABELARD TESTERBY")


def test_an_initial_is_no_middle_name() -> None:
    assert describe(forename="Abelard", middle_names=["J", "Quillon"]).middle_name == "QUILLON"


def test_each_half_of_a_double_name_is_a_surname() -> None:
    told = describe(surname="Samplewick-Testerby", alias_surnames=["Quill"])
    assert told.surnames == {"SAMPLEWICK TESTERBY", "SAMPLEWICK", "TESTERBY", "QUILL"}


def test_dates_that_stand_for_not_known_are_left_out() -> None:
    told = describe(born=date(1970, 1, 1), alias_births=[date(1900, 1, 1), date(1984, 3, 21)])
    assert (told.born, told.births) == (date(1984, 3, 21), frozenset({date(1984, 3, 21)}))
